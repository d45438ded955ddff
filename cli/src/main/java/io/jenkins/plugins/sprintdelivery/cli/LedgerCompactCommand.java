package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.ledger.CompactionReport;
import io.jenkins.plugins.sprintdelivery.core.ledger.CompactionRules;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.Throttle;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Moves a ledger's closed months into archives. */
@Command(
        name = "compact",
        description = {
            "Moves closed months of a ledger's journal into archives. Jenkins does so by itself while it runs.",
            "Exit status 1 where a month was left as it is."
        },
        mixinStandardHelpOptions = true)
final class LedgerCompactCommand implements Callable<Integer> {

    private static final int EXIT_LEFT = 1;

    @Mixin
    private LedgerOption ledger;

    @Option(names = "--json", description = "Print a summary as one JSON document.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() {
        CompactionReport report;
        try (Ledger open = Ledger.openExisting(ledger.directory(), clock, CompactionRules.ON_DEMAND)) {
            report = open.compact(
                    Throttle.none(), new ProgressLine(spec.commandLine().getErr(), "compacted", "months"));
        } catch (IOException e) {
            throw ledger.wrong(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InputException("the compaction was interrupted; what was done stays, run it again", e);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonOutput.print(report, out);
        } else {
            report.problems().forEach(problem -> out.println(PlainText.of(problem.toString())));
            out.println("Archived " + report.archived().size() + " months, rewrote "
                    + report.rewritten().size() + ", removed "
                    + report.removed().size() + "; "
                    + report.bytesBefore() + " bytes became " + report.bytesAfter() + ".");
            out.flush();
        }
        return report.problems().isEmpty() ? 0 : EXIT_LEFT;
    }
}
