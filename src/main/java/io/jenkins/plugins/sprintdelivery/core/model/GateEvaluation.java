package io.jenkins.plugins.sprintdelivery.core.model;

import java.time.Instant;
import java.util.Objects;

/**
 * One evaluation of a gate, as the ledger keeps it.
 *
 * @param id unique within its ledger
 * @param service whose release was judged
 * @param environment where it was to go, or null where the gate names none
 * @param version what was judged, or null
 * @param at when
 * @param build the build that asked, or null
 * @param sprintId the sprint at that time, or null
 * @param result what the gate said
 */
public record GateEvaluation(
        String id,
        String service,
        Environment environment,
        String version,
        Instant at,
        BuildReference build,
        String sprintId,
        GateResult result) {
    public GateEvaluation {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(result, "result");
    }
}
