package io.jenkins.plugins.sprintdelivery.core.sprint;

import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import java.time.Instant;
import java.util.Locale;

/** What calendars derive from a sprint's dates and labels. */
final class SprintFacts {

    private SprintFacts() {}

    /** {@code board-label} in lower case with hyphens, {@code sprint-label} without a board. */
    static String id(String board, String label) {
        return slug((board == null ? "sprint" : board) + "-" + label);
    }

    /** The text in lower case, everything but letters, digits and dots replaced by single hyphens. */
    static String slug(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}.]+", "-")
                .replaceAll("^-|-$", "");
    }

    static SprintState state(Instant start, Instant end, Instant moment) {
        if (moment.isBefore(start)) {
            return SprintState.FUTURE;
        }
        return moment.isBefore(end) ? SprintState.ACTIVE : SprintState.CLOSED;
    }
}
