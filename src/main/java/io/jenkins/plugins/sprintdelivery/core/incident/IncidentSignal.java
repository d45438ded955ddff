package io.jenkins.plugins.sprintdelivery.core.incident;

import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What one message says of one incident.
 *
 * @param incident the incident as the message knows it; its id is the same in every message about it
 * @param reopened whether it was resolved before and is open again on purpose
 */
public record IncidentSignal(Incident incident, boolean reopened) {
    public IncidentSignal {
        Objects.requireNonNull(incident, "incident");
    }

    /** An incident that was opened, changed or resolved. */
    static IncidentSignal of(Incident incident) {
        return new IncidentSignal(incident, false);
    }

    /**
     * The incident to record, or nothing where the ledger knows as much already. Webhooks are delivered at least once
     * and in any order, so that a late word of an opening does not open what was resolved. What a person said of cause
     * and restoration stays.
     *
     * @param known what the ledger has under this id, or null
     */
    public Optional<Incident> over(Incident known) {
        if (known == null) {
            return Optional.of(incident);
        }
        boolean late = known.resolved() != null && incident.resolved() == null && !reopened;
        Incident merged = new Incident(
                incident.id(),
                incident.service(),
                incident.environment(),
                incident.severity(),
                incident.summary().isEmpty() ? known.summary() : incident.summary(),
                incident.opened(),
                late ? latest(known, incident) : incident.resolved(),
                incident.causedBy() == null ? known.causedBy() : incident.causedBy(),
                incident.restoredBy() == null ? known.restoredBy() : incident.restoredBy());
        return merged.equals(known) ? Optional.empty() : Optional.of(merged);
    }

    private static Instant latest(Incident known, Incident told) {
        return known.resolved().isBefore(told.opened()) ? told.opened() : known.resolved();
    }
}
