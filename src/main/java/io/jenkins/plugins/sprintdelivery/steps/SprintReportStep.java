package io.jenkins.plugins.sprintdelivery.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.build.ReportArchiver;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code sprintReport}: archives what the sprint delivered with the build. */
public final class SprintReportStep extends AbstractSprintStep {

    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public SprintReportStep() {
        // everything is optional
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(context, getSprint());
    }

    private static final class Execution extends SynchronousNonBlockingStepExecution<Void> {

        private static final long serialVersionUID = 1L;

        private final String sprint;

        Execution(StepContext context, String sprint) {
            super(context);
            this.sprint = sprint;
        }

        @Override
        protected Void run() throws Exception {
            new ReportArchiver(getContext().get(Run.class), getContext().get(TaskListener.class)).archive(sprint);
            return null;
        }
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "sprintReport";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.SprintReportStep_DisplayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }
    }
}
