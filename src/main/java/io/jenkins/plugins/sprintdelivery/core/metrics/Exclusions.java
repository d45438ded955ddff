package io.jenkins.plugins.sprintdelivery.core.metrics;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what a metric leaves out, by reason. Of one thread. */
final class Exclusions {

    private final Map<String, Integer> counts = new TreeMap<>();

    void add(String reason) {
        add(reason, 1);
    }

    void add(String reason, int count) {
        if (count > 0) {
            counts.merge(reason, count, Integer::sum);
        }
    }

    List<Metric.Excluded> list() {
        return counts.entrySet().stream()
                .map(entry -> new Metric.Excluded(entry.getKey(), entry.getValue()))
                .toList();
    }
}
