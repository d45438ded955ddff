package io.jenkins.plugins.sprintdelivery.freestyle;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.AbstractProject;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Publisher;
import hudson.tasks.Recorder;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.build.DeploymentRecorder;
import io.jenkins.plugins.sprintdelivery.config.Choices;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import java.io.IOException;
import jenkins.tasks.SimpleBuildStep;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** The post-build step that records what a build deployed. */
public final class SprintDeploymentRecorder extends Recorder implements SimpleBuildStep {

    private final String environment;
    private String tier;
    private String version;
    private String service;
    private String kind;
    private String status;

    @DataBoundConstructor
    public SprintDeploymentRecorder(String environment) {
        this.environment = Util.fixEmptyAndTrim(environment);
    }

    public String getEnvironment() {
        return environment;
    }

    /** The environment's tier, or null to read it off its name. */
    public String getTier() {
        return tier;
    }

    @DataBoundSetter
    public void setTier(String tier) {
        this.tier = Util.fixEmptyAndTrim(tier);
    }

    /** What was deployed, or null for the commit or the build's number. */
    public String getVersion() {
        return version;
    }

    @DataBoundSetter
    public void setVersion(String version) {
        this.version = Util.fixEmptyAndTrim(version);
    }

    /** The service, or null for the build's. */
    public String getService() {
        return service;
    }

    @DataBoundSetter
    public void setService(String service) {
        this.service = Util.fixEmptyAndTrim(service);
    }

    /** Why, or null to tell it from the versions. */
    public String getKind() {
        return kind;
    }

    @DataBoundSetter
    public void setKind(String kind) {
        this.kind = Util.fixEmptyAndTrim(kind);
    }

    /** How it ended, or null to tell it from the build's result. */
    public String getStatus() {
        return status;
    }

    @DataBoundSetter
    public void setStatus(String status) {
        this.status = Util.fixEmptyAndTrim(status);
    }

    @Override
    public void perform(
            @NonNull Run<?, ?> run,
            @NonNull FilePath workspace,
            @NonNull EnvVars env,
            @NonNull Launcher launcher,
            @NonNull TaskListener listener)
            throws InterruptedException, IOException {
        String target = Util.fixEmptyAndTrim(env.expand(environment));
        if (target == null) {
            throw new AbortException(Messages.SprintDeploymentRecorder_NoEnvironment());
        }
        DeploymentRecorder.Request request = new DeploymentRecorder.Request(
                target,
                tier,
                Util.fixEmptyAndTrim(env.expand(version)),
                Util.fixEmptyAndTrim(env.expand(service)),
                kind);
        new DeploymentRecorder(run, listener).finished(request, outcome(run.getResult()));
    }

    private DeploymentStatus outcome(Result result) throws AbortException {
        if (status != null) {
            try {
                return Choices.endStatus(status);
            } catch (IllegalArgumentException e) {
                throw new AbortException(e.getMessage());
            }
        }
        if (result == null || result.isBetterOrEqualTo(Result.UNSTABLE)) {
            return DeploymentStatus.SUCCESSFUL;
        }
        return result.equals(Result.ABORTED) ? DeploymentStatus.CANCELLED : DeploymentStatus.FAILED;
    }

    @Extension
    public static final class DescriptorImpl extends BuildStepDescriptor<Publisher> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.SprintDeploymentRecorder_DisplayName();
        }

        @Override
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }

        /** Says that an environment is needed. */
        @POST
        public FormValidation doCheckEnvironment(@QueryParameter String value) {
            return FormValidation.validateRequired(value);
        }

        /** The tiers to choose from. */
        @POST
        public ListBoxModel doFillTierItems() {
            return Choices.tiers();
        }

        /** The kinds to choose from. */
        @POST
        public ListBoxModel doFillKindItems() {
            return Choices.kinds();
        }

        /** The outcomes to choose from. */
        @POST
        public ListBoxModel doFillStatusItems() {
            return Choices.endStatuses();
        }
    }
}
