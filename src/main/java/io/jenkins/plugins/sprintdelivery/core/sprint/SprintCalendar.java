package io.jenkins.plugins.sprintdelivery.core.sprint;

import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintStamp;
import io.jenkins.plugins.sprintdelivery.core.model.StampOrigin;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says which sprint a moment belongs to. A sprint begins and ends at midnight of its calendar's time zone, so that a
 * day with a daylight-saving change is one day like any other. Immutable and thread-safe.
 */
public sealed interface SprintCalendar permits CadenceCalendar, ListedCalendar {

    /** What the {@link Sprint#source()} of a calendar's sprints is. */
    String SOURCE = Sprint.CALENDAR;

    /** The sprint that contains the moment, with its state at that moment, or nothing between and outside sprints. */
    Optional<Sprint> sprintAt(Instant moment);

    /** The sprint with this id or this name, with its state at the moment. */
    Optional<Sprint> sprintNamed(String idOrName, Instant moment);

    /**
     * The sprints that lie at least partly between two moments, in their order, each with its state at its beginning or at
     * {@code from}; the first thousand where there are more.
     */
    default List<Sprint> sprintsBetween(Instant from, Instant to) {
        List<Sprint> sprints = new ArrayList<>();
        Instant moment = from;
        while (moment.isBefore(to) && sprints.size() < 1_000) {
            Optional<Sprint> sprint = sprintAt(moment);
            sprint.ifPresent(sprints::add);
            moment = sprint.map(Sprint::plannedEnd).orElse(nextMidnight(moment));
        }
        return sprints;
    }

    private Instant nextMidnight(Instant moment) {
        return moment.atZone(zone())
                .toLocalDate()
                .plusDays(1)
                .atStartOfDay(zone())
                .toInstant();
    }

    /** Where midnight is. */
    ZoneId zone();

    /** The stamp for a build that runs at the moment. */
    default Optional<SprintStamp> stampAt(Instant moment) {
        return sprintAt(moment).map(sprint -> stamp(sprint, StampOrigin.CALENDAR, moment, zone()));
    }

    /**
     * Stamps a moment with a sprint. Days are counted in the zone; a moment outside the sprint is counted as its first
     * or its last day.
     */
    static SprintStamp stamp(Sprint sprint, StampOrigin origin, Instant moment, ZoneId zone) {
        LocalDate first = sprint.start().atZone(zone).toLocalDate();
        LocalDate last = sprint.plannedEnd().minusNanos(1).atZone(zone).toLocalDate();
        long days = ChronoUnit.DAYS.between(first, last) + 1;
        long day = ChronoUnit.DAYS.between(first, moment.atZone(zone).toLocalDate()) + 1;
        return new SprintStamp(sprint, origin, moment, (int) Math.max(1, Math.min(day, days)), (int) days, null);
    }
}
