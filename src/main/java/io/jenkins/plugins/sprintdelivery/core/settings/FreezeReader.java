package io.jenkins.plugins.sprintdelivery.core.settings;

import io.jenkins.plugins.sprintdelivery.core.freeze.Freeze;
import io.jenkins.plugins.sprintdelivery.core.freeze.FreezeCalendar;
import io.jenkins.plugins.sprintdelivery.core.freeze.FreezeWindow;
import io.jenkins.plugins.sprintdelivery.core.freeze.OneOffWindow;
import io.jenkins.plugins.sprintdelivery.core.freeze.RepeatingWindow;
import io.jenkins.plugins.sprintdelivery.core.freeze.Span;
import io.jenkins.plugins.sprintdelivery.core.freeze.SprintPoint;
import io.jenkins.plugins.sprintdelivery.core.freeze.SprintWindow;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads freezes: once, every week, or relative to the sprint. */
final class FreezeReader {

    private static final String WEEKLY = "weekly";
    private static final String SPRINT = "sprint";
    private static final String LAST = "last";
    private static final String FROM = "from";
    private static final String TO = "to";
    private static final String A_MOMENT = "a date such as 2026-12-20, or a time such as 2026-12-20T18:00";
    private static final String A_WEEKDAY = "a weekday and a time such as fri 15:00";
    private static final String A_SPRINT_POINT =
            "a moment of the sprint such as start, end-2d, last-day+9h or the name of a milestone";
    private static final Pattern WEEKDAY = Pattern.compile("([a-z]{3,9}) (\\d{1,2}):(\\d{2})");
    private static final Pattern LAST_FORM = Pattern.compile("([1-9]\\d{0,2})([dh])");

    // any week will do
    private static final LocalDate A_MONDAY = LocalDate.of(2001, 1, 1);

    private final String fileName;
    private final ZoneId zoneByDefault;
    private final Map<String, SprintPoint> milestones = new LinkedHashMap<>();

    FreezeReader(String fileName, ZoneId zoneByDefault) {
        this.fileName = fileName;
        this.zoneByDefault = zoneByDefault;
    }

    /** The freezes; what cannot be read is reported. */
    FreezeCalendar read(Section gates) {
        Section named = gates.section("milestones");
        for (String name : named.names()) {
            SprintPoint point = named.requiredParsed(name, A_SPRINT_POINT, SprintPoint::parse);
            if (point != null) {
                milestones.put(name, point);
            }
        }
        List<Freeze> freezes = new ArrayList<>();
        for (Section section : gates.sections("freezes")) {
            String name = section.requiredText("name", "what people call the freeze");
            Set<String> environments = Set.copyOf(section.texts("environments"));
            Set<String> services = Set.copyOf(section.texts("services"));
            FreezeWindow window = window(section, Dates.zone(section, "zone", zoneByDefault));
            section.refuseOthers();
            if (!name.isEmpty() && window != null) {
                freezes.add(new Freeze(name, fileName, window, environments, services));
            }
        }
        return new FreezeCalendar(freezes);
    }

    private FreezeWindow window(Section section, ZoneId zone) {
        boolean once = section.has(FROM) || section.has(TO);
        long kinds = Stream.of(once, section.has(WEEKLY), section.has(SPRINT))
                .filter(given -> given)
                .count();
        if (kinds != 1) {
            section.report("give one of '" + FROM + "' and '" + TO + "', '" + WEEKLY + "', and '" + SPRINT + "'");
            return null;
        }
        try {
            if (once) {
                return once(section, zone);
            }
            return section.has(WEEKLY)
                    ? weekly(section.section(WEEKLY), zone)
                    : ofSprint(section.section(SPRINT), zone);
        } catch (IllegalArgumentException problem) {
            section.report(problem.getMessage());
            return null;
        }
    }

    private static FreezeWindow once(Section section, ZoneId zone) {
        Instant from = section.requiredParsed(FROM, A_MOMENT, text -> moment(text, zone, 0));
        Instant to = section.requiredParsed(TO, "its last day or its end, " + A_MOMENT, text -> moment(text, zone, 1));
        return from == null || to == null ? null : new OneOffWindow(new Span(from, to));
    }

    private static Instant moment(String text, ZoneId zone, int daysAfterDate) {
        try {
            return text.length() <= 10
                    ? LocalDate.parse(text)
                            .plusDays(daysAfterDate)
                            .atStartOfDay(zone)
                            .toInstant()
                    : LocalDateTime.parse(text.replace(' ', 'T')).atZone(zone).toInstant();
        } catch (DateTimeException problem) {
            throw new IllegalArgumentException("'" + text + "' is no date and no time; give " + A_MOMENT, problem);
        }
    }

    private static FreezeWindow weekly(Section weekly, ZoneId zone) {
        LocalDateTime from = weekly.requiredParsed(FROM, A_WEEKDAY, FreezeReader::weekday);
        LocalDateTime to = weekly.requiredParsed(TO, A_WEEKDAY, FreezeReader::weekday);
        weekly.refuseOthers();
        if (from == null || to == null) {
            return null;
        }
        LocalDateTime end = to.isAfter(from) ? to : to.plusWeeks(1);
        return RepeatingWindow.weekly(from, Duration.between(from, end), zone);
    }

    private static LocalDateTime weekday(String text) {
        Matcher form = WEEKDAY.matcher(text.toLowerCase(Locale.ROOT));
        if (form.matches()) {
            for (DayOfWeek day : DayOfWeek.values()) {
                if (day.name().toLowerCase(Locale.ROOT).startsWith(form.group(1))) {
                    return A_MONDAY.with(TemporalAdjusters.nextOrSame(day)).atTime(time(text, form));
                }
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no weekday and time; give " + A_WEEKDAY);
    }

    private static LocalTime time(String text, Matcher form) {
        try {
            return LocalTime.of(Integer.parseInt(form.group(2)), Integer.parseInt(form.group(3)));
        } catch (DateTimeException problem) {
            throw new IllegalArgumentException("'" + text + "' is no weekday and time; give " + A_WEEKDAY, problem);
        }
    }

    private FreezeWindow ofSprint(Section sprint, ZoneId zone) {
        if (sprint.has(LAST)) {
            SprintPoint from = sprint.parsed(LAST, FreezeReader::last);
            sprint.refuseOthers();
            return from == null ? null : new SprintWindow(from, new SprintPoint(SprintPoint.Anchor.END, 0, 0), zone);
        }
        SprintPoint from = sprint.requiredParsed(FROM, A_SPRINT_POINT, this::point);
        SprintPoint to = sprint.requiredParsed(TO, A_SPRINT_POINT, this::point);
        sprint.refuseOthers();
        return from == null || to == null ? null : new SprintWindow(from, to, zone);
    }

    private SprintPoint point(String text) {
        SprintPoint milestone = milestones.get(text);
        if (milestone != null) {
            return milestone;
        }
        try {
            return SprintPoint.parse(text);
        } catch (IllegalArgumentException problem) {
            String known = milestones.isEmpty()
                    ? "; gates.milestones names none"
                    : "; milestones: " + String.join(", ", new TreeSet<>(milestones.keySet()));
            throw new IllegalArgumentException(problem.getMessage() + known, problem);
        }
    }

    private static SprintPoint last(String text) {
        Matcher form = LAST_FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no number of days or hours; give one such as 1d or 12h");
        }
        int amount = Integer.parseInt(form.group(1));
        return form.group(2).equals("d")
                ? SprintPoint.lastDays(amount)
                : new SprintPoint(SprintPoint.Anchor.END, 0, -amount);
    }
}
