package io.jenkins.plugins.sprintdelivery.core.tracker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A sprint's tickets against what was promised: committed, added and removed afterwards, carried over from an earlier
 * sprint and into a later one. A ticket that is carried over counts for each sprint it was in.
 *
 * @param sprint which sprint
 * @param commitment what was promised
 * @param tickets those in the sprint now
 * @param changes what came and left after the start, oldest first
 */
public record SprintScope(
        TrackedSprint sprint, SprintCommitment commitment, List<TrackedTicket> tickets, List<ScopeChange> changes) {

    public SprintScope {
        Objects.requireNonNull(sprint, "sprint");
        Objects.requireNonNull(commitment, "commitment");
        tickets = List.copyOf(tickets);
        changes = List.copyOf(changes);
    }

    /**
     * Compares a sprint with its commitment.
     *
     * @param tickets those in the sprint now
     * @param moves how tickets moved between sprints, as far as the tracker keeps it; what it does not keep is found by
     *     comparing, without who and when
     */
    public static SprintScope of(
            TrackedSprint sprint,
            SprintCommitment commitment,
            Collection<TrackedTicket> tickets,
            Map<String, List<SprintChange>> moves) {
        Map<String, TrackedTicket> now = new LinkedHashMap<>();
        tickets.forEach(ticket -> now.put(ticket.key(), ticket));
        Set<String> keys = new LinkedHashSet<>(now.keySet());
        keys.addAll(commitment.keys());
        keys.addAll(moves.keySet());
        List<ScopeChange> changes = new ArrayList<>();
        for (String key : keys) {
            changes.addAll(changesOf(key, sprint, commitment, now.get(key), moves.getOrDefault(key, List.of())));
        }
        changes.sort(ScopeChange.BY_TIME);
        return new SprintScope(sprint, commitment, List.copyOf(now.values()), changes);
    }

    private static List<ScopeChange> changesOf(
            String key,
            TrackedSprint sprint,
            SprintCommitment commitment,
            TrackedTicket ticket,
            List<SprintChange> moves) {
        List<ScopeChange> changes = new ArrayList<>();
        boolean in = commitment.keys().contains(key);
        for (SprintChange move : moves) {
            boolean during = move.at().isAfter(commitment.asOf()) && !isOver(sprint, move.at());
            if (during && !in && move.entered(sprint)) {
                changes.add(new ScopeChange(key, ScopeChange.Kind.ADDED, move.at(), move.by()));
                in = true;
            } else if (during && move.left(sprint)) {
                if (!in) {
                    // made inside the sprint: trackers keep no move for that
                    changes.add(new ScopeChange(key, ScopeChange.Kind.ADDED, createdAt(ticket), createdBy(ticket)));
                }
                changes.add(new ScopeChange(key, ScopeChange.Kind.REMOVED, move.at(), move.by()));
                in = false;
            }
        }
        if (!in && ticket != null) {
            boolean made = ticket.created() != null && ticket.created().isAfter(commitment.asOf()) && moves.isEmpty();
            changes.add(new ScopeChange(
                    key, ScopeChange.Kind.ADDED, made ? ticket.created() : null, made ? ticket.reporter() : null));
        } else if (in && ticket == null) {
            changes.add(new ScopeChange(key, ScopeChange.Kind.REMOVED, null, null));
        }
        return changes;
    }

    // what moves once a sprint is closed goes to the next one: it is carried over, not removed
    private static boolean isOver(TrackedSprint sprint, Instant moment) {
        Instant end = sprint.closedAt();
        return end != null && !moment.isBefore(end);
    }

    private static Instant createdAt(TrackedTicket ticket) {
        return ticket == null ? null : ticket.created();
    }

    private static String createdBy(TrackedTicket ticket) {
        return ticket == null ? null : ticket.reporter();
    }

    /** The committed tickets that are still in the sprint. */
    public List<TrackedTicket> committed() {
        return tickets.stream()
                .filter(ticket -> commitment.keys().contains(ticket.key()))
                .toList();
    }

    /** The tickets in the sprint that were not committed. */
    public List<TrackedTicket> added() {
        return tickets.stream()
                .filter(ticket -> !commitment.keys().contains(ticket.key()))
                .toList();
    }

    /** The tickets that were in an earlier sprint too. */
    public List<TrackedTicket> carriedIn() {
        return tickets.stream().filter(ticket -> position(ticket) > 0).toList();
    }

    /** The tickets that went on into a later sprint. */
    public List<TrackedTicket> carriedOut() {
        return tickets.stream()
                .filter(ticket -> position(ticket) >= 0
                        && position(ticket) < ticket.sprints().size() - 1)
                .toList();
    }

    private int position(TrackedTicket ticket) {
        for (int i = 0; i < ticket.sprints().size(); i++) {
            if (ticket.sprints().get(i).isOf(sprint)) {
                return i;
            }
        }
        return -1;
    }
}
