package io.jenkins.plugins.sprintdelivery.core.sprint;

import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sprints of one length, one after the other without a gap, from a first day on. Before that day there is none.
 *
 * @param board the team's or board's name, which sprint ids begin with, or null
 * @param firstDay the first day of the first sprint
 * @param days how many days each sprint lasts
 * @param firstNumber the number of the first sprint
 * @param namePattern what a sprint is called; {@code {n}} is its number, {@code {start}} its first and {@code {end}}
 *     its last day, {@code {year}} and {@code {week}} the ISO week its first day lies in
 * @param zone where midnight is
 */
public record CadenceCalendar(
        String board, LocalDate firstDay, int days, int firstNumber, String namePattern, ZoneId zone)
        implements SprintCalendar {

    /** What a sprint is called unless said otherwise. */
    public static final String DEFAULT_NAME_PATTERN = "Sprint {n}";

    /** A sprint longer than this is taken for a mistake. */
    public static final int MAX_DAYS = 366;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");
    private static final Pattern LAST_NUMBER = Pattern.compile("(?:^|\\D)(\\d{1,6})\\D*$");

    public CadenceCalendar {
        Objects.requireNonNull(firstDay, "firstDay");
        Objects.requireNonNull(zone, "zone");
        board = board == null || board.isBlank() ? null : board.strip();
        namePattern = namePattern == null || namePattern.isBlank() ? DEFAULT_NAME_PATTERN : namePattern.strip();
        if (days < 1 || days > MAX_DAYS) {
            throw new IllegalArgumentException("a sprint lasts from 1 to " + MAX_DAYS + " days, not " + days + " days");
        }
        Matcher placeholder = PLACEHOLDER.matcher(namePattern);
        while (placeholder.find()) {
            if (!placeholder.group(1).matches("n|start|end|year|week")) {
                throw new IllegalArgumentException("the name pattern '" + namePattern + "' has the unknown placeholder "
                        + placeholder.group() + "; use {n}, {start}, {end}, {year} or {week}");
            }
        }
    }

    @Override
    public Optional<Sprint> sprintAt(Instant moment) {
        return indexAt(moment) < 0 ? Optional.empty() : Optional.of(sprint(indexAt(moment), moment));
    }

    /**
     * {@inheritDoc}
     *
     * <p>A name is found by the number it ends with; a name without a number only while its sprint or one of its two
     * neighbors lasts.
     */
    @Override
    public Optional<Sprint> sprintNamed(String idOrName, Instant moment) {
        Matcher number = LAST_NUMBER.matcher(idOrName);
        if (number.find()) {
            Optional<Sprint> found = called(idOrName, Long.parseLong(number.group(1)) - firstNumber, moment);
            if (found.isPresent()) {
                return found;
            }
        }
        long current = indexAt(moment);
        return called(idOrName, current, moment)
                .or(() -> called(idOrName, current - 1, moment))
                .or(() -> called(idOrName, current + 1, moment));
    }

    private long indexAt(Instant moment) {
        long sinceFirst = ChronoUnit.DAYS.between(firstDay, moment.atZone(zone).toLocalDate());
        return Math.floorDiv(sinceFirst, days);
    }

    private Optional<Sprint> called(String idOrName, long index, Instant moment) {
        if (index < 0) {
            return Optional.empty();
        }
        Sprint sprint = sprint(index, moment);
        return sprint.id().equals(idOrName) || sprint.name().equals(idOrName) ? Optional.of(sprint) : Optional.empty();
    }

    private Sprint sprint(long index, Instant moment) {
        LocalDate first = firstDay.plusDays(index * days);
        LocalDate next = first.plusDays(days);
        Instant start = first.atStartOfDay(zone).toInstant();
        Instant end = next.atStartOfDay(zone).toInstant();
        long number = firstNumber + index;
        return new Sprint(
                SprintFacts.id(board, Long.toString(number)),
                name(number, first, next.minusDays(1)),
                board,
                null,
                SprintFacts.state(start, end, moment),
                start,
                end,
                moment.isBefore(end) ? null : end,
                SOURCE);
    }

    private String name(long number, LocalDate first, LocalDate last) {
        return namePattern
                .replace("{n}", Long.toString(number))
                .replace("{start}", first.toString())
                .replace("{end}", last.toString())
                .replace("{year}", Integer.toString(first.get(IsoFields.WEEK_BASED_YEAR)))
                .replace("{week}", String.format("%02d", first.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)));
    }
}
