package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerLockedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Which ledger a command is about, which is there already, and what to say where it cannot be had. */
final class LedgerOption {

    /** A ledger of a million builds is made anew in far less. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Option(names = "--ledger", required = true, paramLabel = "DIR", description = "The ledger's directory.")
    private Path directory;

    /**
     * The directory.
     *
     * @throws InputException if it is none
     */
    Path directory() {
        if (!Files.isDirectory(directory)) {
            throw new InputException("there is no directory '" + directory + "'; name a ledger's directory");
        }
        return directory;
    }

    /**
     * Opens it for reading, as it is at the moment.
     *
     * @throws InputException if there is none, or it cannot be read
     */
    LedgerReader open(Clock clock) {
        return LedgerReader.open(directory, clock);
    }

    /**
     * Opens it for reading, with everything that was recorded; waits for that some minutes.
     *
     * @throws InputException if there is none, it cannot be read, or that takes longer
     */
    LedgerReader openCurrent(Clock clock) {
        LedgerReader ledger = open(clock);
        if (!ledger.catchUp(PATIENCE)) {
            ledger.close();
            throw new InputException("the ledger in '" + directory + "' did not catch up with its journal within "
                    + PATIENCE.toMinutes() + " minutes; try again");
        }
        return ledger;
    }

    /** What went wrong with the ledger, for people. */
    static InputException wrong(IOException problem) {
        if (problem instanceof LedgerLockedException) {
            return new InputException(
                    problem.getMessage() + ". Of a running Jenkins, use the page Sprint Delivery under Manage Jenkins",
                    problem);
        }
        return new InputException(problem.getMessage(), problem);
    }
}
