package io.jenkins.plugins.sprintdelivery.steps;

import hudson.AbortException;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.build.DeploymentRecorder;
import io.jenkins.plugins.sprintdelivery.config.Choices;
import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/**
 * What the two deployment steps share. They are two because Pipeline demands a body of every step that may have one.
 */
public abstract class AbstractDeploymentStep extends Step implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String environment;
    private String tier;
    private String version;
    private String service;
    private String kind;

    AbstractDeploymentStep(String environment) {
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

    /** What is deployed, or null for the commit or the build's number. */
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

    /** What the step asks to record. */
    final DeploymentRecorder.Request request() throws AbortException {
        if (environment == null) {
            throw new AbortException(Messages.AbstractDeploymentStep_NoEnvironment(
                    getDescriptor().getFunctionName()));
        }
        return new DeploymentRecorder.Request(environment, tier, version, service, kind);
    }

    /** What the forms of both steps share. */
    public abstract static class DeploymentStepDescriptor extends StepDescriptor {

        @Override
        public final Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }

        @Override
        public final String argumentsToString(Map<String, Object> namedArgs) {
            Object version = namedArgs.get("version");
            return namedArgs.get("environment") + (version == null ? "" : " " + version);
        }

        /** Says that an environment is needed. */
        @POST
        public final FormValidation doCheckEnvironment(@QueryParameter String value) {
            return FormValidation.validateRequired(value);
        }

        /** The tiers to choose from. */
        @POST
        public final ListBoxModel doFillTierItems() {
            return Choices.tiers();
        }

        /** The kinds to choose from. */
        @POST
        public final ListBoxModel doFillKindItems() {
            return Choices.kinds();
        }
    }
}
