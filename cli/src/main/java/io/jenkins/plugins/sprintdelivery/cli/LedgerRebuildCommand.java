package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.ledger.LedgerRebuild;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes a ledger's database anew from its journal. */
@Command(
        name = "rebuild",
        description = {"Makes a ledger's database anew from its journal.", "Nobody else may write the ledger meanwhile."
        },
        mixinStandardHelpOptions = true)
final class LedgerRebuildCommand implements Callable<Integer> {

    @Mixin
    private LedgerOption ledger;

    @Mixin
    private SummaryOutput output;

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() {
        LedgerRebuild.Report report;
        try {
            report = LedgerRebuild.run(ledger.directory(), clock, output.progress("rebuilt", "lines"));
        } catch (IOException e) {
            throw LedgerOption.wrong(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InputException("the rebuild was interrupted; whoever opens the ledger next goes on with it", e);
        }
        output.print(report, report.problems(), "Rebuilt from " + report.lines() + " lines.");
        return 0;
    }
}
