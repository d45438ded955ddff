package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.ledger.LedgerRebuild;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a ledger's database anew from its journal. */
@Command(
        name = "rebuild",
        description = {"Makes a ledger's database anew from its journal.", "Nobody else may write the ledger meanwhile."
        },
        mixinStandardHelpOptions = true)
final class LedgerRebuildCommand implements Callable<Integer> {

    @Mixin
    private LedgerOption ledger;

    @Option(names = "--json", description = "Print a summary as one JSON document.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() {
        LedgerRebuild.Report report;
        try {
            report = LedgerRebuild.run(
                    ledger.directory(),
                    clock,
                    new ProgressLine(spec.commandLine().getErr(), "rebuilt", "lines"));
        } catch (IOException e) {
            throw ledger.wrong(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InputException("the rebuild was interrupted; whoever opens the ledger next goes on with it", e);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonOutput.print(report, out);
        } else {
            report.problems().forEach(problem -> out.println(PlainText.of(problem.toString())));
            out.println("Rebuilt from " + report.lines() + " lines.");
            out.flush();
        }
        return 0;
    }
}
