package io.jenkins.plugins.sprintdelivery.core.tracker;

import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * A sprint as a tracker knows it, which may be without dates.
 *
 * @param id unique within its tracker
 * @param name what people call it
 * @param board the id of the board it was read from
 * @param goal what the team promised, or null
 * @param state where it stands by the tracker's word, or by its dates where the tracker has no word for it
 * @param start its first instant, inclusive, or null
 * @param plannedEnd the end planned, exclusive, or null
 * @param actualEnd when it was really closed, or null
 * @param url its page for people, or null
 */
public record TrackedSprint(
        String id,
        String name,
        String board,
        String goal,
        SprintState state,
        Instant start,
        Instant plannedEnd,
        Instant actualEnd,
        URI url) {

    /** By start; those without one come last, in the order of their names. */
    public static final Comparator<TrackedSprint> BY_START = Comparator.comparing(
                    TrackedSprint::start, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(TrackedSprint::name)
            .thenComparing(TrackedSprint::id);

    public TrackedSprint {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(state, "state");
        name = name == null || name.isBlank() ? id : name;
    }

    /** The sprint of the model, or nothing where the tracker gives it no dates that make sense. */
    public Optional<Sprint> dated(String source) {
        if (start == null || plannedEnd == null || !start.isBefore(plannedEnd)) {
            return Optional.empty();
        }
        return Optional.of(new Sprint(id, name, board, goal, state, start, plannedEnd, actualEnd, source));
    }

    /**
     * Whether the sprint ran at the moment. One that is still active runs on after its planned end: the team has not
     * closed it.
     */
    public boolean ranAt(Instant moment) {
        if (start == null || moment.isBefore(start)) {
            return false;
        }
        return switch (state) {
            case FUTURE -> false;
            case ACTIVE -> true;
            case CLOSED -> {
                Instant end = actualEnd == null ? plannedEnd : actualEnd;
                yield end != null && moment.isBefore(end);
            }
        };
    }

    /** When it was closed: really, otherwise by its plan; null while it is not closed, or without a moment for it. */
    public Instant closedAt() {
        return state == SprintState.CLOSED && actualEnd == null ? plannedEnd : actualEnd;
    }

    /** Whether this is the sprint that a text names, by its id or its name. */
    public boolean isCalled(String idOrName) {
        return id.equals(idOrName) || name.equals(idOrName);
    }
}
