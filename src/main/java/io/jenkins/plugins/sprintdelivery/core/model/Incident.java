package io.jenkins.plugins.sprintdelivery.core.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A time in which a service did not do what its users need.
 *
 * @param id unique within its ledger
 * @param service what was affected
 * @param environment where
 * @param severity how much it hurt
 * @param summary one line for people, may be empty
 * @param opened when it began
 * @param resolved when it ended, or null while it lasts
 * @param causedBy id of the deployment that caused it; null lets the ledger blame the last successful deployment of the
 *     service to the environment that finished before it was opened
 * @param restoredBy id of the deployment that restored the service, or null
 */
public record Incident(
        String id,
        String service,
        Environment environment,
        Severity severity,
        String summary,
        Instant opened,
        Instant resolved,
        String causedBy,
        String restoredBy) {
    public Incident {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(environment, "environment");
        Objects.requireNonNull(opened, "opened");
        severity = severity == null ? Severity.MEDIUM : severity;
        summary = summary == null ? "" : summary;
        if (resolved != null && resolved.isBefore(opened)) {
            throw new IllegalArgumentException(
                    "incident '" + id + "' was resolved at " + resolved + ", before it was opened at " + opened);
        }
    }

    /**
     * Makes sure that an incident which is opened does not take the place of another one.
     *
     * @param known what is on record under its id
     * @throws IllegalArgumentException if that is an incident of another service or environment
     */
    public void requireSamePlaceAs(Incident known) {
        if (!service.equals(known.service) || !environment.name().equals(known.environment.name())) {
            throw new IllegalArgumentException("'" + id + "' is on record as an incident of " + known.service + " in "
                    + known.environment.name() + "; give the one of " + service + " in " + environment.name()
                    + " an id of its own");
        }
    }

    /**
     * The same incident, over.
     *
     * @param by id of the deployment that restored the service, or null to leave what is known of it
     * @throws IllegalArgumentException if that was before it was opened
     */
    public Incident resolvedAt(Instant end, String by) {
        return new Incident(
                id, service, environment, severity, summary, opened, end, causedBy, by == null ? restoredBy : by);
    }
}
