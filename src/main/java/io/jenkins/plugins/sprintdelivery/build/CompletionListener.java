package io.jenkins.plugins.sprintdelivery.build;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.sprintdelivery.Messages;
import java.io.IOException;

/** Records how tagged builds end. */
@Extension
public final class CompletionListener extends RunListener<Run<?, ?>> {

    @Override
    public void onCompleted(Run<?, ?> run, @NonNull TaskListener listener) {
        if (SprintTagAction.find(run).isEmpty()) {
            return;
        }
        try {
            new DeploymentRecorder(run, listener).endAbandoned();
            new BuildTagger(run, listener).complete(run.getResult());
        } catch (IOException e) {
            listener.error(Messages.CompletionListener_NotRecorded(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
