package io.jenkins.plugins.sprintdelivery.core.ledger;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.CompactionRules;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerLockedException;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProblem;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProgress;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Makes a ledger's projection anew from its journal, while nobody else writes the ledger. */
public final class LedgerRebuild {

    private static final Duration GLANCE = Duration.ofSeconds(1);

    private LedgerRebuild() {}

    /**
     * What came of it.
     *
     * @param lines lines of the journal that were read
     * @param problems what an administrator should know
     */
    public record Report(long lines, List<LedgerProblem> problems) {}

    /**
     * Deletes the projection and makes it anew; returns when it holds the whole journal.
     *
     * @param progress units are lines
     * @throws LedgerLockedException if another process writes the ledger
     * @throws IOException if there is no ledger, or it cannot be read or written
     * @throws InterruptedException if the thread was interrupted; opening the ledger goes on with the work
     */
    public static Report run(Path directory, Clock clock, LedgerProgress progress)
            throws IOException, InterruptedException {
        try (Ledger ledger = Ledger.openExisting(directory, clock, CompactionRules.ON_DEMAND)) {
            ledger.rebuild();
            long total = ledger.lines();
            while (!ledger.catchUp(GLANCE)) {
                LedgerStatus status = ledger.status();
                if (status.lastProblem() != null) {
                    throw new IOException(status.lastProblem());
                }
                progress.at("journal", Math.max(0, total - status.eventsBehind()), total);
            }
            progress.at("journal", total, total);
            return new Report(total, ledger.problems());
        }
    }
}
