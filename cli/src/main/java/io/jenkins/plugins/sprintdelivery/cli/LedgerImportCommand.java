package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.MergeReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings an export into a ledger. */
@Command(
        name = "import",
        description = {
            "Brings what 'ledger export' wrote into a ledger. Running it twice changes nothing.",
            "Exit status 2 where a line is damaged; the others are recorded all the same."
        },
        mixinStandardHelpOptions = true)
final class LedgerImportCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Mixin
    private WrittenLedgerOption ledger;

    @Option(names = "--from", required = true, paramLabel = "FILE", description = "What 'ledger export' wrote.")
    private Path file;

    @Mixin
    private SummaryOutput output;

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() {
        if (!Files.isRegularFile(file)) {
            throw new InputException("there is no file '" + file + "'");
        }
        MergeReport report;
        try (Ledger open = ledger.open(clock)) {
            report = open.merge(file, output.progress("imported", "lines"));
            open.catchUp(PATIENCE);
        } catch (IOException e) {
            throw LedgerOption.wrong(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InputException("the import was interrupted; run it again, nothing is recorded twice", e);
        }
        output.print(
                report,
                report.problems(),
                "Read " + report.read() + " lines of controller " + report.source() + "; recorded "
                        + report.recorded() + " new, " + report.known() + " were known"
                        + (report.damaged() == 0 ? "." : ", " + report.damaged() + " damaged ones were left out."));
        return report.damaged() == 0 ? 0 : SprintDeliveryCommand.EXIT_INPUT;
    }
}
