package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import java.time.Duration;
import java.time.Instant;

/**
 * A sprint at a moment: what is known of it, and where the moment lies.
 *
 * @param id see {@link Sprint#id()}, as all that follows up to {@code source}
 * @param phase where the moment lies: before, in or after the sprint; the recorded state may be older than that
 * @param days how many days of 24 hours it lasts, the last one rounded up
 * @param daysLeft how many of them are not over, the present one included
 */
public record SprintView(
        String id,
        String name,
        String board,
        String goal,
        SprintState state,
        Instant start,
        Instant plannedEnd,
        Instant actualEnd,
        String source,
        SprintState phase,
        long days,
        long daysLeft) {

    static SprintView at(Sprint sprint, Instant now) {
        SprintState phase = now.isBefore(sprint.start())
                ? SprintState.FUTURE
                : now.isBefore(sprint.end()) ? SprintState.ACTIVE : SprintState.CLOSED;
        long days = roundedUp(Duration.between(sprint.start(), sprint.end()));
        long left = roundedUp(Duration.between(now, sprint.end()));
        return new SprintView(
                sprint.id(),
                sprint.name(),
                sprint.board(),
                sprint.goal(),
                sprint.state(),
                sprint.start(),
                sprint.plannedEnd(),
                sprint.actualEnd(),
                sprint.source(),
                phase,
                days,
                Math.max(0, Math.min(days, left)));
    }

    private static long roundedUp(Duration duration) {
        return -Math.floorDiv(-duration.toMillis(), Duration.ofDays(1).toMillis());
    }
}
