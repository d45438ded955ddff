package io.jenkins.plugins.sprintdelivery.core.tracker;

import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import java.time.Instant;

/** The state of a sprint whose tracker gives dates and no state. */
public final class SprintStates {

    private SprintStates() {}

    /**
     * By its dates.
     *
     * @param start inclusive, or null: begun
     * @param end exclusive, or null: not over
     */
    public static SprintState at(Instant moment, Instant start, Instant end) {
        if (start != null && moment.isBefore(start)) {
            return SprintState.FUTURE;
        }
        return end == null || moment.isBefore(end) ? SprintState.ACTIVE : SprintState.CLOSED;
    }
}
