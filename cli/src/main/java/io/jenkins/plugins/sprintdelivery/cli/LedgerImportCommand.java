package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.MergeReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

    @Option(
            names = "--ledger",
            required = true,
            paramLabel = "DIR",
            description = "The ledger's directory; made where there is none.")
    private Path directory;

    @Option(names = "--from", required = true, paramLabel = "FILE", description = "What 'ledger export' wrote.")
    private Path file;

    @Option(names = "--json", description = "Print a summary as one JSON document.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() {
        if (!Files.isRegularFile(file)) {
            throw new InputException("there is no file '" + file + "'");
        }
        MergeReport report;
        try (Ledger ledger = Ledger.open(directory, clock)) {
            report = ledger.merge(file, new ProgressLine(spec.commandLine().getErr(), "imported", "lines"));
            ledger.catchUp(PATIENCE);
        } catch (IOException e) {
            throw new LedgerOption().wrong(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InputException("the import was interrupted; run it again, nothing is recorded twice", e);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonOutput.print(report, out);
        } else {
            report.problems().forEach(problem -> out.println(PlainText.of(problem.toString())));
            out.println("Read " + report.read() + " lines of controller " + report.source() + "; recorded "
                    + report.recorded() + " new, " + report.known() + " were known"
                    + (report.damaged() == 0 ? "." : ", " + report.damaged() + " damaged ones were left out."));
            out.flush();
        }
        return report.damaged() == 0 ? 0 : SprintDeliveryCommand.EXIT_INPUT;
    }
}
