package io.jenkins.plugins.sprintdelivery.core.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a metric is made from and what it leaves out, by reason. Of one thread. */
final class Evidence {

    private final List<Fact> counted = new ArrayList<>();
    private final List<Fact> leftOut = new ArrayList<>();
    private final Map<String, Integer> reasons = new TreeMap<>();
    private int unnamed;

    void count(Fact fact) {
        counted.add(fact);
    }

    void leaveOut(String reason, Fact fact) {
        leftOut.add(fact.saying(reason));
        reasons.merge(reason, 1, Integer::sum);
    }

    /** Leaves out a fact that has no name of its own. */
    void leaveOut(String reason) {
        leaveOut(reason, 1);
    }

    void leaveOut(String reason, int count) {
        if (count > 0) {
            unnamed += count;
            reasons.merge(reason, count, Integer::sum);
        }
    }

    Evidence copy() {
        Evidence copy = new Evidence();
        copy.counted.addAll(counted);
        copy.leftOut.addAll(leftOut);
        copy.reasons.putAll(reasons);
        copy.unnamed = unnamed;
        return copy;
    }

    List<Fact> counted() {
        return counted;
    }

    List<Fact> leftOut() {
        return leftOut;
    }

    /** How many facts were left out that have no name. */
    int others() {
        return unnamed;
    }

    List<Metric.Excluded> excluded() {
        return reasons.entrySet().stream()
                .map(entry -> new Metric.Excluded(entry.getKey(), entry.getValue()))
                .toList();
    }
}
