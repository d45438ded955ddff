package io.jenkins.plugins.sprintdelivery.core.metrics;

import io.jenkins.plugins.sprintdelivery.core.json.WrittenWhenAbsent;
import java.util.List;
import java.util.Objects;

/**
 * One number about delivery, with everything needed to judge it. A metric without a sample has no value: it is neither
 * 0 nor 100 %.
 *
 * @param name stable name for programs, such as {@code change-failure-rate}
 * @param label name for people
 * @param value the value in {@code unit}, or null where the data does not suffice
 * @param unit what the value is counted in
 * @param n how many facts it was made from
 * @param excluded the facts that were left out, by reason
 * @param sufficient whether there is a value
 * @param formula how it is calculated, in words
 * @param gap why there is no value, in words, or null where there is one
 * @param parts the same number for each service and environment, where it is kept apart
 * @param bands where the value stands among DORA's bands, or null for a metric that has none
 */
public record Metric(
        String name,
        String label,
        @WrittenWhenAbsent Double value,
        MetricUnit unit,
        int n,
        List<Excluded> excluded,
        boolean sufficient,
        String formula,
        String gap,
        List<Part> parts,
        DoraBands bands) {

    public Metric {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(formula, "formula");
        excluded = List.copyOf(excluded);
        parts = List.copyOf(parts);
        if (sufficient != (value != null) || sufficient != (gap == null)) {
            throw new IllegalArgumentException("metric '" + name + "' has either a value or a gap");
        }
    }

    /** Facts that were left out, and why. */
    public record Excluded(String reason, int count) {}

    /** The metric of one service in one environment. */
    public record Part(String service, String environment, double value) {}
}
