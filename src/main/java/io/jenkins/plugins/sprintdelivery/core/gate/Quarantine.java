package io.jenkins.plugins.sprintdelivery.core.gate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Tests whose failures do not count for a while.
 *
 * @param entries which tests, and until when
 */
public record Quarantine(List<Entry> entries) {

    /** No test is in quarantine. */
    public static final Quarantine NONE = new Quarantine(List.of());

    public Quarantine {
        entries = List.copyOf(entries);
    }

    /**
     * Some tests in quarantine.
     *
     * @param test the test's name, {@code *} for any number of any characters
     * @param until the last day of it, in UTC
     * @param reason why, or null
     */
    public record Entry(String test, LocalDate until, String reason) {
        public Entry {
            Objects.requireNonNull(test, "test");
            Objects.requireNonNull(until, "until");
            if (test.replace("*", "").isBlank()) {
                throw new IllegalArgumentException("'" + test + "' would put every test in quarantine; name some");
            }
        }
    }

    /** Whether a test is in quarantine at a moment. */
    boolean holds(String test, Instant moment) {
        LocalDate day = moment.atZone(ZoneOffset.UTC).toLocalDate();
        return entries.stream().anyMatch(entry -> !day.isAfter(entry.until) && Wildcard.matches(entry.test, test));
    }

    /** What a person should know of entries that are over and would have counted. */
    List<String> ended(List<String> failing, Instant moment) {
        LocalDate day = moment.atZone(ZoneOffset.UTC).toLocalDate();
        List<String> notes = new ArrayList<>();
        for (Entry entry : entries) {
            if (day.isAfter(entry.until) && failing.stream().anyMatch(test -> Wildcard.matches(entry.test, test))) {
                notes.add("the quarantine of " + entry.test + " ended on " + entry.until);
            }
        }
        return notes;
    }
}
