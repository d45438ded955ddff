package io.jenkins.plugins.sprintdelivery.administration;

import hudson.Extension;
import hudson.model.Item;
import hudson.model.Job;
import hudson.model.TaskListener;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.model.JobDeletion;
import io.jenkins.plugins.sprintdelivery.core.model.JobMove;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import java.time.Clock;
import java.util.List;

/**
 * Keeps history with its job: a job that is renamed or moved takes it along, a deleted one leaves it, and a new job of
 * the same name begins its own. Jenkins tells of each job of a folder by itself.
 */
@Extension
public final class HistoryListener extends ItemListener {

    private final Clock clock = Clock.systemUTC();

    @Override
    public void onLocationChanged(Item item, String oldFullName, String newFullName) {
        if (item instanceof Job<?, ?> && !oldFullName.equals(newFullName)) {
            record(new LedgerEvent.JobMoved(new JobMove(oldFullName, newFullName, clock.instant())));
        }
    }

    @Override
    public void onDeleted(Item item) {
        if (item instanceof Job<?, ?>) {
            record(new LedgerEvent.JobDeleted(new JobDeletion(item.getFullName(), clock.instant())));
        }
    }

    private static void record(LedgerEvent event) {
        JenkinsLedger.get().record(TaskListener.NULL, List.of(event));
    }
}
