package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import java.time.Instant;
import java.util.List;

/**
 * Something that is told to a tracker, and where that stands; see {@link OutboxEntry} for each.
 */
public record OutboxView(
        String id,
        String site,
        OutboxEntry.Kind kind,
        String subject,
        String ticket,
        String said,
        long sequence,
        OutboxEntry.State state,
        int attempts,
        Instant at,
        Instant due,
        String message,
        List<String> unknownKeys) {
    public OutboxView {
        unknownKeys = List.copyOf(unknownKeys);
    }

    static OutboxView of(OutboxEntry entry) {
        return new OutboxView(
                entry.id(),
                entry.site(),
                entry.kind(),
                entry.subject(),
                entry.ticket(),
                entry.said(),
                entry.sequence(),
                entry.state(),
                entry.attempts(),
                entry.at(),
                entry.due(),
                entry.message(),
                entry.unknownKeys());
    }
}
