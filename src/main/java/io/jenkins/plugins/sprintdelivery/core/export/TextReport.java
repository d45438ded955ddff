package io.jenkins.plugins.sprintdelivery.core.export;

import io.jenkins.plugins.sprintdelivery.core.metrics.Metric;
import io.jenkins.plugins.sprintdelivery.core.metrics.MetricText;
import java.util.ArrayList;
import java.util.List;

/** A report's metrics as a table of plain text, for a terminal. */
public final class TextReport {

    private static final String GAP = "  ";

    private TextReport() {}

    /** What the report is about, and one line a metric. Control characters of names do not reach the terminal. */
    public static String of(SprintReport report) {
        ReportText text = new ReportText(report);
        StringBuilder out = new StringBuilder();
        out.append(plain(text.title())).append('\n');
        text.about().forEach(line -> out.append(plain(line)).append('\n'));
        out.append('\n');
        List<List<String>> lines = new ArrayList<>();
        lines.add(List.of("Metric", "Value", "Sample", "Left out"));
        for (Metric metric : report.metrics()) {
            lines.add(List.of(
                    metric.label(),
                    MetricText.value(metric),
                    Integer.toString(metric.n()),
                    metric.sufficient() ? MetricText.excluded(metric) : because(metric)));
        }
        append(out, lines);
        return out.toString();
    }

    private static String because(Metric metric) {
        String excluded = MetricText.excluded(metric);
        return excluded.isEmpty() ? metric.gap() : metric.gap() + " (" + excluded + ")";
    }

    private static void append(StringBuilder out, List<List<String>> lines) {
        int last = lines.get(0).size() - 1;
        int[] widths = new int[last];
        for (List<String> line : lines) {
            for (int column = 0; column < last; column++) {
                widths[column] = Math.max(widths[column], line.get(column).length());
            }
        }
        for (List<String> line : lines) {
            StringBuilder row = new StringBuilder();
            for (int column = 0; column < last; column++) {
                String cell = line.get(column);
                row.append(cell)
                        .append(" ".repeat(widths[column] - cell.length()))
                        .append(GAP);
            }
            out.append(row.append(line.get(last)).toString().stripTrailing()).append('\n');
        }
    }

    private static String plain(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(point -> out.appendCodePoint(Character.isISOControl(point) ? ' ' : point));
        return out.toString();
    }
}
