package io.jenkins.plugins.sprintdelivery.core.sprint;

import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Sprints written down one by one, with gaps where nobody plans.
 *
 * @param board the team's or board's name, or null
 * @param entries the sprints in the order of their first days; no two overlap
 * @param zone where midnight is
 */
public record ListedCalendar(String board, List<Entry> entries, ZoneId zone) implements SprintCalendar {

    /**
     * One sprint as written down.
     *
     * @param id unique in the list; null derives it from the name
     * @param name what people call it
     * @param firstDay its first day
     * @param lastDay its last day, inclusive
     * @param goal what the team promised, or null
     */
    public record Entry(String id, String name, LocalDate firstDay, LocalDate lastDay, String goal) {
        public Entry {
            Objects.requireNonNull(firstDay, "firstDay");
            Objects.requireNonNull(lastDay, "lastDay");
            if (name == null || name.isBlank()) {
                throw new IllegalArgumentException("the sprint that begins on " + firstDay + " needs a name");
            }
            if (lastDay.isBefore(firstDay)) {
                throw new IllegalArgumentException(
                        "sprint '" + name + "' ends on " + lastDay + ", before its first day " + firstDay);
            }
            id = id == null || id.isBlank() ? SprintFacts.slug(name) : id.strip();
        }
    }

    public ListedCalendar {
        Objects.requireNonNull(zone, "zone");
        board = board == null || board.isBlank() ? null : board.strip();
        entries = entries.stream().sorted(Comparator.comparing(Entry::firstDay)).toList();
        Set<String> ids = new HashSet<>();
        Entry previous = null;
        for (Entry entry : entries) {
            if (!ids.add(entry.id())) {
                throw new IllegalArgumentException("two sprints have the id '" + entry.id() + "'");
            }
            if (previous != null && !entry.firstDay().isAfter(previous.lastDay())) {
                throw new IllegalArgumentException("sprint '" + entry.name() + "' begins on " + entry.firstDay()
                        + ", while sprint '" + previous.name() + "' lasts until " + previous.lastDay());
            }
            previous = entry;
        }
    }

    @Override
    public Optional<Sprint> sprintAt(Instant moment) {
        LocalDate day = moment.atZone(zone).toLocalDate();
        return entries.stream()
                .filter(entry -> !day.isBefore(entry.firstDay()) && !day.isAfter(entry.lastDay()))
                .findFirst()
                .map(entry -> sprint(entry, moment));
    }

    @Override
    public Optional<Sprint> sprintNamed(String idOrName, Instant moment) {
        return entries.stream()
                .filter(entry -> entry.id().equals(idOrName) || entry.name().equals(idOrName))
                .findFirst()
                .map(entry -> sprint(entry, moment));
    }

    private Sprint sprint(Entry entry, Instant moment) {
        Instant start = entry.firstDay().atStartOfDay(zone).toInstant();
        Instant end = entry.lastDay().plusDays(1).atStartOfDay(zone).toInstant();
        return new Sprint(
                entry.id(),
                entry.name(),
                board,
                entry.goal(),
                SprintFacts.state(start, end, moment),
                start,
                end,
                moment.isBefore(end) ? null : end,
                SOURCE);
    }
}
