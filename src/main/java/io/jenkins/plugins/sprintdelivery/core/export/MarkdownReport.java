package io.jenkins.plugins.sprintdelivery.core.export;

import java.util.List;
import java.util.stream.Collectors;

/** A report as Markdown with tables, for a retrospective's page or a comment. */
public final class MarkdownReport {

    private MarkdownReport() {}

    /** The whole report; names from outside can neither break a table nor become markup. */
    public static String of(SprintReport report) {
        ReportText text = new ReportText(report);
        StringBuilder out = new StringBuilder();
        out.append("# ").append(escaped(text.title())).append("\n\n");
        text.about().forEach(line -> out.append(escaped(line)).append("\n\n"));
        for (ReportText.Table table : text.tables()) {
            out.append("## ").append(table.caption()).append("\n\n");
            if (table.rows().isEmpty()) {
                out.append("None.\n\n");
                continue;
            }
            out.append(row(table.columns()));
            out.append("|").append(" --- |".repeat(table.columns().size())).append('\n');
            table.rows().forEach(cells -> out.append(row(cells)));
            out.append('\n');
        }
        return out.toString();
    }

    private static String row(List<String> cells) {
        return cells.stream().map(MarkdownReport::escaped).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /** Text that Markdown shows as it is: no markup, no HTML, no line break, no table cell. */
    static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(point -> {
            if (point == '<') {
                out.append("&lt;");
            } else if (point == '>') {
                out.append("&gt;");
            } else if (point == '&') {
                out.append("&amp;");
            } else if (point == '@' || point == '#') {
                // a mention or a reference would notify or link in some trackers
                out.append("&#").append(point).append(';');
            } else if ("\\`*_[]|~$".indexOf(point) >= 0) {
                out.append('\\').appendCodePoint(point);
            } else if (Character.isISOControl(point) || point == 0x2028 || point == 0x2029) {
                out.append(' ');
            } else {
                out.appendCodePoint(point);
            }
        });
        return out.toString();
    }
}
