package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import java.time.Instant;

/**
 * What somebody asks to see, unchecked. A period and a sprint exclude each other.
 *
 * @param sprint id or name of a sprint, or null
 * @param since first instant of a period, inclusive, or null
 * @param until last instant of a period, exclusive, or null
 * @param service one service, or null for all
 * @param environment one environment by name, or null for all of the tier
 * @param tier which environments where none is named, or null for production
 */
public record Wanted(
        String sprint, Instant since, Instant until, String service, String environment, EnvironmentTier tier) {

    /** The current sprint of everything in production. */
    public static final Wanted DEFAULT = new Wanted(null, null, null, null, null, null);

    public Wanted {
        sprint = absentIfBlank(sprint);
        service = absentIfBlank(service);
        environment = absentIfBlank(environment);
        if (sprint != null && (since != null || until != null)) {
            throw new IllegalArgumentException("ask for a sprint or for a period, not for both");
        }
        if (since != null && until != null && !since.isBefore(until)) {
            throw new IllegalArgumentException(
                    "the period is empty: its start " + since + " is not before its end " + until);
        }
    }

    private static String absentIfBlank(String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
