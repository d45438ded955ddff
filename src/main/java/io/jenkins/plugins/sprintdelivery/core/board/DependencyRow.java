package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.ServiceDependency;
import io.jenkins.plugins.sprintdelivery.core.model.ServiceDependency.Readiness;
import java.time.Instant;
import java.util.Comparator;

/**
 * A service depends on another one, as the newest gate says that asked for it.
 *
 * @param service whose release depends
 * @param environment where it was to go, or null where the gate names none
 * @param version what was to be released, or null
 * @param policy the gate's policy
 * @param at when the gate was asked
 * @param needs the other service
 * @param atLeast the lowest version of it that will do, or null for any
 * @param in name of the environment where that has to run
 * @param running what runs there now, or null where nothing does; of a service that may not be seen, what the gate found
 * @param readiness whether that will do
 */
public record DependencyRow(
        String service,
        Environment environment,
        String version,
        String policy,
        Instant at,
        String needs,
        String atLeast,
        String in,
        String running,
        Readiness readiness) {

    /** Those that are not ready first, then by names. */
    static final Comparator<DependencyRow> NOT_READY_FIRST = Comparator.comparing(
                    (DependencyRow row) -> row.readiness() == Readiness.READY)
            .thenComparing(DependencyRow::service)
            .thenComparing(
                    row -> row.environment() == null ? "" : row.environment().name())
            .thenComparing(DependencyRow::needs)
            .thenComparing(DependencyRow::in);

    static DependencyRow of(GateEvaluation gate, ServiceDependency now) {
        return new DependencyRow(
                gate.service(),
                gate.environment(),
                gate.version(),
                gate.result().policy(),
                gate.at(),
                now.service(),
                now.atLeast(),
                now.environment(),
                now.running(),
                now.readiness());
    }
}
