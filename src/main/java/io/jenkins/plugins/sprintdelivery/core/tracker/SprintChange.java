package io.jenkins.plugins.sprintdelivery.core.tracker;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * One move of a ticket between sprints.
 *
 * @param at when
 * @param by who, or null where the tracker does not say
 * @param before the sprints it was in, by id or by name
 * @param after the sprints it was in from then on, by id or by name
 */
public record SprintChange(Instant at, String by, Set<String> before, Set<String> after) {
    public SprintChange {
        Objects.requireNonNull(at, "at");
        before = Set.copyOf(before);
        after = Set.copyOf(after);
    }

    /** Whether the ticket was in the sprint from then on. */
    public boolean isInAfterwards(TrackedSprint sprint) {
        return names(after, sprint);
    }

    boolean entered(TrackedSprint sprint) {
        return !names(before, sprint) && names(after, sprint);
    }

    boolean left(TrackedSprint sprint) {
        return names(before, sprint) && !names(after, sprint);
    }

    /** Whether the sprint was among these. */
    static boolean names(Set<String> idsOrNames, TrackedSprint sprint) {
        return idsOrNames.contains(sprint.id()) || idsOrNames.contains(sprint.name());
    }
}
