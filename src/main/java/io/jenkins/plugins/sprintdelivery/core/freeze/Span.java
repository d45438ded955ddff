package io.jenkins.plugins.sprintdelivery.core.freeze;

import java.time.Instant;
import java.util.Objects;

/**
 * A stretch of time.
 *
 * @param from first instant, inclusive
 * @param to last instant, exclusive; after {@code from}
 */
public record Span(Instant from, Instant to) {
    public Span {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("it ends at " + to + ", which is not after its begin " + from);
        }
    }

    /** Whether some instant lies in both. */
    public boolean overlaps(Instant otherFrom, Instant otherTo) {
        return from.isBefore(otherTo) && otherFrom.isBefore(to);
    }
}
