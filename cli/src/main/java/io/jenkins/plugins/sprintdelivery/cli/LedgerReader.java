package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.export.FrozenReports;
import io.jenkins.plugins.sprintdelivery.core.ledger.KeptDocuments;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** An existing ledger that a command reads while others may write it. Nothing is written in its directory. */
final class LedgerReader implements AutoCloseable {

    private final Ledger ledger;

    private LedgerReader(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Opens the ledger for reading.
     *
     * @throws InputException if there is none in the directory, or it cannot be read
     */
    static LedgerReader open(Path directory, Clock clock) {
        try {
            return new LedgerReader(Ledger.openReadOnly(directory, clock));
        } catch (IOException e) {
            throw new InputException(
                    "no ledger can be read in '" + directory + "'; use a directory that"
                            + " 'sprint-delivery import --ledger' made",
                    e);
        }
    }

    /** The reports of closed sprints that are kept in the ledger's directory. */
    static FrozenReports frozenReports(Path directory) {
        return new FrozenReports(new KeptDocuments(directory, "reports"));
    }

    LedgerQueries queries() {
        return ledger.queries();
    }

    /**
     * Takes in what was recorded since the last call, by any process.
     *
     * @return whether answers hold all of it; false when the time was over first
     */
    boolean catchUp(Duration timeout) {
        try {
            return ledger.catchUp(timeout);
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger's journal cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** How far answers are behind. */
    LedgerStatus status() {
        try {
            return ledger.status();
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger's journal cannot be read", e);
        }
    }

    @Override
    public void close() {
        try {
            ledger.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger's temporary copy cannot be removed", e);
        }
    }
}
