package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.metrics.Metric;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import java.time.Instant;
import java.util.List;

/**
 * Every metric of a sprint or a period.
 *
 * @param at the moment it was made for
 * @param sprint the sprint, or null for another period
 * @param scope what it is about
 * @param metrics every metric, with and without a value
 */
public record MetricsDocument(Instant at, SprintView sprint, Scope scope, List<Metric> metrics) {
    public MetricsDocument {
        metrics = List.copyOf(metrics);
    }
}
