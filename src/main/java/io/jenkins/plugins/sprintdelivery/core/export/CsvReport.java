package io.jenkins.plugins.sprintdelivery.core.export;

import io.jenkins.plugins.sprintdelivery.core.metrics.Metric;
import io.jenkins.plugins.sprintdelivery.core.metrics.MetricText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A report's metrics as CSV. */
public final class CsvReport {

    private CsvReport() {}

    /** The metrics, values as plain numbers in the unit beside them, no value as an empty cell. */
    public static String metrics(SprintReport report) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("name", "label", "value", "unit", "n", "sufficient", "excluded", "gap", "formula"));
        for (Metric metric : report.metrics()) {
            lines.add(List.of(
                    metric.name(),
                    metric.label(),
                    metric.sufficient() ? plain(metric.value()) : "",
                    metric.unit().toString(),
                    Integer.toString(metric.n()),
                    Boolean.toString(metric.sufficient()),
                    MetricText.excluded(metric),
                    metric.gap() == null ? "" : metric.gap(),
                    metric.formula()));
        }
        return Csv.of(lines);
    }

    private static String plain(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}
