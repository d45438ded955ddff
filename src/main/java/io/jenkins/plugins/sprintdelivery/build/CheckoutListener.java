package io.jenkins.plugins.sprintdelivery.build;

import hudson.Extension;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.SCMListener;
import hudson.scm.ChangeLogSet;
import hudson.scm.SCM;
import hudson.scm.SCMRevisionState;
import java.io.File;
import java.io.IOException;

/**
 * Adds what a build checks out after it was tagged: the repository's settings and a first build's commits from its
 * workspace, and, a moment later, the change log.
 */
@Extension
public final class CheckoutListener extends SCMListener {

    @Override
    public void onCheckout(
            Run<?, ?> run,
            SCM scm,
            FilePath workspace,
            TaskListener listener,
            File changelogFile,
            SCMRevisionState pollingBaseline)
            throws IOException, InterruptedException {
        if (SprintTagAction.find(run).isPresent()) {
            new BuildTagger(run, listener).refresh(workspace);
        }
    }

    @Override
    public void onChangeLogParsed(Run<?, ?> run, SCM scm, TaskListener listener, ChangeLogSet<?> changelog)
            throws IOException, InterruptedException {
        if (SprintTagAction.find(run).isPresent()) {
            new BuildTagger(run, listener).refresh(null);
        }
    }
}
