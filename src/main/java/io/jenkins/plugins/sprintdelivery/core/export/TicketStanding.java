package io.jenkins.plugins.sprintdelivery.core.export;

import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.TicketProgress;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * How far a ticket has come, and what stands out of it.
 *
 * @param key see {@link TicketProgress}, as all that follows up to {@code commits}
 * @param marks what stands out of it; empty also where no tracker said anything of the sprint
 * @param waitsFor keys of the tickets that it waits for, by its tracker's links
 */
public record TicketStanding(
        String key,
        Environment furthest,
        Instant since,
        int builds,
        int commits,
        List<TicketMark> marks,
        List<String> waitsFor) {
    public TicketStanding {
        Objects.requireNonNull(key, "key");
        marks = marks == null ? List.of() : List.copyOf(marks);
        waitsFor = waitsFor == null ? List.of() : List.copyOf(waitsFor);
    }

    /** The standing of a ticket. */
    public static TicketStanding of(TicketProgress ticket, List<TicketMark> marks, List<String> waitsFor) {
        return new TicketStanding(
                ticket.key(), ticket.furthest(), ticket.since(), ticket.builds(), ticket.commits(), marks, waitsFor);
    }

    /** Its marks in words. */
    String markWords() {
        return marks.stream().map(TicketMark::words).collect(Collectors.joining("; "));
    }
}
