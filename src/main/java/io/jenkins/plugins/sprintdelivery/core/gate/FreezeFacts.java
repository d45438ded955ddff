package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.freeze.FreezeCalendar;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.util.List;
import java.util.Objects;

/**
 * When nothing may be released.
 *
 * @param calendar the freezes
 * @param sprints the sprints known around the moment; null where no calendar of sprints is known
 */
public record FreezeFacts(FreezeCalendar calendar, List<Sprint> sprints) {
    public FreezeFacts {
        Objects.requireNonNull(calendar, "calendar");
        sprints = sprints == null ? null : List.copyOf(sprints);
    }
}
