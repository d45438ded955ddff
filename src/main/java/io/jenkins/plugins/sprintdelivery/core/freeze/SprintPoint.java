package io.jenkins.plugins.sprintdelivery.core.freeze;

import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A moment of every sprint.
 *
 * @param anchor what it is counted from
 * @param days how many days later by the clocks, negative for earlier
 * @param hours how many hours later on top, negative for earlier
 */
public record SprintPoint(Anchor anchor, int days, int hours) {

    private static final Pattern FORM = Pattern.compile("(start|end|last-day)(?:\\s*([+-])\\s*(\\d{1,3})([dh]))?");

    /** What a moment of a sprint is counted from. */
    public enum Anchor {
        /** The sprint's first instant. */
        START,
        /** The sprint's end. */
        END,
        /** The midnight that the day begins with on which the sprint ends. */
        LAST_DAY
    }

    public SprintPoint {
        Objects.requireNonNull(anchor, "anchor");
    }

    /** The midnight that the last {@code days} days of a sprint begin with. */
    public static SprintPoint lastDays(int days) {
        return new SprintPoint(Anchor.LAST_DAY, 1 - days, 0);
    }

    /**
     * Reads {@code start}, {@code end} or {@code last-day}, with so many days or hours more or less: {@code end-2d},
     * {@code last-day+9h}.
     *
     * @throws IllegalArgumentException saying how to write one
     */
    public static SprintPoint parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no moment of a sprint; write start, end or last-day,"
                    + " with days or hours where needed, such as end-2d or last-day+9h");
        }
        Anchor anchor = Anchor.valueOf(form.group(1).toUpperCase(Locale.ROOT).replace('-', '_'));
        int amount = form.group(3) == null ? 0 : Integer.parseInt(form.group(2) + form.group(3));
        boolean inDays = "d".equals(form.group(4));
        return new SprintPoint(anchor, inDays ? amount : 0, inDays ? 0 : amount);
    }

    Instant of(Sprint sprint, ZoneId zone) {
        ZonedDateTime base =
                switch (anchor) {
                    case START -> sprint.start().atZone(zone);
                    case END -> sprint.end().atZone(zone);
                    case LAST_DAY -> lastDay(sprint, zone).atStartOfDay(zone);
                };
        return base.plusDays(days).plusHours(hours).toInstant();
    }

    private static LocalDate lastDay(Sprint sprint, ZoneId zone) {
        return sprint.end().minusNanos(1).atZone(zone).toLocalDate();
    }
}
