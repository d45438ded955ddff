package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import io.jenkins.plugins.sprintdelivery.core.outbox.OutboxRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands share that deliver what waits in a ledger's outbox: whose it is, and how the outcome is shown. */
final class OutboxOptions {

    private static final int EXIT_UNWELL = 1;
    private static final int MAX_SHOWN = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Mixin
    private WrittenLedgerOption ledgerOption;

    @Option(names = "--list", description = "Deliver nothing; show where the newest messages stand.")
    private boolean list;

    @Option(names = "--json", description = "Print one JSON document and nothing else on standard output.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** Delivers what waits. */
    interface Delivery {
        OutboxRun run(Clock clock) throws IOException, InterruptedException;
    }

    /** Delivers, unless nothing is to be, and shows where each message stands; returns the exit status. */
    int call(Delivery delivery) {
        Clock clock = Clock.systemUTC();
        try {
            List<OutboxEntry> entries =
                    list ? newest(clock) : delivery.run(clock).tried();
            print(entries);
            return list || entries.stream().allMatch(entry -> entry.state() == OutboxEntry.State.DELIVERED)
                    ? 0
                    : EXIT_UNWELL;
        } catch (IOException e) {
            throw LedgerOption.wrong(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InputException("the delivery was interrupted; run it again, nothing is lost", e);
        }
    }

    /** The ledger, ready to be asked; to be closed. */
    Ledger openLedger(Clock clock) throws IOException, InterruptedException {
        Ledger ledger = ledgerOption.open(clock);
        if (!ledger.catchUp(PATIENCE)) {
            ledger.close();
            throw behind();
        }
        return ledger;
    }

    private List<OutboxEntry> newest(Clock clock) throws IOException, InterruptedException {
        try (LedgerReader ledger = LedgerReader.open(ledgerOption.directory(), clock)) {
            if (!ledger.catchUp(PATIENCE)) {
                throw behind();
            }
            return ledger.queries().outbox(MAX_SHOWN);
        }
    }

    private static InputException behind() {
        return new InputException("the ledger's database did not catch up with its journal; try again");
    }

    private void print(List<OutboxEntry> entries) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            JsonOutput.print(entries, out);
            return;
        }
        if (entries.isEmpty()) {
            out.println(list ? "Nothing was told to anybody." : "There is nothing to tell.");
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
