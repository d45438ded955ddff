package io.jenkins.plugins.sprintdelivery.tracker;

import hudson.Extension;
import hudson.model.AsyncPeriodicWork;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.promise.PromiseKeeper;
import io.jenkins.plugins.sprintdelivery.core.promise.PromiseLook;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import jenkins.util.SystemProperties;

/**
 * Brings what trackers say of their sprints into the ledger, every quarter of an hour, so that no page and no build has to
 * ask them. {@code -Dio.jenkins.plugins.sprintdelivery.tracker.PromiseWork.minutes} changes how often.
 */
@Extension
public final class PromiseWork extends AsyncPeriodicWork {

    private static final int MINUTES = SystemProperties.getInteger(PromiseWork.class.getName() + ".minutes", 15);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    public PromiseWork() {
        super("Sprint Delivery: sprints of trackers");
    }

    @Override
    public long getRecurrencePeriod() {
        return TimeUnit.MINUTES.toMillis(Math.max(1, MINUTES));
    }

    @Override
    protected Level getNormalLoggingLevel() {
        return Level.FINE;
    }

    @Override
    public void execute(TaskListener listener) throws IOException, InterruptedException {
        for (JenkinsTrackers.Placed placed : JenkinsTrackers.get().everySite()) {
            if (placed.site().settings().board() == null) {
                continue;
            }
            Ledger ledger = JenkinsLedger.get().open();
            // what the site before it brought is to be there
            if (!ledger.catchUp(PATIENCE)) {
                listener.getLogger().println("The ledger's database has not taken up everything yet; next time.");
                return;
            }
            PromiseLook look = new PromiseKeeper(ledger, Clock.systemUTC()).look(placed.site(), placed.name());
            listener.getLogger()
                    .println(look.site() + ": looked at " + look.sprints() + ", changed " + look.changed()
                            + (look.failure() == null ? "" : "; " + look.failure()));
        }
    }
}
