package io.jenkins.plugins.sprintdelivery.tracker;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.AsyncPeriodicWork;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.core.outbox.Outbox;
import io.jenkins.plugins.sprintdelivery.core.outbox.OutboxRun;
import io.jenkins.plugins.sprintdelivery.core.outbox.OutboxSite;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.logging.Level;

/** Tells trackers what was built and deployed, every minute; without anything to write to it does nothing. */
@Extension
public final class OutboxWork extends AsyncPeriodicWork {

    public OutboxWork() {
        super("Sprint Delivery: telling trackers");
    }

    /** The one of this controller. */
    static OutboxWork get() {
        return ExtensionList.lookupSingleton(OutboxWork.class);
    }

    @Override
    public long getRecurrencePeriod() {
        return MIN;
    }

    @Override
    protected Level getNormalLoggingLevel() {
        return Level.FINEST;
    }

    @Override
    public synchronized void execute(TaskListener listener) throws IOException, InterruptedException {
        List<OutboxSite> sites = JenkinsTrackers.get().writtenSites();
        if (!sites.isEmpty()) {
            OutboxRun run = new Outbox(JenkinsLedger.get().open(), sites, Clock.systemUTC()).run();
            listener.getLogger()
                    .println("Queued " + run.queued().size() + ", tried "
                            + run.tried().size());
        }
    }
}
