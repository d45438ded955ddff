package io.jenkins.plugins.sprintdelivery.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Extension;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.build.DeploymentRecorder;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import java.io.IOException;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.GeneralNonBlockingStepExecution;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code sprintDeployment}: records one deployment, from the start of its body to its end. */
public final class SprintDeploymentStep extends AbstractDeploymentStep {

    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public SprintDeploymentStep(String environment) {
        super(environment);
    }

    @Override
    public StepExecution start(StepContext context) throws AbortException {
        return new Execution(context, request());
    }

    private static final class Execution extends GeneralNonBlockingStepExecution {

        private static final long serialVersionUID = 1L;

        private final DeploymentRecorder.Request request;
        private String id;

        Execution(StepContext context, DeploymentRecorder.Request request) {
            super(context);
            this.request = request;
        }

        @Override
        public boolean start() {
            run(this::begin);
            return false;
        }

        private void begin() throws IOException, InterruptedException {
            id = recorder().begin(request);
            getContext().newBodyInvoker().withCallback(new End()).start();
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
    public static final class DescriptorImpl extends DeploymentStepDescriptor {

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
    }
}
