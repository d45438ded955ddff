package io.jenkins.plugins.sprintdelivery.core.gate;

import java.util.List;

/**
 * The open tickets that forbid a release.
 *
 * @param open the tickets
 * @param silences what no tracker says now
 */
public record BlockerFacts(List<TicketFacts.Ticket> open, List<TrackerSilence> silences) {
    public BlockerFacts {
        open = List.copyOf(open);
        silences = List.copyOf(silences);
    }

    /** What trackers say that all answered. */
    public BlockerFacts(List<TicketFacts.Ticket> open) {
        this(open, List.of());
    }
}
