package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.time.Instant;
import java.util.UUID;

/**
 * An event as the journal holds it.
 *
 * @param v version of the line's schema
 * @param id unique, rising with time
 * @param time when it was appended
 * @param controller identity of the controller that appended it
 * @param event what is recorded
 */
public record JournalEntry(int v, UUID id, Instant time, UUID controller, LedgerEvent event) {

    /** The same entry about another event. */
    JournalEntry with(LedgerEvent other) {
        return new JournalEntry(v, id, time, controller, other);
    }
}
