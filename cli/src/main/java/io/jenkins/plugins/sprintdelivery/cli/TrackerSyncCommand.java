package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.cli.tracker.PromptTrackers;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.promise.PromiseKeeper;
import io.jenkins.plugins.sprintdelivery.core.promise.PromiseLook;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.TrackerSite;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Brings what the trackers say of their sprints into the ledger. */
@Command(
        name = "sync",
        description = {
            "Brings the sprints of the trackers' boards into the ledger: what was committed, what came and left, what"
                    + " is done, what was carried over.",
            "Run it at the start of a sprint at the latest, and every quarter of an hour to know when something changed."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:all is well", "1:a tracker did not answer", "2:wrong usage or unreadable input"})
final class TrackerSyncCommand implements Callable<Integer> {

    private static final int EXIT_UNWELL = 1;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Mixin
    private TrackerOptions options;

    @Mixin
    private WrittenLedgerOption ledgerOption;

    @Option(names = "--json", description = "Print one JSON document and nothing else on standard output.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Clock clock = Clock.systemUTC();
        List<PromiseLook> looks = new ArrayList<>();
        try (PromptTrackers trackers = options.open(clock);
                Ledger ledger = ledgerOption.open(clock)) {
            List<TrackerSite> sites = options.chosen(trackers.sites()).stream()
                    .filter(site -> site.settings().board() != null)
                    .toList();
            if (sites.isEmpty()) {
                throw new InputException("no tracker has a board; add 'board' to its settings");
            }
            if (!ledger.catchUp(PATIENCE)) {
                throw new InputException("the ledger's database did not catch up with its journal; try again");
            }
            PromiseKeeper keeper = new PromiseKeeper(ledger, clock);
            for (TrackerSite site : sites) {
                looks.add(keeper.look(site, site.settings().name()));
            }
        } catch (IOException e) {
            throw LedgerOption.wrong(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InputException("the look at the trackers was interrupted; run it again", e);
        }
        print(looks);
        return looks.stream().allMatch(look -> look.failure() == null) ? 0 : EXIT_UNWELL;
    }

    private void print(List<PromiseLook> looks) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonOutput.print(looks, out);
            return;
        }
        for (PromiseLook look : looks) {
            out.println(PlainText.of(look.site() + ": " + names(look.sprints(), "looked at", "no sprint to look at")
                    + names(look.committed(), "; commitment recorded of", "")
                    + names(look.changed(), "; changed", "; nothing changed")));
            if (look.failure() != null) {
                out.println("  " + PlainText.of(look.failure()));
            }
        }
        out.flush();
    }

    private static String names(List<String> names, String what, String none) {
        return names.isEmpty() ? none : what + " " + String.join(", ", names);
    }
}
