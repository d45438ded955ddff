package io.jenkins.plugins.sprintdelivery.core.export;

import io.jenkins.plugins.sprintdelivery.core.metrics.Metric;
import io.jenkins.plugins.sprintdelivery.core.metrics.MetricText;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report's sentences and tables before they are escaped for a format. Times are in UTC. */
final class ReportText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final SprintReport report;

    ReportText(SprintReport report) {
        this.report = report;
    }

    /** A table: what it shows, its columns, its rows. */
    record Table(String caption, List<String> columns, List<List<String>> rows) {}

    String title() {
        return report.sprint() == null
                ? "Delivery from " + time(report.scope().from()) + " to "
                        + time(report.scope().to())
                : report.sprint().name();
    }

    /** What the report is about, one sentence a line. */
    List<String> about() {
        List<String> lines = new ArrayList<>();
        Scope scope = report.scope();
        if (report.sprint() != null) {
            lines.add("Sprint " + report.sprint().id() + ", " + time(scope.from()) + " to " + time(scope.to()) + ".");
            if (report.sprint().goal() != null) {
                lines.add("Goal: " + report.sprint().goal());
            }
        }
        lines.add("Metrics of "
                + (scope.service() == null ? "all services" : "the service " + scope.service())
                + " in "
                + (scope.environment() == null
                        ? "environments of the tier " + scope.tier()
                        : "the environment " + scope.environment())
                + ".");
        if (report.promise() != null) {
            lines.add(promised(report.promise()));
        }
        lines.add(
                report.frozen()
                        ? "Frozen at " + time(report.generatedAt())
                                + ", after the sprint had closed; what was recorded later is not in it."
                        : "Made for " + time(report.generatedAt()) + ".");
        return lines;
    }

    List<Table> tables() {
        List<Table> tables = new ArrayList<>(List.of(metrics(), tickets(), deployments(), gates()));
        if (report.promise() != null) {
            tables.add(1, promise(report.promise()));
        }
        return tables;
    }

    private static String promised(PromiseReport promise) {
        String committed = promise.committedAt() == null
                ? "Promise: the commitment is not known"
                : "Promise: " + promise.committed() + " committed at " + time(promise.committedAt());
        return committed + ", " + promise.added() + " added, " + promise.removed() + " removed, " + promise.done()
                + " done, " + promise.carriedIn() + " carried over from earlier sprints, " + promise.carriedOut()
                + " into later ones.";
    }

    private static Table promise(PromiseReport promise) {
        return new Table(
                "Promise",
                List.of("Ticket", "Committed", "Done", "Came and left", "From", "To"),
                promise.tickets().stream().map(ReportText::row).toList());
    }

    private static List<String> row(PromiseReport.PromisedTicket ticket) {
        return List.of(
                ticket.key(),
                ticket.committed() ? "yes" : "no",
                ticket.done() ? "yes" : "no",
                ticket.changes().stream().map(ReportText::change).collect(Collectors.joining("; ")),
                String.join(", ", ticket.from()),
                String.join(", ", ticket.to()));
    }

    private static String change(SprintContents.Change change) {
        return change.kind()
                + (change.at() == null ? ", noticed " : " ")
                + time(change.moment())
                + (change.by() == null ? "" : " by " + change.by());
    }

    private Table metrics() {
        return new Table(
                "Metrics",
                List.of("Metric", "Value", "Sample", "Left out", "Formula"),
                report.metrics().stream().map(ReportText::row).toList());
    }

    private static List<String> row(Metric metric) {
        String value =
                metric.sufficient() ? MetricText.value(metric) : MetricText.value(metric) + " (" + metric.gap() + ")";
        return List.of(
                metric.label(), value, Integer.toString(metric.n()), MetricText.excluded(metric), metric.formula());
    }

    private Table tickets() {
        return new Table(
                "Tickets",
                columns(List.of("Ticket", "Furthest environment", "Tier", "Since", "Commits", "Builds"), "State"),
                report.tickets().stream().map(this::row).toList());
    }

    private List<String> row(TicketStanding ticket) {
        boolean deployed = ticket.furthest() != null;
        return columns(
                List.of(
                        ticket.key(),
                        deployed ? ticket.furthest().name() : "not deployed",
                        deployed ? ticket.furthest().tier().toString() : "",
                        time(ticket.since()),
                        Integer.toString(ticket.commits()),
                        Integer.toString(ticket.builds())),
                ticket.markWords());
    }

    /** With one that only a sprint's promise has something to say in. */
    private List<String> columns(List<String> always, String promised) {
        if (report.promise() == null) {
            return always;
        }
        List<String> columns = new ArrayList<>(always);
        columns.add(promised);
        return columns;
    }

    private Table deployments() {
        return new Table(
                "Deployments",
                List.of("Started", "Service", "Environment", "Version", "Kind", "Status", "Duration", "Tickets"),
                report.deployments().stream().map(ReportText::row).toList());
    }

    private static List<String> row(Deployment deployment) {
        return List.of(
                time(deployment.started()),
                deployment.service(),
                deployment.environment().name(),
                deployment.version(),
                deployment.kind() == null ? "" : deployment.kind().toString(),
                deployment.status().toString(),
                deployment.finished() == null
                        ? ""
                        : MetricText.duration(Duration.between(deployment.started(), deployment.finished())
                                        .toMillis()
                                / 1000.0),
                String.join(", ", deployment.tickets()));
    }

    private Table gates() {
        return new Table(
                "Gates",
                List.of("Time", "Service", "Environment", "Version", "Policy", "Verdict", "What was not met"),
                report.gates().stream().map(ReportText::row).toList());
    }

    private static List<String> row(GateEvaluation gate) {
        List<String> unmet = gate.result().conditions().stream()
                .filter(condition -> condition.verdict() != Verdict.PASS)
                .map(condition ->
                        condition.type() + ": expected " + condition.expected() + ", was " + condition.actual())
                .toList();
        return List.of(
                time(gate.at()),
                gate.service(),
                gate.environment() == null ? "" : gate.environment().name(),
                gate.version() == null ? "" : gate.version(),
                gate.result().policy(),
                gate.result().verdict().toString(),
                String.join("; ", unmet));
    }

    private static String time(Instant moment) {
        return moment == null ? "" : TIME.format(moment);
    }
}
