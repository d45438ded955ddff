package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.board.Wanted;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.Option;

/** The options that say which time, service and environments a command is about. */
final class ScopeOptions {

    @Option(names = "--sprint", paramLabel = "ID", description = "The sprint, by its id or its name.")
    private String sprint;

    @Option(
            names = "--since",
            paramLabel = "DATE",
            description = "First day of a period, such as 2026-03-01, or a time such as 2026-03-01T12:00:00Z.")
    private String since;

    @Option(
            names = "--until",
            paramLabel = "DATE",
            description = "Last day of the period, itself included; or a time, itself excluded.")
    private String until;

    @Option(names = "--service", paramLabel = "NAME", description = "Only this service.")
    private String service;

    @Option(names = "--environment", paramLabel = "NAME", description = "Only this environment.")
    private String environment;

    @Option(
            names = "--tier",
            paramLabel = "TIER",
            description = "The environments of this tier: production (default), staging, testing, development,"
                    + " unmapped.")
    private String tier;

    /**
     * What these options ask for.
     *
     * @param zone the time zone in which days begin
     * @throws InputException if an option cannot be read or two of them exclude each other
     */
    Wanted wanted(ZoneId zone) {
        if (sprint != null && (since != null || until != null)) {
            throw new InputException("--sprint and --since or --until exclude each other; use one of them");
        }
        try {
            return new Wanted(
                    sprint,
                    since == null ? null : moment("--since", since, zone, 0),
                    until == null ? null : moment("--until", until, zone, 1),
                    service,
                    environment,
                    tier == null ? null : EnvironmentTier.parse(tier));
        } catch (IllegalArgumentException e) {
            throw new InputException(e.getMessage(), e);
        }
    }

    /** The moment that an option names, as a day of the time zone or as it is. */
    static Instant moment(String option, String text, ZoneId zone, int daysLater) {
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text)
                            .plusDays(daysLater)
                            .atStartOfDay(zone)
                            .toInstant();
        } catch (DateTimeParseException e) {
            throw new InputException(
                    option + " '" + text + "' is no date; use one such as 2026-03-01 or 2026-03-01T12:00:00Z", e);
        }
    }
}
