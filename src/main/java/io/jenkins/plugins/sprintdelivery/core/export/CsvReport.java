package io.jenkins.plugins.sprintdelivery.core.export;

import io.jenkins.plugins.sprintdelivery.core.metrics.Metric;
import io.jenkins.plugins.sprintdelivery.core.metrics.MetricText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A report's tables as CSV (RFC 4180), one table a file; a cell never starts a formula in a spreadsheet. */
public final class CsvReport {

    private static final String LINE_END = "\r\n";

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
        return csv(lines);
    }

    /** A table with its columns' names in the first line. */
    static String csv(List<List<String>> lines) {
        return lines.stream()
                .map(line -> line.stream().map(CsvReport::cell).collect(Collectors.joining(",")))
                .collect(Collectors.joining(LINE_END, "", LINE_END));
    }

    /**
     * One cell. Text that a spreadsheet would take for a formula is led by an apostrophe, as OWASP advises for CSV
     * injection.
     */
    static String cell(String text) {
        boolean formula = !text.isEmpty() && "=+-@\t\r\n|%".indexOf(text.charAt(0)) >= 0;
        String safe = formula ? "'" + text : text;
        boolean quoted = safe.chars()
                .anyMatch(letter -> letter == '"'
                        || letter == ','
                        || letter == '\n'
                        || letter == '\r'
                        || letter == ';'
                        || letter == '\'');
        return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    private static String plain(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
}
