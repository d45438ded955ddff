package io.jenkins.plugins.sprintdelivery.core.freeze;

import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * From one moment of every sprint to another one of the same sprint. A sprint that is too short for the first moment to
 * come before the second has no freeze.
 *
 * @param from where it begins
 * @param to where it ends
 * @param zone whose days and midnights
 */
public record SprintWindow(SprintPoint from, SprintPoint to, ZoneId zone) implements FreezeWindow {
    public SprintWindow {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(zone, "zone");
    }

    @Override
    public boolean needsSprints() {
        return true;
    }

    @Override
    public List<Span> spans(Instant begin, Instant end, List<Sprint> sprints) {
        return sprints.stream()
                .filter(sprint -> from.of(sprint, zone).isBefore(to.of(sprint, zone)))
                .map(sprint -> new Span(from.of(sprint, zone), to.of(sprint, zone)))
                .filter(span -> span.overlaps(begin, end))
                .sorted(Comparator.comparing(Span::from))
                .limit(MAX_SPANS)
                .toList();
    }
}
