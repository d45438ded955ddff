package io.jenkins.plugins.sprintdelivery.core.gate;

import java.util.List;

/**
 * The open tickets that forbid a release.
 *
 * @param open the tickets
 */
public record BlockerFacts(List<TicketFacts.Ticket> open) {
    public BlockerFacts {
        open = List.copyOf(open);
    }
}
