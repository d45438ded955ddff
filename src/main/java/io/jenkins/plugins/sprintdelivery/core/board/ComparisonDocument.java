package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.json.WrittenWhenAbsent;
import io.jenkins.plugins.sprintdelivery.core.metrics.Metric;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import java.util.List;

/**
 * Two sprints side by side.
 *
 * @param sprint the one that is looked at
 * @param with the one it is compared with
 * @param service the only service that counts, or null for all
 * @param environment the only environment that counts, or null for all of the tier
 * @param tier the environments that count
 * @param rows one a metric
 */
public record ComparisonDocument(
        SprintView sprint, SprintView with, String service, String environment, EnvironmentTier tier, List<Row> rows) {
    public ComparisonDocument {
        rows = List.copyOf(rows);
    }

    /**
     * A metric in both sprints.
     *
     * @param metric in the sprint that is looked at
     * @param with in the other one
     * @param change the former minus the latter, or null where one of them has no value
     */
    public record Row(
            Metric metric, Metric with, @WrittenWhenAbsent Double change) {
        static Row of(Metric metric, Metric with) {
            return new Row(
                    metric, with, metric.sufficient() && with.sufficient() ? metric.value() - with.value() : null);
        }
    }
}
