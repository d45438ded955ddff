package io.jenkins.plugins.sprintdelivery.core.tracker;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a team promised when its sprint started. It does not change afterwards.
 *
 * @param sprintId which sprint
 * @param asOf the moment that it holds for
 * @param basis how it was found
 * @param keys the tickets that were in the sprint then
 */
public record SprintCommitment(String sprintId, Instant asOf, Basis basis, Set<String> keys) {

    /** How a commitment was found. */
    public enum Basis {
        /** Read from the tracker near the start, and kept. */
        SNAPSHOT,
        /** Worked out later from the tracker's own history. */
        HISTORY
    }

    public SprintCommitment {
        Objects.requireNonNull(sprintId, "sprintId");
        Objects.requireNonNull(asOf, "asOf");
        Objects.requireNonNull(basis, "basis");
        keys = Set.copyOf(keys);
    }

    /** Freezes what is in the sprint now; for a sprint that is just starting. */
    public static SprintCommitment frozen(TrackedSprint sprint, Collection<TrackedTicket> tickets, Instant now) {
        Set<String> keys = new LinkedHashSet<>();
        tickets.forEach(ticket -> keys.add(ticket.key()));
        return new SprintCommitment(sprint.id(), now, Basis.SNAPSHOT, keys);
    }

    /**
     * Works out from the tracker's history what was in the sprint when it started.
     *
     * @param tickets those in the sprint now, and others that may have been in it
     * @param changes how they moved; a ticket without any has been where it is since it was made
     * @throws IllegalArgumentException if the sprint has no start
     */
    public static SprintCommitment fromHistory(
            TrackedSprint sprint, Collection<TrackedTicket> tickets, Map<String, List<SprintChange>> changes) {
        if (sprint.start() == null) {
            throw new IllegalArgumentException("sprint '" + sprint.name() + "' has no start to look back to");
        }
        Set<String> keys = new LinkedHashSet<>();
        for (TrackedTicket ticket : tickets) {
            if (wasIn(sprint, ticket, changes.getOrDefault(ticket.key(), List.of()))) {
                keys.add(ticket.key());
            }
        }
        return new SprintCommitment(sprint.id(), sprint.start(), Basis.HISTORY, keys);
    }

    private static boolean wasIn(TrackedSprint sprint, TrackedTicket ticket, List<SprintChange> changes) {
        Instant start = sprint.start();
        if (ticket.created() != null && ticket.created().isAfter(start)) {
            return false;
        }
        SprintChange last = null;
        for (SprintChange change : changes) {
            if (change.at().isAfter(start)) {
                // the first change after the start tells what was before it, should none before it have been kept
                return last == null
                        ? SprintChange.names(change.before(), sprint)
                        : SprintChange.names(last.after(), sprint);
            }
            last = change;
        }
        return last == null ? isIn(sprint, ticket) : SprintChange.names(last.after(), sprint);
    }

    private static boolean isIn(TrackedSprint sprint, TrackedTicket ticket) {
        return ticket.sprints().stream().anyMatch(reference -> reference.isOf(sprint));
    }
}
