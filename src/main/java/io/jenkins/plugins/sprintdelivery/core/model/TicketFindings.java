package io.jenkins.plugins.sprintdelivery.core.model;

import java.util.List;

/**
 * What a search for tickets found.
 *
 * @param tickets the tickets in the order of discovery, each once
 * @param rejected the look-alikes in the order of discovery, each once
 */
public record TicketFindings(List<TicketReference> tickets, List<RejectedReference> rejected) {

    /** Nothing found. */
    public static final TicketFindings NONE = new TicketFindings(List.of(), List.of());

    public TicketFindings {
        tickets = List.copyOf(tickets);
        rejected = List.copyOf(rejected);
    }

    /** The keys alone. */
    public List<String> keys() {
        return tickets.stream().map(TicketReference::key).toList();
    }
}
