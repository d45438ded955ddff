package io.jenkins.plugins.sprintdelivery.report;

import hudson.Extension;
import hudson.model.AsyncPeriodicWork;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.core.board.DeliveryBoard;
import io.jenkins.plugins.sprintdelivery.core.board.Wanted;
import io.jenkins.plugins.sprintdelivery.core.export.FrozenReports;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Keeps the report of every sprint once it has closed, so that what is recorded later does not change it. */
@Extension
public final class ReportFreezer extends AsyncPeriodicWork {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** How many of the newest sprints are looked at; older ones were frozen while they were among them. */
    private static final int MAX_SPRINTS = 20;

    public ReportFreezer() {
        super("Sprint Delivery: reports of closed sprints");
    }

    @Override
    public long getRecurrencePeriod() {
        return TimeUnit.HOURS.toMillis(1);
    }

    @Override
    protected void execute(TaskListener listener) throws IOException, InterruptedException {
        JenkinsLedger jenkins = JenkinsLedger.get();
        Ledger ledger = jenkins.open();
        if (!ledger.catchUp(PATIENCE)) {
            listener.getLogger().println("The ledger's database has not taken up everything yet; next time.");
            return;
        }
        Clock clock = Clock.systemUTC();
        FrozenReports reports = jenkins.frozenReports();
        DeliveryBoard board = new DeliveryBoard(ledger.queries(), clock);
        for (Sprint sprint : ledger.queries().sprints(MAX_SPRINTS)) {
            if (!sprint.end().isAfter(clock.instant())
                    && reports.find(sprint.id()).isEmpty()) {
                reports.keep(board.report(new Wanted(sprint.id(), null, null, null, null, null)));
                listener.getLogger().println("Kept the report of " + sprint.name());
            }
        }
    }
}
