package io.jenkins.plugins.sprintdelivery.core.tracker.site;

import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a site answered within a budget.
 *
 * @param value the answer, or null where there is none, not even an old one
 * @param asOf when the tracker said so, or null without a value
 * @param failure why the value is old or missing, or null for a fresh one
 * @param <T> what was asked for
 */
public record Answer<T>(T value, Instant asOf, TrackerFailure failure) {

    public Answer {
        if (value == null) {
            Objects.requireNonNull(failure, "failure");
        }
    }

    /** Whether the value may be relied on as the tracker's present word. */
    public boolean isFresh() {
        return value != null && failure == null;
    }

    /** Whether the value is the last one known, and the tracker did not say whether it still holds. */
    public boolean isStale() {
        return value != null && failure != null;
    }

    public Optional<T> optional() {
        return Optional.ofNullable(value);
    }

    /** The same answer with another view of its value. */
    public <R> Answer<R> map(Function<T, R> view) {
        return new Answer<>(value == null ? null : view.apply(value), asOf, failure);
    }
}
