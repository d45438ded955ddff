package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.time.Instant;
import java.util.UUID;

/** The bytes that the journal writes for an event, to write the same where no journal is. */
public final class SampleLine {

    private SampleLine() {}

    /** A line with its line feed. */
    public static byte[] of(LedgerEvent event) {
        return JournalLine.encode(new JournalEntry(1, UUID.randomUUID(), Instant.now(), UUID.randomUUID(), event));
    }
}
