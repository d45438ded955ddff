package io.jenkins.plugins.sprintdelivery.core.tracker;

import java.time.Instant;
import java.util.Objects;

/**
 * A sprint that a ticket is or was in.
 *
 * @param id the sprint's id
 * @param name what people call it
 * @param start its first instant, or null where the ticket does not say
 */
public record SprintReference(String id, String name, Instant start) {
    public SprintReference {
        Objects.requireNonNull(id, "id");
        name = name == null || name.isBlank() ? id : name;
    }

    /** Whether this is that sprint; trackers name one now by its id, now by its name. */
    public boolean isOf(TrackedSprint sprint) {
        return sprint.isCalled(id) || sprint.isCalled(name);
    }
}
