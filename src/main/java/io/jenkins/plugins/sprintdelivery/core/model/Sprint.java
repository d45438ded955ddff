package io.jenkins.plugins.sprintdelivery.core.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A sprint as a tracker or a calendar knows it.
 *
 * @param id unique within its source
 * @param name what people call it
 * @param board the board or team it belongs to, or null
 * @param goal what the team promised, or null
 * @param state where it stood when it was read
 * @param start first instant, inclusive
 * @param plannedEnd the end planned at its start, exclusive
 * @param actualEnd when it was really closed, or null while it is open
 * @param source who says so: {@link #CALENDAR} or the name of a tracker site
 */
public record Sprint(
        String id,
        String name,
        String board,
        String goal,
        SprintState state,
        Instant start,
        Instant plannedEnd,
        Instant actualEnd,
        String source) {

    /** The source of sprints that no tracker, but a calendar knows. */
    public static final String CALENDAR = "calendar";

    public Sprint {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(plannedEnd, "plannedEnd");
        name = name == null || name.isBlank() ? id : name;
        if (!start.isBefore(plannedEnd)) {
            throw new IllegalArgumentException(
                    "sprint '" + id + "' ends at " + plannedEnd + ", which is not after its start " + start);
        }
    }

    /** The actual end where there is one, otherwise the planned end; exclusive. */
    public Instant end() {
        return actualEnd == null ? plannedEnd : actualEnd;
    }

    /** Whether the moment lies in the sprint: from its start, inclusive, to its end, exclusive. */
    public boolean contains(Instant moment) {
        return !moment.isBefore(start) && moment.isBefore(end());
    }
}
