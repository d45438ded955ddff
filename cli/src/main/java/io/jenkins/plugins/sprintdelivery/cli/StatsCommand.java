package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.board.DeliveryBoard;
import io.jenkins.plugins.sprintdelivery.core.board.UnknownChoiceException;
import io.jenkins.plugins.sprintdelivery.core.board.Wanted;
import io.jenkins.plugins.sprintdelivery.core.export.CsvReport;
import io.jenkins.plugins.sprintdelivery.core.export.MarkdownReport;
import io.jenkins.plugins.sprintdelivery.core.export.SprintReport;
import io.jenkins.plugins.sprintdelivery.core.export.TextReport;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints every metric of a sprint or a period. */
@Command(
        name = "stats",
        description = {
            "Delivery metrics of a sprint or a period, each with its sample and what was left out.",
            "Without --sprint, --since and --until: the current sprint, otherwise the one that began last, otherwise"
                    + " the last 30 days."
        },
        mixinStandardHelpOptions = true)
final class StatsCommand implements Callable<Integer> {

    @Mixin
    private LedgerOption ledgerOption;

    @Mixin
    private ScopeOptions scope;

    @ArgGroup
    private Format format;

    @Spec
    private CommandSpec spec;

    private final Clock clock = Clock.systemDefaultZone();

    private static final class Format {
        @Option(names = "--json", description = "Print the whole report as one JSON document.")
        private boolean json;

        @Option(names = "--csv", description = "Print the metrics as CSV.")
        private boolean csv;

        @Option(names = "--markdown", description = "Print the whole report as Markdown.")
        private boolean markdown;

        private String of(SprintReport report) {
            if (json) {
                return report.json() + System.lineSeparator();
            }
            return csv ? CsvReport.metrics(report) : MarkdownReport.of(report);
        }
    }

    @Override
    public Integer call() {
        Wanted wanted = scope.wanted(clock.getZone());
        PrintWriter out = spec.commandLine().getOut();
        try (LedgerReader ledger = ledgerOption.openCurrent(clock)) {
            SprintReport report = new DeliveryBoard(
                            ledger.queries(), clock, LedgerReader.frozenReports(ledgerOption.directory()))
                    .report(wanted);
            out.print(format == null ? TextReport.of(report) : format.of(report));
            out.flush();
            return 0;
        } catch (UnknownChoiceException e) {
            throw new InputException(e.getMessage(), e);
        }
    }
}
