package io.jenkins.plugins.sprintdelivery.core.gate;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Where the candidate's tickets stand.
 *
 * @param tickets those that the tracker knows
 * @param unknown keys that it does not know
 */
public record TicketFacts(List<Ticket> tickets, List<String> unknown) {
    public TicketFacts {
        tickets = List.copyOf(tickets);
        unknown = List.copyOf(unknown);
    }

    /** How many of all tickets, the unknown ones included. */
    String share(int part) {
        return part + " of " + Words.count(tickets.size() + unknown.size(), "ticket");
    }

    /** What is found where nothing is wrong with the tickets that are known, and some are not. */
    Finding undecidedByUnknown() {
        return new Finding(
                Finding.Outcome.UNDECIDED,
                "the tracker does not know " + share(unknown.size()),
                unknown,
                unknown.size(),
                "correct the keys, or let the tracker's user see these tickets");
    }

    /**
     * A ticket as its tracker knows it.
     *
     * @param key its key
     * @param title what it is about, may be empty
     * @param state the state it is in, as the tracker calls it
     * @param sprints ids and names of the sprints it belongs to
     * @param url where to look at it, or null
     */
    public record Ticket(String key, String title, String state, Set<String> sprints, String url) {
        public Ticket {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(state, "state");
            title = title == null ? "" : title;
            sprints = Set.copyOf(sprints);
        }

        /** The ticket in one line. */
        public String line() {
            return key + " " + state + (title.isEmpty() ? "" : ": " + title) + (url == null ? "" : " " + url);
        }
    }
}
