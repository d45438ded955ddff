package io.jenkins.plugins.sprintdelivery.core.freeze;

import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Every so many days, or on weekdays of every so many weeks, at the same time of the day by the zone's clocks, so that
 * a change to or from daylight saving moves neither begin nor end.
 *
 * @param first when it begins first, by the zone's clocks
 * @param length how long it lasts by the clocks, at most {@link #MAX_LENGTH}
 * @param days the weekdays it begins on; empty repeats by days, not by weeks
 * @param interval every how many days or weeks, from 1
 * @param last the last day it may begin on, or null where it goes on
 * @param except days it does not begin on
 * @param zone whose clocks
 */
public record RepeatingWindow(
        LocalDateTime first,
        Duration length,
        Set<DayOfWeek> days,
        int interval,
        LocalDate last,
        Set<LocalDate> except,
        ZoneId zone)
        implements FreezeWindow {

    /** A repeating freeze that is longer than this is taken for a mistake. */
    public static final Duration MAX_LENGTH = Duration.ofDays(31);

    public RepeatingWindow {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(zone, "zone");
        days = Set.copyOf(days);
        except = Set.copyOf(except);
        if (length.isNegative() || length.isZero() || length.compareTo(MAX_LENGTH) > 0) {
            throw new IllegalArgumentException(
                    "a repeating freeze lasts longer than nothing and at most " + MAX_LENGTH.toDays() + " days");
        }
        if (interval < 1) {
            throw new IllegalArgumentException("an interval is at least 1, not " + interval);
        }
    }

    /** Every week, from one weekday and time to another. */
    public static RepeatingWindow weekly(LocalDateTime from, Duration length, ZoneId zone) {
        return new RepeatingWindow(from, length, Set.of(from.getDayOfWeek()), 1, null, Set.of(), zone);
    }

    @Override
    public List<Span> spans(Instant from, Instant to, List<Sprint> sprints) {
        List<Span> spans = new ArrayList<>();
        LocalDate day = from.atZone(zone).toLocalDate().minusDays(length.toDays() + 1);
        day = day.isBefore(first.toLocalDate()) ? first.toLocalDate() : day;
        while (spans.size() < MAX_SPANS
                && (last == null || !day.isAfter(last))
                && !start(day).isAfter(to)) {
            if (beginsOn(day)) {
                Instant end = day.atTime(first.toLocalTime())
                        .plus(length)
                        .atZone(zone)
                        .toInstant();
                // a night that the clocks skip whole leaves nothing of it
                if (start(day).isBefore(end) && new Span(start(day), end).overlaps(from, to)) {
                    spans.add(new Span(start(day), end));
                }
            }
            day = day.plusDays(1);
        }
        return spans;
    }

    private Instant start(LocalDate day) {
        return day.atTime(first.toLocalTime()).atZone(zone).toInstant();
    }

    boolean beginsOn(LocalDate day) {
        LocalDate firstDay = first.toLocalDate();
        if (day.isBefore(firstDay) || except.contains(day)) {
            return false;
        }
        if (days.isEmpty()) {
            return ChronoUnit.DAYS.between(firstDay, day) % interval == 0;
        }
        return days.contains(day.getDayOfWeek())
                && ChronoUnit.WEEKS.between(monday(firstDay), monday(day)) % interval == 0;
    }

    private static LocalDate monday(LocalDate day) {
        return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }
}
