package io.jenkins.plugins.sprintdelivery.core.model;

import java.time.Instant;
import java.util.Objects;

/**
 * The sprint as it was when a build ran. A stamp never changes afterwards, whatever happens to the sprint.
 *
 * @param sprint the sprint at that moment
 * @param origin how it was found
 * @param at when it was found
 * @param day which day of the sprint it was, counted from 1 in the calendar's time zone
 * @param days how many days the sprint was planned to last
 * @param note what a person should know of how it was found, such as a tracker that did not answer, or null
 */
public record SprintStamp(Sprint sprint, StampOrigin origin, Instant at, int day, int days, String note) {
    public SprintStamp {
        Objects.requireNonNull(sprint, "sprint");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(at, "at");
    }
}
