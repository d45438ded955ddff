package io.jenkins.plugins.sprintdelivery.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.Util;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.config.FormAccess;
import io.jenkins.plugins.sprintdelivery.config.PolicyField;
import io.jenkins.plugins.sprintdelivery.core.settings.Durations;
import java.io.Serializable;
import java.util.Set;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * {@code sprintGate}: asks a policy whether the build may go on. FAIL and INCONCLUSIVE fail the step unless
 * {@code propagate} is false; WARN marks the stage and the build unstable. It waits where the policy or {@code wait} says
 * so.
 */
public final class SprintGateStep extends Step implements Serializable {

    private static final long serialVersionUID = 1L;

    private String policy;
    private String policyYaml;
    private String environment;
    private String version;
    private boolean propagate = true;
    private String wait;
    private String every;

    @DataBoundConstructor
    public SprintGateStep() {
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
        // as it was written, so that lines and columns in messages are those of the script
        this.policyYaml = Util.fixEmptyAndTrim(policyYaml) == null ? null : policyYaml;
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

    /** Whether a verdict that stops a release fails the step. */
    public boolean isPropagate() {
        return propagate;
    }

    @DataBoundSetter
    public void setPropagate(boolean propagate) {
        this.propagate = propagate;
    }

    /** How long to wait for the gate at most, such as {@code 4h}, or null for as the policy says. */
    public String getWait() {
        return wait;
    }

    @DataBoundSetter
    public void setWait(String wait) {
        this.wait = Util.fixEmptyAndTrim(wait);
    }

    /** How long from one look to the next, such as {@code 2m}, or null for as the policy says. */
    public String getEvery() {
        return every;
    }

    @DataBoundSetter
    public void setEvery(String every) {
        this.every = Util.fixEmptyAndTrim(every);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new SprintGateExecution(context, this);
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "sprintGate";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.SprintGateStep_DisplayName();
        }

        /** Says what is wrong with the policy, with line and column. */
        @POST
        public FormValidation doCheckPolicyYaml(@AncestorInPath Item item, @QueryParameter String value) {
            return PolicyField.check(item, value);
        }

        /** Says what is wrong with a duration. */
        @POST
        public FormValidation doCheckWait(@AncestorInPath Item item, @QueryParameter String value) {
            return checkDuration(item, value);
        }

        /** Says what is wrong with a duration. */
        @POST
        public FormValidation doCheckEvery(@AncestorInPath Item item, @QueryParameter String value) {
            return checkDuration(item, value);
        }

        private static FormValidation checkDuration(Item item, String value) {
            FormAccess.check(item);
            try {
                if (Util.fixEmptyAndTrim(value) != null) {
                    Durations.parse(value);
                }
                return FormValidation.ok();
            } catch (IllegalArgumentException e) {
                return FormValidation.error(e.getMessage());
            }
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class, FlowNode.class);
        }
    }
}
