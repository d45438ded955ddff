package io.jenkins.plugins.sprintdelivery.core.export;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.metrics.Metric;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a sprint, or another period, delivered.
 *
 * @param generatedAt the moment it was made for
 * @param frozen whether it was kept after its sprint had closed, so that later facts do not change it
 * @param sprint the sprint, or null for another period
 * @param scope what it is about
 * @param metrics every metric, with and without a value
 * @param tickets furthest first
 * @param deployments newest first
 * @param gates newest first
 * @param promise what the sprint promised, or null where no tracker said anything of it
 */
public record SprintReport(
        Instant generatedAt,
        boolean frozen,
        Sprint sprint,
        Scope scope,
        List<Metric> metrics,
        List<TicketStanding> tickets,
        List<Deployment> deployments,
        List<GateEvaluation> gates,
        PromiseReport promise) {
    public SprintReport {
        Objects.requireNonNull(generatedAt, "generatedAt");
        Objects.requireNonNull(scope, "scope");
        metrics = List.copyOf(metrics);
        tickets = List.copyOf(tickets);
        deployments = List.copyOf(deployments);
        gates = List.copyOf(gates);
    }

    /** The same report as it is kept. */
    public SprintReport freeze() {
        return new SprintReport(generatedAt, true, sprint, scope, metrics, tickets, deployments, gates, promise);
    }

    /**
     * The report that a JSON document holds.
     *
     * @throws tools.jackson.core.JacksonException if it holds none
     */
    public static SprintReport parse(byte[] json) {
        return Json.mapper().readValue(json, SprintReport.class);
    }

    /** The report as one JSON document. */
    public String json() {
        return Json.mapper().writeValueAsString(this);
    }
}
