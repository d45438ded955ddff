package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.cli.tracker.PromptTrackers;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import io.jenkins.plugins.sprintdelivery.core.outbox.Outbox;
import io.jenkins.plugins.sprintdelivery.core.outbox.OutboxRun;
import io.jenkins.plugins.sprintdelivery.core.outbox.OutboxSite;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells the trackers what the ledger knows and they were not told. */
@Command(
        name = "push",
        description = {
            "Tells the trackers what was built and deployed, as far as their 'write' says so, and shows where each message"
                    + " stands.",
            "What could not be delivered is tried again by the next run."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:all is well", "1:something was not delivered", "2:wrong usage or unreadable input"})
final class TrackerPushCommand implements Callable<Integer> {

    private static final int EXIT_UNWELL = 1;
    private static final int MAX_SHOWN = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Mixin
    private TrackerOptions options;

    @Option(names = "--ledger", required = true, paramLabel = "DIR", description = "The ledger's directory.")
    private Path directory;

    @Option(names = "--list", description = "Deliver nothing; show where the newest messages stand.")
    private boolean list;

    @Option(names = "--json", description = "Print one JSON document and nothing else on standard output.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Clock clock = Clock.systemUTC();
        try {
            List<OutboxEntry> entries = list ? newest(clock) : push(clock);
            print(entries);
            return list || entries.stream().allMatch(entry -> entry.state() == OutboxEntry.State.DELIVERED)
                    ? 0
                    : EXIT_UNWELL;
        } catch (IOException e) {
            throw new LedgerOption().wrong(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InputException("the delivery was interrupted; run it again, nothing is lost", e);
        }
    }

    private List<OutboxEntry> newest(Clock clock) throws IOException, InterruptedException {
        try (LedgerReader ledger = LedgerReader.open(directory, clock)) {
            if (!ledger.catchUp(PATIENCE)) {
                throw new InputException("the ledger's database did not catch up with its journal; try again");
            }
            return ledger.queries().outbox(MAX_SHOWN);
        }
    }

    private List<OutboxEntry> push(Clock clock) throws IOException, InterruptedException {
        try (PromptTrackers trackers = options.open(clock);
                Ledger ledger = Ledger.open(directory, clock)) {
            List<String> chosen = options.chosen(trackers.sites()).stream()
                    .map(site -> site.settings().name())
                    .toList();
            List<OutboxSite> sites = trackers.written().stream()
                    .filter(site -> chosen.contains(site.name()))
                    .toList();
            if (sites.isEmpty()) {
                throw new InputException("nothing is written to any tracker; add 'write' to its settings");
            }
            if (!ledger.catchUp(PATIENCE)) {
                throw new InputException("the ledger's database did not catch up with its journal; try again");
            }
            OutboxRun run = new Outbox(ledger, sites, clock).run();
            return run.tried();
        }
    }

    private void print(List<OutboxEntry> entries) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonOutput.print(entries, out);
            return;
        }
        if (entries.isEmpty()) {
            out.println(list ? "Nothing was told to any tracker." : "There is nothing to tell.");
        }
        for (OutboxEntry entry : entries) {
            out.println(PlainText.of(entry.site() + ": " + entry.kind() + " "
                    + (entry.ticket() == null ? "" : entry.ticket() + " ") + entry.subject() + " " + entry.said() + ": "
                    + entry.state()
                    + (entry.due() == null ? "" : ", next attempt " + entry.due())
                    + (entry.message() == null ? "" : "; " + entry.message())
                    + (entry.unknownKeys().isEmpty()
                            ? ""
                            : "; it does not know " + String.join(", ", entry.unknownKeys()))));
        }
        out.flush();
    }
}
