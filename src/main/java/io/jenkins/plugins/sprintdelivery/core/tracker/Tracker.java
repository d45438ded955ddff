package io.jenkins.plugins.sprintdelivery.core.tracker;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Reads sprints and tickets from one place where teams plan.
 *
 * <p>A call may take as long as its requests' time-outs and retries allow, so that it belongs on a thread of its own;
 * who must not wait asks a {@link io.jenkins.plugins.sprintdelivery.core.tracker.site.TrackerSite} instead. Every
 * method reads all pages there are, within bounds, and ends with a {@link TrackerException} and no other exception
 * where the tracker does not answer as it should. Thread-safe.
 */
public interface Tracker {

    /** Whose credentials are used, in words, such as {@code Ada Lovelace}. */
    String account();

    /**
     * The boards that one can choose from.
     *
     * @param search a part of a board's name in any case; empty for all
     * @return at most {@value #MAX_BOARDS}
     */
    List<Board> boards(String search);

    /**
     * All sprints of a board, in the order of their start; those without dates come last.
     *
     * @param board its id, as {@link Board#id()} spells it
     */
    List<TrackedSprint> sprints(String board);

    /**
     * The tickets with these keys, in batches. A key that the tracker does not know, or keeps to itself, is left out.
     *
     * @param keys in the spelling of {@link io.jenkins.plugins.sprintdelivery.core.model.TicketReference#key()}
     */
    List<TrackedTicket> tickets(Collection<String> keys);

    /** The tickets that are in the sprint now. */
    List<TrackedTicket> ticketsOf(TrackedSprint sprint);

    /**
     * How tickets moved between sprints, oldest change first, as far as the tracker keeps it. A ticket that never moved
     * is left out.
     *
     * @return empty where the tracker keeps no history
     */
    default Map<String, List<SprintChange>> sprintChanges(Collection<String> keys) {
        return Map.of();
    }

    /** Whether {@link #sprintChanges} can say anything. */
    default boolean keepsSprintHistory() {
        return false;
    }

    /** More boards than this are not offered; a search narrows them. */
    int MAX_BOARDS = 200;
}
