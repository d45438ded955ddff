package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.export.Csv;
import io.jenkins.plugins.sprintdelivery.core.export.PromiseReport.PromisedTicket;
import io.jenkins.plugins.sprintdelivery.core.export.TicketMark;
import io.jenkins.plugins.sprintdelivery.core.export.TicketStanding;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.BuildOutlook;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.RunningVersion;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.TicketBuild;
import io.jenkins.plugins.sprintdelivery.core.metrics.Fact;
import io.jenkins.plugins.sprintdelivery.core.metrics.Metric;
import io.jenkins.plugins.sprintdelivery.core.metrics.MetricText;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents.Change;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The API's tables as CSV: the fields of their JSON, an absent value as an empty cell, lists divided by spaces. */
final class Tables {

    static final Table<SprintView> SPRINTS = new Table<>(
            "id,name,board,goal,state,start,plannedEnd,actualEnd,source,phase,days,daysLeft",
            sprint -> cells(
                    sprint.id(),
                    sprint.name(),
                    sprint.board(),
                    sprint.goal(),
                    sprint.state(),
                    sprint.start(),
                    sprint.plannedEnd(),
                    sprint.actualEnd(),
                    sprint.source(),
                    sprint.phase(),
                    sprint.days(),
                    sprint.daysLeft()));

    static final Table<TicketStanding> TICKETS = new Table<>(
            "key,environment,tier,since,builds,commits,marks,waitsFor",
            ticket -> cells(
                    ticket.key(),
                    name(ticket.furthest()),
                    tier(ticket.furthest()),
                    ticket.since(),
                    ticket.builds(),
                    ticket.commits(),
                    ticket.marks().stream().map(TicketMark::toString).collect(Collectors.joining(" ")),
                    String.join(" ", ticket.waitsFor())));

    static final Table<OutboxView> OUTBOX = new Table<>(
            "id,site,kind,subject,ticket,said,sequence,state,attempts,at,due,message,unknownKeys",
            entry -> cells(
                    entry.id(),
                    entry.site(),
                    entry.kind(),
                    entry.subject(),
                    entry.ticket(),
                    entry.said(),
                    entry.sequence(),
                    entry.state(),
                    entry.attempts(),
                    entry.at(),
                    entry.due(),
                    entry.message(),
                    String.join(" ", entry.unknownKeys())));

    static final Table<PromisedTicket> PROMISED =
            new Table<>("key,committed,in,done,change,changed,by,noticed,from,to", ticket -> {
                Change last = ticket.changes().isEmpty()
                        ? null
                        : ticket.changes().get(ticket.changes().size() - 1);
                return cells(
                        ticket.key(),
                        ticket.committed(),
                        ticket.in(),
                        ticket.done(),
                        last == null ? null : last.kind(),
                        last == null ? null : last.at(),
                        last == null ? null : last.by(),
                        last == null ? null : last.noticed(),
                        String.join(", ", ticket.from()),
                        String.join(", ", ticket.to()));
            });

    static final Table<Deployment> DEPLOYMENTS = new Table<>(
            "id,service,environment,tier,version,commit,previousVersion,kind,status,started,finished,job,build,sprint,"
                    + "tickets",
            deployment -> cells(
                    deployment.id(),
                    deployment.service(),
                    name(deployment.environment()),
                    tier(deployment.environment()),
                    deployment.version(),
                    deployment.commit(),
                    deployment.previousVersion(),
                    deployment.kind(),
                    deployment.status(),
                    deployment.started(),
                    deployment.finished(),
                    deployment.build() == null ? null : deployment.build().job(),
                    deployment.build() == null ? null : deployment.build().number(),
                    deployment.sprintId(),
                    String.join(" ", deployment.tickets())));

    static final Table<TicketBuild> TICKET_BUILDS = new Table<>(
            "job,number,service,version,result,started,durationMillis,sprint,deployed",
            each -> cells(
                    each.build().job(),
                    each.build().number(),
                    each.service(),
                    each.version(),
                    each.result(),
                    each.started(),
                    each.durationMillis(),
                    each.sprintId(),
                    each.deployed().stream().map(Environment::name).collect(Collectors.joining(" "))));

    static final Table<BuildOutlook.Change> BUILD_CHANGES = new Table<>(
            "environment,tier,running,since,deployment,job,number,direction,commits,more,tickets",
            change -> cells(
                    name(change.environment()),
                    tier(change.environment()),
                    change.running() == null ? null : change.running().version(),
                    change.running() == null ? null : change.running().since(),
                    change.running() == null ? null : change.running().deploymentId(),
                    change.by() == null ? null : change.by().job(),
                    change.by() == null ? null : change.by().number(),
                    change.direction(),
                    change.commits().stream().map(Commit::id).collect(Collectors.joining(" ")),
                    change.more(),
                    String.join(" ", change.tickets())));

    static final Table<Commit> COMMITS = new Table<>(
            "id,authored,subject,tickets",
            commit -> cells(commit.id(), commit.authored(), commit.subject(), String.join(" ", commit.tickets())));

    static final Table<GateEvaluation> GATES = new Table<>(
            "id,service,environment,tier,version,at,policy,verdict,unmet",
            gate -> cells(
                    gate.id(),
                    gate.service(),
                    name(gate.environment()),
                    tier(gate.environment()),
                    gate.version(),
                    gate.at(),
                    gate.result().policy(),
                    gate.result().verdict(),
                    gate.result().conditions().stream()
                            .filter(condition -> condition.verdict() != Verdict.PASS)
                            .map(condition -> condition.type())
                            .collect(Collectors.joining(" "))));

    static final Table<Incident> INCIDENTS = new Table<>(
            "id,service,environment,tier,severity,summary,opened,resolved,causedBy,restoredBy",
            incident -> cells(
                    incident.id(),
                    incident.service(),
                    name(incident.environment()),
                    tier(incident.environment()),
                    incident.severity(),
                    incident.summary(),
                    incident.opened(),
                    incident.resolved(),
                    incident.causedBy(),
                    incident.restoredBy()));

    static final Table<RunningVersion> RUNNING = new Table<>(
            "service,environment,tier,version,since,deployment,sprint",
            running -> cells(
                    running.service(),
                    name(running.environment()),
                    tier(running.environment()),
                    running.version(),
                    running.since(),
                    running.deploymentId(),
                    running.sprintId()));

    static final Table<DependencyRow> DEPENDENCIES = new Table<>(
            "service,environment,tier,version,policy,at,needs,atLeast,in,running,readiness",
            row -> cells(
                    row.service(),
                    name(row.environment()),
                    tier(row.environment()),
                    row.version(),
                    row.policy(),
                    row.at(),
                    row.needs(),
                    row.atLeast(),
                    row.in(),
                    row.running(),
                    row.readiness()));

    static final Table<Metric> METRICS = new Table<>(
            "name,label,value,unit,n,sufficient,band,excluded,gap,formula",
            metric -> cells(
                    metric.name(),
                    metric.label(),
                    metric.value(),
                    metric.unit(),
                    metric.n(),
                    metric.sufficient(),
                    metric.bands() == null ? null : metric.bands().band(),
                    MetricText.excluded(metric),
                    metric.gap(),
                    metric.formula()));

    static final Table<Fact> FACTS = new Table<>(
            "kind,id,service,environment,version,at,deployment,seconds,note",
            fact -> cells(
                    fact.kind(),
                    fact.id(),
                    fact.service(),
                    fact.environment(),
                    fact.version(),
                    fact.at(),
                    fact.deployment(),
                    fact.seconds(),
                    fact.note()));

    static final Table<TrendDocument.Point> TREND = new Table<>(
            "sprint,name,start,end,deploymentsPerDay,successfulDeployments,leadTimeSeconds,commitsShipped,"
                    + "changeFailureRate,finishedDeployments,buildSuccessRate,builds,deliveredTickets",
            point -> cells(
                    point.sprint(),
                    point.name(),
                    point.start(),
                    point.end(),
                    point.deploymentsPerDay(),
                    point.successfulDeployments(),
                    point.leadTimeSeconds(),
                    point.commitsShipped(),
                    point.changeFailureRate(),
                    point.finishedDeployments(),
                    point.buildSuccessRate(),
                    point.builds(),
                    point.deliveredTickets()));

    static final Table<ComparisonDocument.Row> COMPARISON = new Table<>(
            "name,label,unit,value,n,withValue,withN,change",
            row -> cells(
                    row.metric().name(),
                    row.metric().label(),
                    row.metric().unit(),
                    row.metric().value(),
                    row.metric().n(),
                    row.with().value(),
                    row.with().n(),
                    row.change()));

    static final Table<ReleaseRow> RELEASES = new Table<>(
            "service,environment,tier,version,since,deployment,sprint,team,tickets,state,policy,verdict,judged,at,"
                    + "waiting,waitingSince,deadline,open,freezes",
            row -> cells(
                    row.service(),
                    name(row.environment()),
                    tier(row.environment()),
                    row.version(),
                    row.since(),
                    row.deployment(),
                    row.sprint() == null ? null : row.sprint().id(),
                    row.sprint() == null ? null : row.sprint().team(),
                    row.tickets(),
                    row.state(),
                    row.gate() == null ? null : row.gate().policy(),
                    row.gate() == null ? null : row.gate().verdict(),
                    row.gate() == null ? null : row.gate().version(),
                    row.gate() == null ? null : row.gate().at(),
                    row.waiting().size(),
                    row.waiting().isEmpty() ? null : row.waiting().get(0).since(),
                    row.deadline(),
                    row.waiting().stream()
                            .flatMap(release -> release.open().stream())
                            .distinct()
                            .collect(Collectors.joining("; ")),
                    row.freezes().stream()
                            .map(ReleaseRow.FreezeAhead::name)
                            .distinct()
                            .collect(Collectors.joining("; "))));

    static final Table<WaitingRelease> WAITING = new Table<>(
            "id,service,environment,tier,version,job,build,sprint,tickets,policy,verdict,since,deadline,open,forYou",
            release -> cells(
                    release.id(),
                    release.service(),
                    name(release.environment()),
                    tier(release.environment()),
                    release.version(),
                    release.build().job(),
                    release.build().number(),
                    release.sprint() == null ? null : release.sprint().id(),
                    release.tickets(),
                    release.policy(),
                    release.verdict(),
                    release.since(),
                    release.deadline(),
                    String.join("; ", release.open()),
                    release.forYou()));

    private Tables() {}

    /** A table: the names of its columns, divided by commas, and the cells of an item. */
    record Table<T>(String columns, Function<T, List<String>> row) {
        String csv(List<T> items) {
            List<List<String>> lines = new ArrayList<>();
            lines.add(List.of(columns.split(",")));
            items.forEach(item -> lines.add(row.apply(item)));
            return Csv.of(lines);
        }
    }

    private static List<String> cells(Object... values) {
        return Arrays.stream(values).map(Tables::cell).toList();
    }

    private static String cell(Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof Double number
                ? new BigDecimal(number.toString()).stripTrailingZeros().toPlainString()
                : value.toString();
    }

    private static String name(Environment environment) {
        return environment == null ? null : environment.name();
    }

    private static String tier(Environment environment) {
        return environment == null ? null : environment.tier().toString();
    }
}
