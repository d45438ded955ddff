package io.jenkins.plugins.sprintdelivery.core.export;

import java.util.List;
import java.util.stream.Collectors;

/** Tables as CSV (RFC 4180); a cell never starts a formula in a spreadsheet. */
public final class Csv {

    private static final String LINE_END = "\r\n";

    /** What begins a formula in a spreadsheet, full-width letters included, as OWASP lists them. */
    private static final String FORMULA = "=+-@\t\r\n|%\uFF1D\uFF0B\uFF0D\uFF20";

    private Csv() {}

    /** A table with its columns' names in the first line. */
    public static String of(List<List<String>> lines) {
        return lines.stream()
                .map(line -> line.stream().map(Csv::cell).collect(Collectors.joining(",")))
                .collect(Collectors.joining(LINE_END, "", LINE_END));
    }

    /**
     * One cell. Text that a spreadsheet would take for a formula is led by an apostrophe, as OWASP advises for CSV
     * injection.
     */
    static String cell(String text) {
        boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
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
}
