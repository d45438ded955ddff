package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerLockedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which ledger a command of {@code ledger} is about, and what to say where it cannot be had. */
final class LedgerOption {

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
