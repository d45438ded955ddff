package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.CompactionReport;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.CompactionRules;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.Throttle;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    @Mixin
    private SummaryOutput output;

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() {
        CompactionReport report;
        try (Ledger open = Ledger.openExisting(ledger.directory(), clock, CompactionRules.ON_DEMAND)) {
            report = open.compact(Throttle.none(), output.progress("compacted", "months"));
        } catch (IOException e) {
            throw LedgerOption.wrong(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InputException("the compaction was interrupted; what was done stays, run it again", e);
        }
        output.print(
                report,
                report.problems(),
                "Archived " + report.archived().size() + " months, rewrote "
                        + report.rewritten().size() + ", removed "
                        + report.removed().size() + "; "
                        + report.bytesBefore() + " bytes became " + report.bytesAfter() + ".");
        return report.problems().isEmpty() ? 0 : EXIT_LEFT;
    }
}
