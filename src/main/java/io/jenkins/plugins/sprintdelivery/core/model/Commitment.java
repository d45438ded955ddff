package io.jenkins.plugins.sprintdelivery.core.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * What a team promised when its sprint started. The first one recorded of a sprint holds; it never changes.
 *
 * @param sprintId which sprint
 * @param tracker the site that says so
 * @param at the moment that it holds for
 * @param basis how it was found
 * @param tickets keys of the tickets that were in the sprint then, in alphabetical order, each once
 */
public record Commitment(String sprintId, String tracker, Instant at, Basis basis, List<String> tickets) {

    /** How a commitment was found. */
    public enum Basis {
        /** Read from the tracker at that moment. */
        SNAPSHOT,
        /** Worked out later from the tracker's own history. */
        HISTORY;

        /**
         * The constant with this label, in any case.
         *
         * @throws IllegalArgumentException naming the valid labels
         */
        public static Basis parse(String label) {
            return Labels.parse(Basis.class, "basis of a commitment", label);
        }

        @Override
        public String toString() {
            return Labels.of(this);
        }
    }

    public Commitment {
        Objects.requireNonNull(sprintId, "sprintId");
        Objects.requireNonNull(tracker, "tracker");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(basis, "basis");
        tickets = tickets == null ? List.of() : List.copyOf(new TreeSet<>(tickets));
    }
}
