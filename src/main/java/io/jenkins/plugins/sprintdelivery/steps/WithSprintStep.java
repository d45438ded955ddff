package io.jenkins.plugins.sprintdelivery.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.build.BuildTagger;
import java.io.IOException;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.GeneralNonBlockingStepExecution;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * {@code withSprint}: tags the build, then runs a body. Once a build is tagged its environment carries the sprint, so
 * that a body adds nothing but its place: the {@code options} of a Declarative Pipeline.
 */
public final class WithSprintStep extends AbstractSprintStep {

    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public WithSprintStep() {
        // everything is optional
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(context, getSprint());
    }

    private static final class Execution extends GeneralNonBlockingStepExecution {

        private static final long serialVersionUID = 1L;

        private final String sprint;

        Execution(StepContext context, String sprint) {
            super(context);
            this.sprint = sprint;
        }

        @Override
        public boolean start() {
            run(this::tagAndGoOn);
            return false;
        }

        private void tagAndGoOn() throws IOException, InterruptedException {
            StepContext context = getContext();
            new BuildTagger(context.get(Run.class), context.get(TaskListener.class))
                    .tag(sprint, context.get(FilePath.class));
            context.newBodyInvoker()
                    .withCallback(BodyExecutionCallback.wrap(context))
                    .start();
        }
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "withSprint";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.WithSprintStep_DisplayName();
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }
    }
}
