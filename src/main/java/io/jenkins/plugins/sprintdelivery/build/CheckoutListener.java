package io.jenkins.plugins.sprintdelivery.build;

import hudson.Extension;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.SCMListener;
import hudson.scm.ChangeLogSet;
import hudson.scm.SCM;
import hudson.scm.SCMRevisionState;
import io.jenkins.plugins.sprintdelivery.Messages;
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
            throws InterruptedException {
        refresh(run, workspace, listener);
    }

    @Override
    public void onChangeLogParsed(Run<?, ?> run, SCM scm, TaskListener listener, ChangeLogSet<?> changelog)
            throws InterruptedException {
        refresh(run, null, listener);
    }

    /** What cannot be read is said, and is no reason to fail the checkout. */
    private static void refresh(Run<?, ?> run, FilePath workspace, TaskListener listener) throws InterruptedException {
        if (SprintTagAction.find(run).isEmpty()) {
            return;
        }
        try {
            new BuildTagger(run, listener).refresh(workspace);
        } catch (IOException | RuntimeException e) {
            listener.error(Messages.CheckoutListener_NotRead(e.getMessage()));
        }
    }
}
