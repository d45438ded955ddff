package io.jenkins.plugins.sprintdelivery.freestyle;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Extension;
import hudson.FilePath;
import hudson.Launcher;
import hudson.Util;
import hudson.model.AbstractProject;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.build.BuildTagger;
import java.io.IOException;
import jenkins.tasks.SimpleBuildStep;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** The build step that tags a build with its sprint and tickets. */
public final class SprintTagBuilder extends Builder implements SimpleBuildStep {

    private String sprint;

    @DataBoundConstructor
    public SprintTagBuilder() {
        // everything is optional
    }

    /** Id or name of the sprint, or null to find it by parameter or calendar. */
    public String getSprint() {
        return sprint;
    }

    @DataBoundSetter
    public void setSprint(String sprint) {
        this.sprint = Util.fixEmptyAndTrim(sprint);
    }

    @Override
    public void perform(
            @NonNull Run<?, ?> run,
            @NonNull FilePath workspace,
            @NonNull EnvVars env,
            @NonNull Launcher launcher,
            @NonNull TaskListener listener)
            throws InterruptedException, IOException {
        new BuildTagger(run, listener).tag(Util.fixEmptyAndTrim(env.expand(sprint)), workspace);
    }

    @Extension
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {

        @NonNull
        @Override
        public String getDisplayName() {
            return Messages.SprintTagStep_DisplayName();
        }

        @Override
        public boolean isApplicable(Class<? extends AbstractProject> jobType) {
            return true;
        }
    }
}
