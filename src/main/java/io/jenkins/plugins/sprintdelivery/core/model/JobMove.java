package io.jenkins.plugins.sprintdelivery.core.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A job was renamed or moved to another folder. Its history goes with it; a job that has the old name later begins its own.
 *
 * @param from its full name before
 * @param to its full name since
 * @param at when
 */
public record JobMove(String from, String to, Instant at) {
    public JobMove {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(at, "at");
        if (from.isBlank() || to.isBlank() || from.equals(to)) {
            throw new IllegalArgumentException(
                    "a job moves from one name to another, not from '" + from + "' to '" + to + "'");
        }
    }
}
