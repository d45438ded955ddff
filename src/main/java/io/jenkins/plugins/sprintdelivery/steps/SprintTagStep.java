package io.jenkins.plugins.sprintdelivery.steps;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.build.BuildTagger;
import io.jenkins.plugins.sprintdelivery.build.SprintEnvironment;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/** {@code sprintTag}: tags the build with its sprint and tickets, and returns what it puts into the environment. */
public final class SprintTagStep extends AbstractSprintStep {

    private static final long serialVersionUID = 1L;

    @DataBoundConstructor
    public SprintTagStep() {
        // everything is optional
    }

    @Override
    public StepExecution start(StepContext context) {
        return new Execution(context, getSprint());
    }

    private static final class Execution extends SynchronousNonBlockingStepExecution<Map<String, String>> {

        private static final long serialVersionUID = 1L;

        private final String sprint;

        Execution(StepContext context, String sprint) {
            super(context);
            this.sprint = sprint;
        }

        @Override
        protected Map<String, String> run() throws Exception {
            StepContext context = getContext();
            BuildTagger tagger = new BuildTagger(context.get(Run.class), context.get(TaskListener.class));
            return new HashMap<>(SprintEnvironment.variables(tagger.tag(sprint, context.get(FilePath.class))));
        }
    }

    @Extension
    public static final class DescriptorImpl extends StepDescriptor {

        @Override
        public String getFunctionName() {
            return "sprintTag";
        }

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.SprintTagStep_DisplayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }
    }
}
