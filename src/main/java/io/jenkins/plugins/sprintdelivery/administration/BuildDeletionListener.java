package io.jenkins.plugins.sprintdelivery.administration;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.sprintdelivery.build.BuildFacts;
import io.jenkins.plugins.sprintdelivery.build.SprintTagAction;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.model.BuildDeletion;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import java.time.Clock;
import java.util.List;

/** Notes that the page of a recorded build is gone; its history stays. */
@Extension
public final class BuildDeletionListener extends RunListener<Run<?, ?>> {

    private final Clock clock = Clock.systemUTC();

    @Override
    public void onDeleted(Run<?, ?> run) {
        if (SprintTagAction.find(run).isPresent()) {
            BuildDeletion deletion = new BuildDeletion(BuildFacts.reference(run), clock.instant());
            JenkinsLedger.get().record(TaskListener.NULL, List.of(new LedgerEvent.BuildDeleted(deletion)));
        }
    }
}
