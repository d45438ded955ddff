package io.jenkins.plugins.sprintdelivery.core.board;

import static io.jenkins.plugins.sprintdelivery.core.export.HtmlReport.escaped;

import io.jenkins.plugins.sprintdelivery.core.export.HtmlReport;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Releases as a page that needs no script: a table, its choices as a form, and one link a column to sort by it. */
final class ReleasesHtml {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final List<String[]> COLUMNS = List.of(
            new String[] {"service", "Service"},
            new String[] {"environment", "Environment"},
            new String[] {"since", "Runs"},
            new String[] {"sprint", "Sprint"},
            new String[] {"tickets", "Tickets"},
            new String[] {"state", "Gate"},
            new String[] {"deadline", "Waits"},
            new String[] {null, "Who may act"},
            new String[] {null, "Freezes"});

    private final ReleasesDocument document;
    private final ApiRequest request;
    private final StringBuilder out = new StringBuilder();

    private ReleasesHtml(ReleasesDocument document, ApiRequest request) {
        this.document = document;
        this.request = request;
    }

    static String of(ReleasesDocument document, ApiRequest request) {
        return new ReleasesHtml(document, request).page();
    }

    private String page() {
        out.append(HtmlReport.head("Releases"));
        out.append("<h1>Releases</h1>\n<p>").append(summary()).append("</p>\n");
        document.problems()
                .forEach(problem -> out.append("<p>").append(escaped(problem)).append("</p>\n"));
        form();
        if (document.releases().items().isEmpty()) {
            out.append("<p>Nothing matches.</p>\n");
        } else {
            table();
        }
        return out.append("</main>\n</body>\n</html>\n").toString();
    }

    private String summary() {
        String more = document.releases().more() ? " There are more; choose, or take the CSV." : "";
        return document.releases().items().size() + " of " + document.all() + " shown, " + document.forYou()
                + " waiting for you." + more;
    }

    private void form() {
        out.append("<form method=\"get\">\n");
        select("service", "Service", document.services(), document.services());
        select("environment", "Environment", document.environments(), document.environments());
        select("team", "Team", document.teams(), document.teams());
        select(
                "sprint",
                "Sprint",
                document.sprints().stream().map(ReleaseRow.SprintName::id).toList(),
                document.sprints().stream().map(ReleaseRow.SprintName::name).toList());
        List<String> states =
                Arrays.stream(ReleaseState.values()).map(ReleaseState::toString).toList();
        select("state", "State", states, states);
        out.append("<label><input type=\"checkbox\" name=\"mine\" value=\"true\"")
                .append(request.get("mine") == null ? "" : " checked")
                .append("> Only what waits for me</label>\n<button>Show</button>\n</form>\n");
    }

    private void select(String name, String label, List<String> values, List<String> words) {
        out.append("<label>")
                .append(label)
                .append(" <select name=\"")
                .append(name)
                .append("\"><option value=\"\">All");
        for (int i = 0; i < values.size(); i++) {
            boolean chosen = values.get(i).equals(request.get(name));
            out.append("<option value=\"")
                    .append(escaped(values.get(i)))
                    .append(chosen ? "\" selected>" : "\">")
                    .append(escaped(words.get(i)));
        }
        out.append("</select></label>\n");
    }

    private void table() {
        out.append("<div role=\"region\" tabindex=\"0\" aria-label=\"Releases\"><table>\n<thead><tr>");
        for (String[] column : COLUMNS) {
            out.append("<th scope=\"col\"").append(sorting(column[0])).append('>');
            if (column[0] == null) {
                out.append(column[1]);
            } else {
                out.append("<a href=\"")
                        .append(escaped(sortedBy(column[0])))
                        .append("\">")
                        .append(column[1])
                        .append("</a>");
            }
            out.append("</th>");
        }
        out.append("</tr></thead>\n<tbody>\n");
        document.releases().items().forEach(this::row);
        out.append("</tbody>\n</table></div>\n");
    }

    private String sorting(String column) {
        if (column == null || !column.equals(request.get("sort"))) {
            return "";
        }
        return " aria-sort=\"" + (request.get("descending") == null ? "ascending" : "descending") + "\"";
    }

    private String sortedBy(String column) {
        TreeMap<String, String> query = new TreeMap<>(request.query());
        boolean turn = column.equals(query.put("sort", column)) && query.get("descending") == null;
        query.remove("descending");
        if (turn) {
            query.put("descending", "true");
        }
        return "?"
                + query.entrySet().stream()
                        .map(entry -> ApiRequest.encoded(entry.getKey()) + "=" + ApiRequest.encoded(entry.getValue()))
                        .collect(Collectors.joining("&"));
    }

    private void row(ReleaseRow row) {
        out.append("<tr><th scope=\"row\"><bdi>").append(escaped(row.service())).append("</bdi></th>");
        cell(row.environment().name());
        cell(row.version() == null ? "nothing" : row.version() + " since " + TIME.format(row.since()));
        cell(row.sprint() == null ? "" : row.sprint().name());
        cell(row.tickets() == null ? "" : row.tickets().toString());
        cell(gate(row));
        cell(row.waiting().stream().map(ReleasesHtml::waiting).collect(Collectors.joining("\n")));
        cell(row.waiting().stream().map(ReleasesHtml::actors).collect(Collectors.joining("\n")));
        cell(row.freezes().stream().map(ReleasesHtml::freeze).collect(Collectors.joining("\n")));
        out.append("</tr>\n");
    }

    private void cell(String text) {
        out.append("<td>");
        for (String line : text.split("\n")) {
            out.append("<div><bdi>").append(escaped(line)).append("</bdi></div>");
        }
        out.append("</td>");
    }

    private static String gate(ReleaseRow row) {
        ReleaseRow.LastGate gate = row.gate();
        String last = gate == null
                ? ""
                : "\n" + gate.policy() + ": " + gate.verdict()
                        + (gate.version() == null ? "" : " for " + gate.version())
                        + (gate.overriddenBy() == null ? "" : ", overridden by " + gate.overriddenBy());
        return row.state() + last;
    }

    private static String waiting(WaitingRelease release) {
        return (release.version() == null ? release.build().id() : release.version()) + " at " + release.policy()
                + " since " + time(release.since()) + " until " + time(release.deadline())
                + release.open().stream().map(open -> "\n" + open).collect(Collectors.joining());
    }

    private static String actors(WaitingRelease release) {
        return "approve: " + act(release.approve()) + "\noverride: " + act(release.override())
                + release.approvers().stream()
                        .map(asked -> "\nasks for " + asked)
                        .collect(Collectors.joining());
    }

    private static String act(WaitingRelease.Act act) {
        return act.allowed() ? "you may" : act.why();
    }

    private static String freeze(ReleaseRow.FreezeAhead freeze) {
        return freeze.name() + ": " + time(freeze.from()) + " to " + time(freeze.to());
    }

    private static String time(Instant moment) {
        return TIME.format(moment);
    }
}
