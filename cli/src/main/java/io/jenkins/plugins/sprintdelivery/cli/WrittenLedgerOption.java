package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine.Option;

/** Which ledger a command writes to, made where there is none. */
final class WrittenLedgerOption {

    @Option(
            names = "--ledger",
            required = true,
            paramLabel = "DIR",
            description = "The ledger's directory; made where there is none.")
    private Path directory;

    Path directory() {
        return directory;
    }

    /** Opens it for writing; what goes wrong becomes {@link LedgerOption#wrong}. */
    Ledger open(Clock clock) throws IOException {
        return Ledger.open(directory, clock);
    }
}
