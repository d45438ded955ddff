package io.jenkins.plugins.sprintdelivery.freestyle;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.AbstractProject;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Publisher;
import hudson.tasks.Recorder;
import hudson.util.FormValidation;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.build.GateKeeper;
import io.jenkins.plugins.sprintdelivery.build.GateRequest;
import io.jenkins.plugins.sprintdelivery.config.PolicyField;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.io.IOException;
import jenkins.tasks.SimpleBuildStep;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The post-build step that puts a build to a gate. */
public final class SprintGateRecorder extends Recorder implements SimpleBuildStep {

    private String policy;
    private String policyYaml;
    private String environment;
    private String version;

    @DataBoundConstructor
    public SprintGateRecorder() {
        // everything is optional
    }

    /** The policy's name, or null for the default. */
    public String getPolicy() {
        return policy;
    }

    @DataBoundSetter
    public void setPolicy(String policy) {
        this.policy = Util.fixEmptyAndTrim(policy);
    }

    /** A policy of the step's own, as YAML, or null. */
    public String getPolicyYaml() {
        return policyYaml;
    }

    @DataBoundSetter
    public void setPolicyYaml(String policyYaml) {
        this.policyYaml = Util.fixEmptyAndTrim(policyYaml);
    }

    /** Where the release is to go, or null. */
    public String getEnvironment() {
        return environment;
    }

    @DataBoundSetter
    public void setEnvironment(String environment) {
        this.environment = Util.fixEmptyAndTrim(environment);
    }

    /** What is to be released, or null. */
    public String getVersion() {
        return version;
    }

    @DataBoundSetter
    public void setVersion(String version) {
        this.version = Util.fixEmptyAndTrim(version);
    }

    @Override
    public void perform(
            @NonNull Run<?, ?> run,
            @NonNull FilePath workspace,
            @NonNull EnvVars env,
            @NonNull Launcher launcher,
            @NonNull TaskListener listener)
            throws InterruptedException, IOException {
        GateResult result = new GateKeeper(run, listener)
                .judge(
                        new GateRequest(
                                Util.fixEmptyAndTrim(env.expand(policy)),
                                Util.fixEmptyAndTrim(env.expand(environment)),
                                Util.fixEmptyAndTrim(env.expand(version)),
                                policyYaml),
                        workspace)
                .result();
        if (result.verdict() == Verdict.WARN) {
            run.setResult(Result.UNSTABLE);
        } else if (result.verdict() != Verdict.PASS) {
            throw new AbortException(
                    Messages.SprintGateStep_Stopped(result.policy(), result.verdict(), GateKeeper.page(run)));
        }
    }

    @Extension
    public static final class DescriptorImpl extends BuildStepDescriptor<Publisher> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.SprintGateRecorder_DisplayName();
        }

        /** Says what is wrong with the policy, with line and column. */
        @POST
        public FormValidation doCheckPolicyYaml(@AncestorInPath Item item, @QueryParameter String value) {
            return PolicyField.check(item, value);
        }

        @Override
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }
    }
}
