package io.jenkins.plugins.sprintdelivery.ledger;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.AsyncPeriodicWork;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProblem;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerStatus;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;

/**
 * Looks at the ledger every minute, because looking asks disk and database, and pages and monitors must wait for
 * neither. What it saw last is read from any thread.
 */
@Extension
public final class LedgerHealth extends AsyncPeriodicWork {

    private static final Duration LATE = Duration.ofMinutes(10);

    private final Clock clock = Clock.systemUTC();
    private volatile Look last = Look.NOTHING_YET;
    private Instant behindSince;

    public LedgerHealth() {
        super("Sprint Delivery ledger health");
    }

    /** The one of this controller. */
    public static LedgerHealth get() {
        return ExtensionList.lookupSingleton(LedgerHealth.class);
    }

    /**
     * What one look saw.
     *
     * @param at when, or null before the first one
     * @param controller the stable identity of this controller, or null where the ledger cannot be opened
     * @param status how far the database is behind, or null where the ledger cannot be opened
     * @param late whether the database has been behind for longer than ten minutes
     * @param problems what an administrator should know of the ledger's files
     * @param failure why the ledger cannot be opened, or null
     */
    public record Look(
            Instant at,
            UUID controller,
            LedgerStatus status,
            boolean late,
            List<LedgerProblem> problems,
            String failure) {

        static final Look NOTHING_YET = new Look(null, null, null, false, List.of(), null);

        /** Whether somebody who reads an answer should know what is missing in it. */
        public boolean isBehind() {
            return status != null && status.isLate(at);
        }

        /** Whether an administrator should be told. */
        public boolean isUnwell() {
            return failure != null || late || !problems.isEmpty();
        }
    }

    /** What the last look saw. */
    public Look last() {
        return last;
    }

    /** Looks now; asks disk and database, which may take half a minute where the database does not answer. */
    public synchronized Look look() {
        Instant now = clock.instant();
        try {
            Ledger ledger = JenkinsLedger.get().open();
            LedgerStatus status = ledger.status();
            if (status.isCurrent()) {
                behindSince = null;
            } else if (behindSince == null) {
                behindSince = now;
            }
            boolean late = behindSince != null && behindSince.plus(LATE).isBefore(now);
            last = new Look(now, ledger.controller(), status, late, ledger.problems(), null);
        } catch (IOException e) {
            last = new Look(now, null, null, false, List.of(), e.getMessage());
        }
        return last;
    }

    @Override
    public long getRecurrencePeriod() {
        return MIN;
    }

    @Override
    protected void execute(TaskListener listener) {
        look();
    }

    @Override
    protected Level getNormalLoggingLevel() {
        return Level.FINEST;
    }
}
