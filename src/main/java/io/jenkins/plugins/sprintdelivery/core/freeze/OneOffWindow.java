package io.jenkins.plugins.sprintdelivery.core.freeze;

import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.time.Instant;
import java.util.List;

/**
 * Once.
 *
 * @param span when
 */
public record OneOffWindow(Span span) implements FreezeWindow {
    @Override
    public List<Span> spans(Instant from, Instant to, List<Sprint> sprints) {
        return span.overlaps(from, to) ? List.of(span) : List.of();
    }
}
