package io.jenkins.plugins.sprintdelivery.core.tracker.site;

import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintStamp;
import io.jenkins.plugins.sprintdelivery.core.model.StampOrigin;
import io.jenkins.plugins.sprintdelivery.core.sprint.SprintCalendar;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Finds the sprint of a moment: the tracker's, within a budget; otherwise the last one that the tracker told of, marked
 * as such; otherwise the calendar's, with the reason. It never fails, and never takes longer than the budget.
 */
public final class SprintFinder {

    private final TrackerSite site;
    private final String source;
    private final SprintCalendar calendar;
    private final Duration budget;

    /**
     * Finds sprints.
     *
     * @param site a site with a board, or null where the calendar alone holds
     * @param calendar what holds where the tracker does not say, or null
     */
    public SprintFinder(TrackerSite site, SprintCalendar calendar, Duration budget) {
        this(site, site == null ? null : site.settings().name(), calendar, budget);
    }

    /**
     * Finds sprints.
     *
     * @param site a site with a board, or null where the calendar alone holds
     * @param source what the ledger calls the site, or null where there is none
     * @param calendar what holds where the tracker does not say, or null
     */
    public SprintFinder(TrackerSite site, String source, SprintCalendar calendar, Duration budget) {
        this.site = site;
        this.source = source;
        this.calendar = calendar;
        this.budget = budget;
    }

    /**
     * What was found.
     *
     * @param stamp the stamp, or null where neither the tracker nor the calendar has a sprint
     * @param note why it is not the tracker's present word, or null where it is or no tracker is configured
     */
    public record Found(SprintStamp stamp, String note) {}

    /** The stamp for what happens at the moment. */
    public Found at(Instant moment) {
        if (site == null || site.settings().board() == null) {
            return byCalendar(moment, null);
        }
        String name = site.settings().name();
        Answer<Optional<TrackedSprint>> answer = site.sprintAt(site.settings().board(), moment, budget);
        if (answer.value() == null) {
            return byCalendar(moment, answer.failure().message() + byCalendarInstead());
        }
        if (answer.value().isEmpty()) {
            return byCalendar(
                    moment,
                    "The tracker '" + name + "' has no sprint on board '"
                            + site.settings().board() + "' at that time." + byCalendarInstead());
        }
        TrackedSprint found = answer.value().get();
        Optional<Sprint> sprint = found.dated(source);
        if (sprint.isEmpty()) {
            return byCalendar(
                    moment,
                    "The tracker '" + name + "' gives its sprint '" + found.name() + "' no dates."
                            + byCalendarInstead());
        }
        String note = answer.isStale()
                ? "As the tracker said at " + answer.asOf().truncatedTo(ChronoUnit.SECONDS) + ". "
                        + answer.failure().message()
                : null;
        return found(SprintCalendar.stamp(sprint.get(), StampOrigin.TRACKER, moment, zone()), note);
    }

    /**
     * The stamp of a sprint that somebody names, by its id or its name: the tracker's within the budget, otherwise the
     * calendar's; nothing where neither knows it.
     */
    public Optional<SprintStamp> named(String idOrName, Instant moment) {
        Optional<Sprint> ofTracker = site == null || site.settings().board() == null
                ? Optional.empty()
                : site.sprints(site.settings().board(), budget).optional().stream()
                        .flatMap(List::stream)
                        .filter(sprint -> sprint.isCalled(idOrName))
                        .flatMap(sprint -> sprint.dated(source).stream())
                        .findFirst();
        return ofTracker
                .or(() -> calendar == null ? Optional.empty() : calendar.sprintNamed(idOrName, moment))
                .map(sprint -> SprintCalendar.stamp(sprint, StampOrigin.PARAMETER, moment, zone()));
    }

    private Found byCalendar(Instant moment, String note) {
        return calendar == null
                ? new Found(null, note)
                : calendar.stampAt(moment).map(stamp -> found(stamp, note)).orElse(new Found(null, note));
    }

    private String byCalendarInstead() {
        return calendar == null ? "" : " The calendar was used instead.";
    }

    private ZoneId zone() {
        return calendar == null ? ZoneOffset.UTC : calendar.zone();
    }

    private static Found found(SprintStamp stamp, String note) {
        return new Found(
                new SprintStamp(stamp.sprint(), stamp.origin(), stamp.at(), stamp.day(), stamp.days(), note), note);
    }
}
