package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.metrics.Fact;
import io.jenkins.plugins.sprintdelivery.core.metrics.Metric;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import java.time.Instant;

/**
 * A metric with the facts behind it.
 *
 * @param at the moment it was made for
 * @param sprint the sprint, or null for another period
 * @param scope what it is about
 * @param metric the number, its formula and its sample
 * @param counted what it was made from
 * @param leftOut what was left out, each with its reason
 * @param others how many more were left out that have no name
 */
public record MetricDocument(
        Instant at,
        SprintView sprint,
        Scope scope,
        Metric metric,
        Page<Fact> counted,
        Bounded<Fact> leftOut,
        int others) {}
