package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.ledger.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** Finds an incident by its id, which says nothing of where it was. Stateless. */
public final class IncidentLookup {

    private static final int MAX_INCIDENTS = 1_000_000;

    private IncidentLookup() {}

    /** The incident with this id, whenever and wherever it was opened. */
    public static Optional<Incident> find(LedgerQueries queries, String id, Instant now) {
        Instant end = now.plus(Duration.ofDays(1));
        return Arrays.stream(EnvironmentTier.values())
                .map(tier -> new Scope(Instant.EPOCH, end, null, null, tier))
                .flatMap(scope -> queries.incidents(scope, MAX_INCIDENTS).stream())
                .filter(incident -> incident.id().equals(id))
                .findFirst();
    }
}
