package io.jenkins.plugins.sprintdelivery.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.build.DeploymentRecorder;
import io.jenkins.plugins.sprintdelivery.config.Choices;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.GeneralNonBlockingStepExecution;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.GET;
import org.kohsuke.stapler.verb.POST;

/**
 * {@code sprintDeployment}: with a body records one deployment from the body's start to its end; without one records a
 * deployment that is over.
 */
public final class SprintDeploymentStep extends Step implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String environment;
    private String tier;
    private String version;
    private String service;
    private String kind;
    private String status;

    @DataBoundConstructor
    public SprintDeploymentStep(String environment) {
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

    /** How it ended, without a body only; null for successful. */
    public String getStatus() {
        return status;
    }

    @DataBoundSetter
    public void setStatus(String status) {
        this.status = Util.fixEmptyAndTrim(status);
    }

    @Override
    public StepExecution start(StepContext context) throws AbortException {
        if (environment == null) {
            throw new AbortException(Messages.SprintDeploymentStep_NoEnvironment());
        }
        if (status != null && context.hasBody()) {
            throw new AbortException(Messages.SprintDeploymentStep_StatusAndBody());
        }
        return new Execution(
                context, new DeploymentRecorder.Request(environment, tier, version, service, kind), outcome());
    }

    private DeploymentStatus outcome() throws AbortException {
        try {
            return status == null ? DeploymentStatus.SUCCESSFUL : Choices.endStatus(status);
        } catch (IllegalArgumentException e) {
            throw new AbortException(e.getMessage());
        }
    }

    private static final class Execution extends GeneralNonBlockingStepExecution {

        private static final long serialVersionUID = 1L;

        private final DeploymentRecorder.Request request;
        private final DeploymentStatus status;
        private String id;

        Execution(StepContext context, DeploymentRecorder.Request request, DeploymentStatus status) {
            super(context);
            this.request = request;
            this.status = status;
        }

        @Override
        public boolean start() {
            run(getContext().hasBody() ? this::begin : this::recordFinished);
            return false;
        }

        private void begin() throws IOException, InterruptedException {
            id = recorder().begin(request);
            getContext().newBodyInvoker().withCallback(new End()).start();
        }

        private void recordFinished() throws IOException, InterruptedException {
            recorder().finished(request, status);
            getContext().onSuccess(null);
        }

        private DeploymentRecorder recorder() throws IOException, InterruptedException {
            return new DeploymentRecorder(
                    getContext().get(Run.class), getContext().get(TaskListener.class));
        }

        /** Records the outcome before the step ends, off the Pipeline VM thread. */
        private final class End extends BodyExecutionCallback {

            private static final long serialVersionUID = 1L;

            @Override
            public void onSuccess(StepContext context, Object result) {
                run(() -> {
                    recorder().end(id, DeploymentStatus.SUCCESSFUL);
                    context.onSuccess(result);
                });
            }

            @Override
            public void onFailure(StepContext context, Throwable problem) {
                run(() -> {
                    try {
                        recorder().end(id, isAbort(problem) ? DeploymentStatus.CANCELLED : DeploymentStatus.FAILED);
                    } catch (IOException e) {
                        problem.addSuppressed(e);
                    }
                    context.onFailure(problem);
                });
            }

            private static boolean isAbort(Throwable problem) {
                return problem instanceof InterruptedException
                        && (!(problem instanceof FlowInterruptedException interruption)
                                || interruption.getResult() == Result.ABORTED);
            }
        }
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "sprintDeployment";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.SprintDeploymentStep_DisplayName();
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }

        @Override
        public String argumentsToString(@NonNull Map<String, Object> namedArgs) {
            Object version = namedArgs.get("version");
            return namedArgs.get("environment") + (version == null ? "" : " " + version);
        }

        /** Says that an environment is needed. */
        @POST
        public FormValidation doCheckEnvironment(@QueryParameter String value) {
            return FormValidation.validateRequired(value);
        }

        /** The tiers to choose from. */
        @GET
        public ListBoxModel doFillTierItems() {
            return Choices.tiers();
        }

        /** The kinds to choose from. */
        @GET
        public ListBoxModel doFillKindItems() {
            return Choices.kinds();
        }

        /** The outcomes to choose from. */
        @GET
        public ListBoxModel doFillStatusItems() {
            return Choices.endStatuses();
        }
    }
}
