package io.jenkins.plugins.sprintdelivery.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.build.DeploymentRecorder;
import io.jenkins.plugins.sprintdelivery.config.Choices;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/** {@code sprintDeployed}: records a deployment that is over. */
public final class SprintDeployedStep extends AbstractDeploymentStep {

    private static final long serialVersionUID = 1L;

    private String status;

    @DataBoundConstructor
    public SprintDeployedStep(String environment) {
        super(environment);
    }

    /** How it ended, or null for successful. */
    public String getStatus() {
        return status;
    }

    @DataBoundSetter
    public void setStatus(String status) {
        this.status = Util.fixEmptyAndTrim(status);
    }

    @Override
    public StepExecution start(StepContext context) throws AbortException {
        return new Execution(context, request(), outcome());
    }

    private DeploymentStatus outcome() throws AbortException {
        try {
            return status == null ? DeploymentStatus.SUCCESSFUL : Choices.endStatus(status);
        } catch (IllegalArgumentException e) {
            throw new AbortException(e.getMessage());
        }
    }

    private static final class Execution extends SynchronousNonBlockingStepExecution<Void> {

        private static final long serialVersionUID = 1L;

        private final DeploymentRecorder.Request request;
        private final DeploymentStatus outcome;

        Execution(StepContext context, DeploymentRecorder.Request request, DeploymentStatus outcome) {
            super(context);
            this.request = request;
            this.outcome = outcome;
        }

        @Override
        protected Void run() throws Exception {
            new DeploymentRecorder(getContext().get(Run.class), getContext().get(TaskListener.class))
                    .finished(request, outcome);
            return null;
        }
    }

    @Extension
    public static final class DescriptorImpl extends DeploymentStepDescriptor {

        @Override
        public String getFunctionName() {
            return "sprintDeployed";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.SprintDeployedStep_DisplayName();
        }

        /** The outcomes to choose from. */
        @POST
        public ListBoxModel doFillStatusItems() {
            return Choices.endStatuses();
        }
    }
}
