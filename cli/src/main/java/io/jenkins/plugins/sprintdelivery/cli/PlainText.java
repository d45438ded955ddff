package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.time.LocalDate;
import java.time.ZoneId;

/** How things are written for a person at a terminal. */
final class PlainText {

    private PlainText() {}

    /** The text without control characters, which names of tests and branches could use to redraw the terminal. */
    static String of(String text) {
        return text.replaceAll("\\p{Cc}+", " ");
    }

    /** A sprint with its first and last day, {@code none} for null. */
    static String of(Sprint sprint, ZoneId zone) {
        if (sprint == null) {
            return "none";
        }
        LocalDate first = sprint.start().atZone(zone).toLocalDate();
        LocalDate last = sprint.end().minusNanos(1).atZone(zone).toLocalDate();
        return of(sprint.name()) + " (" + first + " to " + last + ")";
    }
}
