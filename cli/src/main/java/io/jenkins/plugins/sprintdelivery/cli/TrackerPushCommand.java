package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.cli.tracker.PromptTrackers;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.outbox.Outbox;
import io.jenkins.plugins.sprintdelivery.core.outbox.OutboxRun;
import io.jenkins.plugins.sprintdelivery.core.outbox.OutboxSite;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

    @Mixin
    private TrackerOptions options;

    @Mixin
    private OutboxOptions outbox;

    @Override
    public Integer call() {
        return outbox.call(this::push);
    }

    private OutboxRun push(Clock clock) throws IOException, InterruptedException {
        try (PromptTrackers trackers = options.open(clock);
                Ledger ledger = outbox.openLedger(clock)) {
            List<String> chosen = options.chosen(trackers.sites()).stream()
                    .map(site -> site.settings().name())
                    .toList();
            List<OutboxSite> sites = trackers.written().stream()
                    .filter(site -> chosen.contains(site.name()))
                    .toList();
            if (sites.isEmpty()) {
                throw new InputException("nothing is written to any tracker; add 'write' to its settings");
            }
            return new Outbox(ledger, sites, clock).run();
        }
    }
}
