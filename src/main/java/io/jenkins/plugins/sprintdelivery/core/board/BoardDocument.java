package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.export.PromiseReport;
import io.jenkins.plugins.sprintdelivery.core.export.TicketMark;
import io.jenkins.plugins.sprintdelivery.core.export.TicketStanding;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.RunningVersion;
import io.jenkins.plugins.sprintdelivery.core.metrics.Metric;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * One sprint, or another period, as the board shows it.
 *
 * @param at the moment it was made for, whole minutes
 * @param sprint the sprint, or null for another period
 * @param scope what it is about; the metrics are of its tier, the other lists of all tiers where no environment is named
 * @param services the services to choose from
 * @param environments the environments to choose from
 * @param promise what the sprint promised, or null where no tracker said anything of it, or where it was left out
 * @param marks of how many of the tickets something stands out, or null where no tracker said anything of the sprint
 * @param tickets furthest first; those of the promise also where nobody has worked on them yet
 * @param running what runs where at the moment
 * @param dependencies which services depend on which others, those not ready first
 * @param deployments newest first
 * @param gates newest first
 * @param incidents newest first
 * @param metrics every metric, with and without a value, or null where they were left out
 */
public record BoardDocument(
        Instant at,
        SprintView sprint,
        Scope scope,
        Bounded<String> services,
        Bounded<Environment> environments,
        PromiseReport promise,
        List<MarkCount> marks,
        Bounded<TicketStanding> tickets,
        Bounded<RunningVersion> running,
        Bounded<DependencyRow> dependencies,
        Bounded<Deployment> deployments,
        Bounded<GateEvaluation> gates,
        Bounded<Incident> incidents,
        List<Metric> metrics) {
    public BoardDocument {
        marks = marks == null ? null : List.copyOf(marks);
        metrics = metrics == null ? null : List.copyOf(metrics);
    }

    /**
     * How many tickets have a mark.
     *
     * @param count 0 is said too
     */
    public record MarkCount(TicketMark mark, int count) {

        static List<MarkCount> of(List<TicketStanding> tickets) {
            return Arrays.stream(TicketMark.values())
                    .map(mark -> new MarkCount(mark, (int) tickets.stream()
                            .filter(ticket -> ticket.marks().contains(mark))
                            .count()))
                    .toList();
        }
    }
}
