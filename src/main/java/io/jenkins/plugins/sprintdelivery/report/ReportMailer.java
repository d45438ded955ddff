package io.jenkins.plugins.sprintdelivery.report;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.AsyncPeriodicWork;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.core.board.DeliveryBoard;
import io.jenkins.plugins.sprintdelivery.core.board.Wanted;
import io.jenkins.plugins.sprintdelivery.core.export.SprintReport;
import io.jenkins.plugins.sprintdelivery.core.ledger.KeptDocuments;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerUnavailableException;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends reports by mail: of the current sprint on a schedule, of a closed sprint once. A closed sprint's report is tried
 * again until the mail server has taken it, for two days; that it has is kept beside the ledger, so that a restart sends
 * nothing twice. What was due on a schedule while Jenkins was down is not made up for, as with a job's timer.
 */
@Extension
public final class ReportMailer extends AsyncPeriodicWork {

    private static final Logger LOGGER = Logger.getLogger(ReportMailer.class.getName());
    private static final Duration TRIED_FOR = Duration.ofDays(2);
    private static final int MAX_SPRINTS = 100;

    private final Clock clock = Clock.systemUTC();
    private Instant asked;

    public ReportMailer() {
        this(Instant.now());
    }

    /** One that looks at schedules from a moment on. */
    ReportMailer(Instant from) {
        super("Sprint Delivery: reports by mail");
        asked = minute(from);
    }

    @Override
    public long getRecurrencePeriod() {
        return TimeUnit.MINUTES.toMillis(5);
    }

    @Override
    protected Level getNormalLoggingLevel() {
        return Level.FINEST;
    }

    @Override
    protected void execute(TaskListener listener) throws IOException {
        Instant from = asked;
        Instant to = minute(clock.instant());
        asked = to;
        List<ReportMailing> mailings = ReportsConfiguration.get().getMailings();
        Optional<ReportTransport> transport =
                ExtensionList.lookup(ReportTransport.class).stream().findFirst();
        if (mailings.isEmpty() || transport.isEmpty()) {
            return;
        }
        try {
            LedgerQueries ledger = JenkinsLedger.get().queriesOfPage();
            for (ReportMailing mailing : mailings) {
                if (mailing.isOnClosing()) {
                    sendClosed(ledger, mailing, transport.get());
                } else {
                    sendCurrent(ledger, mailing, from, to, transport.get());
                }
            }
        } catch (LedgerUnavailableException notNow) {
            asked = from;
            LOGGER.log(Level.INFO, "Sprint Delivery sends its reports later: {0}", notNow.getMessage());
        }
    }

    private void sendCurrent(
            LedgerQueries ledger, ReportMailing mailing, Instant from, Instant to, ReportTransport transport) {
        try {
            if (!mailing.isDue(from, to)) {
                return;
            }
        } catch (IllegalArgumentException wrong) {
            LOGGER.log(
                    Level.WARNING,
                    () -> "The schedule of the reports to " + mailing.getRecipients()
                            + " cannot be read, see Manage Jenkins, System: " + wrong.getMessage());
            return;
        }
        Instant now = clock.instant();
        ledger.sprints(MAX_SPRINTS).stream()
                .filter(sprint -> mailing.isAbout(sprint)
                        && !sprint.start().isAfter(now)
                        && sprint.end().isAfter(now))
                .findFirst()
                .ifPresent(sprint -> send(mailing, board(ledger).report(whole(sprint)), transport));
    }

    private void sendClosed(LedgerQueries ledger, ReportMailing mailing, ReportTransport transport) throws IOException {
        Instant now = clock.instant();
        KeptDocuments sent = new KeptDocuments(JenkinsLedger.directory(), "mailed");
        for (Sprint sprint : ledger.sprints(MAX_SPRINTS)) {
            boolean closed = !sprint.end().isAfter(now) && sprint.end().isAfter(now.minus(TRIED_FOR));
            if (!closed || !mailing.isAbout(sprint)) {
                continue;
            }
            String name = sprint.id() + '\n' + mailing.getRecipients();
            Optional<SprintReport> report = JenkinsLedger.get().frozenReports().find(sprint.id());
            if (report.isPresent() && sent.find(name).isEmpty() && send(mailing, report.get(), transport)) {
                sent.keep(name, now.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static boolean send(ReportMailing mailing, SprintReport report, ReportTransport transport) {
        try {
            transport.send(mailing.getRecipients(), report);
            return true;
        } catch (IOException refused) {
            LOGGER.log(
                    Level.WARNING,
                    refused,
                    () -> "The report of " + report.sprint().name() + " could not be sent to " + mailing.getRecipients()
                            + "; see the mail server in Manage Jenkins, System");
            return false;
        }
    }

    private DeliveryBoard board(LedgerQueries ledger) {
        return new DeliveryBoard(ledger, clock);
    }

    private static Wanted whole(Sprint sprint) {
        return new Wanted(sprint.id(), null, null, null, null, null);
    }

    private static Instant minute(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MINUTES);
    }
}
