package io.jenkins.plugins.sprintdelivery.core.export;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** A report as one HTML file that needs nothing else: one style element, no script, no link to anywhere. */
public final class HtmlReport {

    private static final String STYLE = """
            :root{color-scheme:light dark;--ink:#1d2433;--soft:#4f5a6e;--line:#d8dde6;--page:#fff;--head:#f4f6f9}
            @media(prefers-color-scheme:dark){:root{--ink:#e8ebf1;--soft:#aab4c5;--line:#3a4354;--page:#161b24;--head:#202734}}
            body{margin:2rem auto;max-width:75rem;padding:0 1rem;background:var(--page);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
            h1{font-size:1.6rem;overflow-wrap:anywhere}h2{font-size:1.15rem;margin-top:2rem}p{color:var(--soft);margin:.2rem 0;overflow-wrap:anywhere}
            div{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}
            th,td{border-bottom:1px solid var(--line);padding:.4rem .6rem;text-align:start;vertical-align:top;overflow-wrap:anywhere;min-width:4rem}
            thead th{background:var(--head)}tbody th{font-weight:600}
            form{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;margin:1rem 0}select,button,input{font:inherit;min-height:1.5rem}
            a{color:inherit}
            """;

    private HtmlReport() {}

    /** The whole page. */
    public static String of(SprintReport report) {
        ReportText text = new ReportText(report);
        StringBuilder out = new StringBuilder();
        out.append(head(text.title()))
                .append("<h1>")
                .append(escaped(text.title()))
                .append("</h1>\n");
        text.about().forEach(line -> out.append("<p>").append(escaped(line)).append("</p>\n"));
        text.tables().forEach(table -> append(out, table));
        return out.append("</main>\n</body>\n</html>\n").toString();
    }

    /** What a page in the report's style begins with, up to and including its {@code main} tag. */
    public static String head(String title) {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" + escaped(title)
                + "</title>\n<style>" + STYLE + "</style>\n</head>\n<body>\n<main>\n";
    }

    /** The Content-Security-Policy source that allows the page's one style element. */
    public static String styleSource() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(STYLE.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static void append(StringBuilder out, ReportText.Table table) {
        out.append("<h2>").append(escaped(table.caption())).append("</h2>\n");
        if (table.rows().isEmpty()) {
            out.append("<p>None.</p>\n");
            return;
        }
        out.append("<div role=\"region\" tabindex=\"0\" aria-label=\"")
                .append(escaped(table.caption()))
                .append("\"><table>\n<thead><tr>");
        table.columns()
                .forEach(column ->
                        out.append("<th scope=\"col\">").append(escaped(column)).append("</th>"));
        out.append("</tr></thead>\n<tbody>\n");
        table.rows().forEach(cells -> appendRow(out, cells));
        out.append("</tbody>\n</table></div>\n");
    }

    private static void appendRow(StringBuilder out, List<String> cells) {
        out.append("<tr><th scope=\"row\"><bdi>").append(escaped(cells.get(0))).append("</bdi></th>");
        for (String cell : cells.subList(1, cells.size())) {
            out.append("<td><bdi>").append(escaped(cell)).append("</bdi></td>");
        }
        out.append("</tr>\n");
    }

    /** Text for element content and for attributes in double quotes. */
    public static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            switch (letter) {
                case '&':
                    out.append("&amp;");
                    break;
                case '<':
                    out.append("&lt;");
                    break;
                case '>':
                    out.append("&gt;");
                    break;
                case '"':
                    out.append("&quot;");
                    break;
                case '\'':
                    out.append("&#39;");
                    break;
                default:
                    boolean allowed = letter >= ' ' || letter == '\n' || letter == '\t';
                    out.append(allowed ? letter : '\uFFFD');
            }
        }
        return out.toString();
    }
}
