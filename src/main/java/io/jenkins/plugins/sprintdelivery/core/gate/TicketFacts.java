package io.jenkins.plugins.sprintdelivery.core.gate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * Where the candidate's tickets stand.
 *
 * @param tickets those that a tracker knows
 * @param unknown keys that their tracker does not know
 * @param silences what no tracker says now
 */
public record TicketFacts(List<Ticket> tickets, List<String> unknown, List<TrackerSilence> silences) {
    public TicketFacts {
        tickets = List.copyOf(tickets);
        unknown = List.copyOf(unknown);
        silences = List.copyOf(silences);
    }

    /** What trackers say that all answered. */
    public TicketFacts(List<Ticket> tickets, List<String> unknown) {
        this(tickets, unknown, List.of());
    }

    /** What is found of a candidate that carries no ticket, or of which nobody knows; nothing where it carries some. */
    static Optional<Finding> withoutTickets(ReleaseCandidate candidate) {
        if (candidate.tickets() == null) {
            return Optional.of(Finding.undecided("nobody has read which tickets the release carries")
                    .orElse("tag the build before the gate"));
        }
        return candidate.tickets().isEmpty() ? Optional.of(Finding.holds("it carries no ticket")) : Optional.empty();
    }

    /**
     * Whether no ticket is wrong. One that is known to be wrong is worse than one of which nothing is known.
     *
     * @param wrong tells which ticket is not as it should be
     * @param suffix what is wrong with it, in words
     * @param remedy what to do about so many wrong ones
     */
    Finding judge(Predicate<Ticket> wrong, String suffix, IntFunction<String> remedy) {
        List<Ticket> found = tickets.stream().filter(wrong).toList();
        if (found.isEmpty()) {
            Optional<TrackerSilence> silence = TrackerSilence.unanswered(silences);
            if (silence.isPresent()) {
                return silence.get().undecided();
            }
            if (!unknown.isEmpty()) {
                return undecidedByUnknown();
            }
        }
        List<Ticket> shown = found.isEmpty() ? tickets : found;
        List<String> evidence =
                new ArrayList<>(silences.stream().map(TrackerSilence::reason).toList());
        shown.stream().map(Ticket::line).forEach(evidence::add);
        return Finding.of(found.isEmpty(), share(found.size()) + " " + suffix + lastKnown(), evidence)
                .orElse(remedy.apply(found.size()));
    }

    private String lastKnown() {
        return tickets.stream().anyMatch(ticket -> ticket.asOf() != null) ? ", by the last answer known" : "";
    }

    /** How many of all tickets, those included of which nothing is known. */
    private String share(int part) {
        int silent = silences.stream()
                .mapToInt(silence -> silence.unanswered().size())
                .sum();
        return part + " of " + Words.count(tickets.size() + unknown.size() + silent, "ticket");
    }

    private Finding undecidedByUnknown() {
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
     * @param asOf when the tracker said so, where that is not its present word, or null
     */
    public record Ticket(String key, String title, String state, Set<String> sprints, String url, Instant asOf) {
        public Ticket {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(state, "state");
            title = title == null ? "" : title;
            sprints = Set.copyOf(sprints);
        }

        /** A ticket by its tracker's present word. */
        public Ticket(String key, String title, String state, Set<String> sprints, String url) {
            this(key, title, state, sprints, url, null);
        }

        /** The ticket in one line, with its address at the end. */
        public String line() {
            return key + " " + state + (asOf == null ? "" : ", as the tracker said at " + Words.of(asOf))
                    + (title.isEmpty() ? "" : ": " + title) + (url == null ? "" : " " + url);
        }
    }
}
