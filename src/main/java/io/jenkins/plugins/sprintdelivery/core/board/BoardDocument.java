package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.export.PromiseReport;
import io.jenkins.plugins.sprintdelivery.core.ledger.LedgerQueries.RunningVersion;
import io.jenkins.plugins.sprintdelivery.core.ledger.LedgerQueries.TicketProgress;
import io.jenkins.plugins.sprintdelivery.core.metrics.Metric;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import java.time.Instant;
import java.util.List;

/**
 * One sprint, or another period, as the board shows it.
 *
 * @param at the moment it was made for, whole minutes
 * @param sprint the sprint, or null for another period
 * @param scope what it is about; the metrics are of its tier, the other lists of all tiers where no environment is named
 * @param services the services to choose from
 * @param environments the environments to choose from
 * @param promise what the sprint promised, or null where no tracker said anything of it
 * @param tickets furthest first
 * @param running what runs where at the moment
 * @param deployments newest first
 * @param gates newest first
 * @param incidents newest first
 * @param metrics every metric, with and without a value
 */
public record BoardDocument(
        Instant at,
        SprintView sprint,
        Scope scope,
        Bounded<String> services,
        Bounded<Environment> environments,
        PromiseReport promise,
        Bounded<TicketProgress> tickets,
        Bounded<RunningVersion> running,
        Bounded<Deployment> deployments,
        Bounded<GateEvaluation> gates,
        Bounded<Incident> incidents,
        List<Metric> metrics) {
    public BoardDocument {
        metrics = List.copyOf(metrics);
    }
}
