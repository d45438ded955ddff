package io.jenkins.plugins.sprintdelivery.core.model;

import java.util.Objects;

/**
 * One place that says something of a policy, and what became of it.
 *
 * @param origin the place, in words for people
 * @param effect what became of what it says
 * @param note what a person should know of it, or null
 */
public record PolicyLayer(String origin, Effect effect, String note) {
    public PolicyLayer {
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(effect, "effect");
    }

    /** What becomes of what one place says of a policy. */
    public enum Effect {
        /** It holds. */
        IN_FORCE,
        /** A nearer place says it anew. */
        REPLACED,
        /** Its conditions are asked for besides those of a final policy. */
        ADDED;

        @Override
        public String toString() {
            return Labels.of(this);
        }
    }
}
