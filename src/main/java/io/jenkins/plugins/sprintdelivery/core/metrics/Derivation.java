package io.jenkins.plugins.sprintdelivery.core.metrics;

import java.util.List;
import java.util.Objects;

/**
 * A metric with the facts behind it.
 *
 * @param metric the number
 * @param counted what it was made from; empty for the metrics of builds, tests and gates, whose facts have no name here
 * @param leftOut what was left out, each with its reason
 * @param others how many more were left out that have no name here
 */
public record Derivation(Metric metric, List<Fact> counted, List<Fact> leftOut, int others) {
    public Derivation {
        Objects.requireNonNull(metric, "metric");
        counted = List.copyOf(counted);
        leftOut = List.copyOf(leftOut);
    }
}
