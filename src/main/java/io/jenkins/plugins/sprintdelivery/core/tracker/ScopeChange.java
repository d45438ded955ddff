package io.jenkins.plugins.sprintdelivery.core.tracker;

import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;

/**
 * A ticket came into a sprint or left it after its start.
 *
 * @param key which ticket
 * @param kind whether it came or left
 * @param at when, or null where the tracker does not say
 * @param by who did it, or null where the tracker does not say
 */
public record ScopeChange(String key, Kind kind, Instant at, String by) {

    static final Comparator<ScopeChange> BY_TIME = Comparator.comparing(
                    ScopeChange::at, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(ScopeChange::key);

    public ScopeChange {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(kind, "kind");
    }

    /** Which way. */
    public enum Kind {
        ADDED,
        REMOVED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
