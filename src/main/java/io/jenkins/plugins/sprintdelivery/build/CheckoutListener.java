package io.jenkins.plugins.sprintdelivery.build;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.SCMListener;
import hudson.scm.ChangeLogSet;
import hudson.scm.SCM;
import java.io.IOException;

/** Adds the tickets of repositories that a build checks out after it was tagged. */
@Extension
public final class CheckoutListener extends SCMListener {

    @Override
    public void onChangeLogParsed(Run<?, ?> run, SCM scm, TaskListener listener, ChangeLogSet<?> changelog)
            throws IOException, InterruptedException {
        if (SprintTagAction.find(run).isPresent()) {
            new BuildTagger(run, listener).refresh(null);
        }
    }
}
