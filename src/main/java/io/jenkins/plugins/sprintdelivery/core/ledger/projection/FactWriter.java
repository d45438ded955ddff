package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JobNames;
import io.jenkins.plugins.sprintdelivery.core.ledger.projection.BuildRows.BuildRow;
import io.jenkins.plugins.sprintdelivery.core.ledger.projection.CommitRows.CommitRow;
import io.jenkins.plugins.sprintdelivery.core.ledger.projection.DeploymentRows.Cargo;
import io.jenkins.plugins.sprintdelivery.core.ledger.projection.DeploymentRows.DeploymentRow;
import io.jenkins.plugins.sprintdelivery.core.ledger.projection.TicketRows.TicketRow;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.GateTarget;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.JobDeletion;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Takes what was recorded into the rows as it was recorded, and notes what has to be derived from it anew. A fact that
 * says nothing new changes nothing. Of one thread and one session; thrown away when a transaction is rolled back.
 */
final class FactWriter {

    private static final String SUCCESSFUL = BuildResult.SUCCESSFUL.toString();

    private final SqlSession sql;
    private final int controller;
    private final Rows rows;
    private final Catalog catalog;
    private final SprintCounts counts;

    FactWriter(SqlSession sql, int controller, Rows rows, SprintCounts counts) throws SQLException {
        this.sql = sql;
        this.controller = controller;
        this.rows = rows;
        this.counts = counts;
        catalog = new Catalog(sql, controller);
    }

    /** Takes the sprints, which everything else refers to; notes what they touched. */
    void writeSprints(FactBatch batch, Touched touched) throws SQLException {
        for (Sprint sprint : batch.sprints.values()) {
            write(sprint, touched);
        }
    }

    /** Takes the facts other than sprints; notes what they touched. */
    void write(FactBatch batch, Touched touched) throws SQLException {
        writeCommits(batch, touched);
        writeBuilds(batch, touched);
        writeDeployments(batch, touched);
        for (Incident incident : batch.incidents.values()) {
            write(incident, touched);
        }
        for (GateEvaluation gate : batch.gates.values()) {
            write(gate, touched);
        }
        for (GateApproval approval : batch.approvals.values()) {
            write(approval.id(), GateDecisionRows.APPROVAL, approval.target(), approval.at(), approval, touched);
        }
        for (GateOverride override : batch.overrides.values()) {
            write(override.id(), GateDecisionRows.OVERRIDE, override.target(), override.at(), override, touched);
        }
        PromiseRows.write(sql, controller, batch, touched);
        OutboxRows.write(sql, controller, batch, touched);
    }

    private void write(Sprint sprint, Touched touched) throws SQLException {
        List<Object> row = Arrays.asList(
                sprint.name(),
                sprint.board(),
                sprint.goal(),
                sprint.state().toString(),
                SqlSession.micros(sprint.start()),
                SqlSession.micros(sprint.plannedEnd()),
                sprint.actualEnd() == null ? null : SqlSession.micros(sprint.actualEnd()),
                SqlSession.micros(sprint.end()),
                sprint.source(),
                controller,
                sprint.id());
        if (!save("sprints", "name, board, goal, state, started, planned_end, actual_end, ended, source", row)) {
            return;
        }
        touched.news.add(sprint);
        SprintIndex.Window now =
                new SprintIndex.Window(sprint.id(), SqlSession.micros(sprint.start()), SqlSession.micros(sprint.end()));
        SprintIndex.Window before = catalog.sprints.put(now);
        if (!now.equals(before)) {
            touched.sprint(sprint.id());
            touched.windows.add(now);
            if (before != null) {
                touched.windows.add(before);
            }
        }
    }

    /** The job is gone: its history stays under a name of its own, without links. */
    void end(JobDeletion deletion) throws SQLException {
        String ended = JobNames.ended(deletion.job(), deletion.at());
        catalog.rename(deletion.job(), ended);
        sql.update(
                "UPDATE gates SET job = ?, build_url = NULL WHERE controller_no = ? AND job = ?",
                ended,
                controller,
                deletion.job());
        sql.update(
                "UPDATE decisions SET job = ?, build_url = NULL WHERE controller_no = ? AND job = ?",
                ended,
                controller,
                deletion.job());
    }

    /** The build's page is gone. Rows that are at hand have to be written before, and forgotten after. */
    void unlink(BuildReference build) throws SQLException {
        Long job = catalog.jobIfKnown(build.job());
        if (job != null) {
            sql.update("UPDATE builds SET url = NULL WHERE job_no = ? AND build_number = ?", job, build.number());
            sql.update(
                    "UPDATE deployments SET build_url = NULL WHERE job_no = ? AND build_number = ?",
                    job,
                    build.number());
        }
        for (String table : List.of("gates", "decisions")) {
            sql.update(
                    "UPDATE " + table
                            + " SET build_url = NULL WHERE controller_no = ? AND job = ? AND build_number = ?",
                    controller,
                    build.job(),
                    build.number());
        }
    }

    /** Gives what happened in the window, and names no sprint itself, the sprint that contains it now. */
    void reassign(SprintIndex.Window window, Touched touched) throws SQLException {
        List<Object[]> builds = new ArrayList<>();
        sql.each(
                "SELECT no, started, sprint_id, service, result FROM builds WHERE no >= ? AND no <= ?"
                        + " AND started >= ? AND started < ? AND controller_no = ? AND sprint_given IS NULL",
                row -> {
                    long no = row.number();
                    String found = catalog.sprints.at(row.number());
                    String before = row.text();
                    if (!Objects.equals(found, before)) {
                        String service = row.text();
                        boolean successful = row.text().equals(SUCCESSFUL);
                        counts.add(before, service, successful, -1);
                        counts.add(found, service, successful, 1);
                        builds.add(new Object[] {found, no});
                    }
                },
                BuildRows.lowest(window.start()),
                BuildRows.highest(window.end()),
                window.start(),
                window.end(),
                controller);
        sql.batch("UPDATE builds SET sprint_id = ? WHERE no = ?", builds);
        List<Object[]> deployments = new ArrayList<>();
        sql.each(
                "SELECT no, ended, sprint_id FROM deployments WHERE ended >= ? AND ended < ? AND controller_no = ?"
                        + " AND sprint_given IS NULL",
                row -> {
                    long no = row.number();
                    String found = catalog.sprints.at(row.number());
                    String before = row.text();
                    if (!Objects.equals(found, before)) {
                        touched.sprint(found);
                        touched.sprint(before);
                        deployments.add(new Object[] {found, no});
                    }
                },
                window.start(),
                window.end(),
                controller);
        sql.batch("UPDATE deployments SET sprint_id = ? WHERE no = ?", deployments);
    }

    private void writeCommits(FactBatch batch, Touched touched) throws SQLException {
        Collection<Commit> commits = batch.commits.values();
        rows.commits.fetch(
                commits.stream().map(commit -> SqlSession.storable(commit.id())).toList());
        Map<String, Integer> references = new HashMap<>();
        for (Commit commit : commits) {
            CommitRow row = rows.commits.getOrAdd(SqlSession.storable(commit.id()));
            long authored = SqlSession.micros(commit.authored());
            List<String> tickets = distinct(commit.tickets());
            String subject = SqlSession.storable(commit.subject());
            boolean inferred = batch.isInferred(commit);
            if (inferred && row.authored != null && !row.inferred) {
                continue;
            }
            if (Objects.equals(row.authored, authored)
                    && row.subject.equals(subject)
                    && sameElements(row.tickets, tickets)) {
                if (row.inferred != inferred) {
                    touched.news.add(commit);
                    row.inferred = inferred;
                    row.changed = true;
                }
                continue;
            }
            touched.news.add(commit);
            row.inferred = inferred;
            row.tickets.forEach(ticket -> references.merge(ticket, -1, Integer::sum));
            tickets.forEach(ticket -> references.merge(ticket, 1, Integer::sum));
            row.authored = authored;
            row.subject = subject;
            row.tickets = tickets;
            row.changed = true;
            row.arrivals.eachCarried((target, first, last) -> touched.target(target, first));
        }
        rows.tickets.fetch(references.keySet());
        for (Map.Entry<String, Integer> reference : references.entrySet()) {
            TicketRow ticket = rows.tickets.getOrAdd(reference.getKey());
            ticket.commits += reference.getValue();
            ticket.changed = true;
        }
    }

    private static List<String> distinct(List<String> texts) {
        if (texts.isEmpty()) {
            return List.of();
        }
        if (texts.size() == 1) {
            return List.of(SqlSession.storable(texts.get(0)));
        }
        Set<String> distinct = new LinkedHashSet<>();
        texts.forEach(text -> distinct.add(SqlSession.storable(text)));
        return List.copyOf(distinct);
    }

    private static boolean sameElements(List<String> some, List<String> others) {
        return some.equals(others)
                || some.size() == others.size() && Set.copyOf(some).equals(Set.copyOf(others));
    }

    private void writeBuilds(FactBatch batch, Touched touched) throws SQLException {
        Map<BuildRows.Key, Build> wanted = new LinkedHashMap<>();
        for (Map.Entry<String, Map<Integer, Build>> job : batch.builds.entrySet()) {
            long no = catalog.job(job.getKey());
            job.getValue().forEach((number, build) -> wanted.put(new BuildRows.Key(no, number), build));
        }
        rows.builds.fetch(wanted.keySet());
        for (Map.Entry<BuildRows.Key, Build> build : wanted.entrySet()) {
            write(build.getKey(), build.getValue(), batch.isInferred(build.getValue()), touched);
        }
        writeTickets(wanted.keySet());
    }

    /** Notes with the tickets where the builds are that carry them; rows of an earlier version may lack that. */
    private void writeTickets(Collection<BuildRows.Key> builds) throws SQLException {
        Map<BuildRows.Key, List<String>> carried = new LinkedHashMap<>();
        Set<String> tickets = new LinkedHashSet<>();
        for (BuildRows.Key key : builds) {
            BuildRow row = rows.builds.get(key);
            if (!row.content.tickets().isEmpty()) {
                carried.put(key, row.content.tickets());
                tickets.addAll(row.content.tickets());
            }
        }
        rows.tickets.fetch(tickets);
        for (Map.Entry<BuildRows.Key, List<String>> build : carried.entrySet()) {
            for (String ticket : build.getValue()) {
                TicketRow row = rows.tickets.getOrAdd(ticket);
                row.changed |=
                        row.builds.carry(build.getKey().job(), build.getKey().number());
            }
        }
    }

    private void write(BuildRows.Key key, Build build, boolean inferred, Touched touched) throws SQLException {
        catalog.service(build.service());
        BuildRow row = rows.builds.get(key);
        BuildRows.Content before = row == null ? null : row.content;
        if (inferred && before != null && !before.inferred()) {
            return;
        }
        BuildRows.Content now = content(build, inferred);
        boolean sameLinks = before != null
                && sameElements(now.commits(), before.commits())
                && sameElements(now.tickets(), before.tickets());
        if (sameLinks && now.withLinks(before).equals(before)) {
            return;
        }
        touched.news.add(build);
        if (before != null) {
            counts.add(row.sprint, before.service(), before.result().equals(SUCCESSFUL), -1);
        }
        if (row == null || !BuildRows.isAt(row, now.started())) {
            row = rows.builds.add(key, now.started());
        }
        row.content = now;
        row.sprint = now.sprintGiven() == null ? catalog.sprints.at(now.started()) : now.sprintGiven();
        row.changed = true;
        counts.add(row.sprint, now.service(), now.result().equals(SUCCESSFUL), 1);
        if (!sameLinks) {
            // it may lie in the range of a deployment that is known already
            touched.job(key.job(), key.number());
        }
    }

    private static BuildRows.Content content(Build build, boolean inferred) {
        TestCounts tests = build.tests();
        return new BuildRows.Content(
                build.reference().url(),
                build.service(),
                build.result().toString(),
                SqlSession.micros(build.started()),
                build.durationMillis(),
                build.sprintId(),
                tests == null ? null : List.of(tests.passed(), tests.failed(), tests.skipped(), tests.flaky()),
                build.version(),
                distinct(build.commits()),
                distinct(build.tickets()),
                inferred);
    }

    private void writeDeployments(FactBatch batch, Touched touched) throws SQLException {
        Collection<Deployment> deployments = batch.deployments.values();
        rows.deployments.fetch(deployments.stream()
                .map(deployment -> SqlSession.storable(deployment.id()))
                .toList());
        for (Deployment deployment : deployments) {
            write(deployment, batch.isInferred(deployment), touched);
        }
    }

    private void write(Deployment deployment, boolean inferred, Touched touched) throws SQLException {
        Catalog.Target target = catalog.target(deployment.service(), deployment.environment());
        String id = SqlSession.storable(deployment.id());
        DeploymentRow row = rows.deployments.get(id);
        DeploymentRows.Content before = row == null ? null : row.content;
        if (inferred && before != null && !before.inferred()) {
            return;
        }
        DeploymentRows.Content now = content(deployment, target, inferred);
        if (before != null
                && sameElements(now.commits(), before.commits())
                && sameElements(now.tickets(), before.tickets())
                && now.withLinks(before).equals(before)) {
            return;
        }
        touched.news.add(deployment);
        if (row == null) {
            row = rows.deployments.add(id);
            touched.freshDeployments.add(id);
        } else if (!row.waits) {
            touched.sprint(row.sprint);
            if (before.hasReached() || before.isFailed()) {
                // any other attempt has no part in what follows it
                touched.target(before.target(), before.ended());
            }
            touched.replaced.put(row, before.target());
            TargetDerivation.forget(rows, before.target(), before.ended(), List.of(row), touched);
            row.cargo(Cargo.NONE);
        }
        row.content = now;
        row.sprint = now.sprint() == null ? catalog.sprints.at(now.ended()) : now.sprint();
        row.status(now.status());
        row.changed = true;
        touched.sprint(row.sprint);
        touched.deployments
                .computeIfAbsent(target.no(), no -> new ArrayList<>())
                .add(row);
    }

    private DeploymentRows.Content content(Deployment deployment, Catalog.Target target, boolean inferred)
            throws SQLException {
        boolean hasBuild = deployment.build() != null;
        return new DeploymentRows.Content(
                target.no(),
                target.service(),
                target.environment(),
                target.tier(),
                deployment.version(),
                deployment.commit(),
                deployment.previousVersion(),
                deployment.kind() == null ? null : deployment.kind().toString(),
                deployment.status().toString(),
                SqlSession.micros(deployment.started()),
                deployment.finished() == null ? null : SqlSession.micros(deployment.finished()),
                hasBuild ? catalog.job(deployment.build().job()) : null,
                hasBuild ? deployment.build().number() : null,
                hasBuild ? deployment.build().url() : null,
                deployment.sprintId(),
                distinct(deployment.commits()),
                distinct(deployment.tickets()),
                inferred);
    }

    private void write(Incident incident, Touched touched) throws SQLException {
        Catalog.Target target = catalog.target(incident.service(), incident.environment());
        List<Object> row = Arrays.asList(
                target.no(),
                target.service(),
                target.environment(),
                target.tier(),
                incident.severity().toString(),
                incident.summary(),
                SqlSession.micros(incident.opened()),
                incident.resolved() == null ? null : SqlSession.micros(incident.resolved()),
                incident.causedBy(),
                incident.restoredBy(),
                controller,
                incident.id());
        if (save(
                "incidents",
                "target_no, service, environment, tier, severity, summary, opened, resolved, caused_by, restored_by",
                row)) {
            touched.news.add(incident);
            touched.incidents.add(incident.id());
        }
    }

    private void write(GateEvaluation gate, Touched touched) throws SQLException {
        catalog.service(gate.service());
        Environment environment = gate.environment();
        if (environment != null) {
            // so that the place is known before anything was deployed there
            catalog.target(gate.service(), environment);
        }
        boolean hasBuild = gate.build() != null;
        List<Object> row = Arrays.asList(
                gate.service(),
                environment == null ? null : environment.name(),
                environment == null ? null : environment.tier().toString(),
                gate.version(),
                SqlSession.micros(gate.at()),
                hasBuild ? gate.build().job() : null,
                hasBuild ? gate.build().number() : null,
                hasBuild ? gate.build().url() : null,
                gate.sprintId(),
                gate.result().verdict().toString(),
                Json.mapper().writeValueAsString(gate.result()),
                controller,
                gate.id());
        if (save(
                "gates",
                "service, environment, tier, version, evaluated, job, build_number, build_url, sprint_id, verdict,"
                        + " result",
                row)) {
            touched.news.add(gate);
        }
    }

    private void write(String id, String kind, GateTarget target, Instant at, Object decision, Touched touched)
            throws SQLException {
        boolean hasBuild = target.build() != null;
        List<Object> row = Arrays.asList(
                kind,
                target.policy(),
                target.service(),
                target.environment(),
                target.version(),
                hasBuild ? target.build().job() : null,
                hasBuild ? target.build().number() : null,
                hasBuild ? target.build().url() : null,
                SqlSession.micros(at),
                Json.mapper().writeValueAsString(decision),
                controller,
                id);
        if (save(
                "decisions",
                "kind, policy, service, environment, version, job, build_number, build_url, decided, content",
                row)) {
            touched.news.add(decision);
        }
    }

    /** Writes a row whose last two values are the controller and the id; returns whether that changes anything. */
    private boolean save(String table, String columns, List<Object> row) throws SQLException {
        String key = " WHERE controller_no = ? AND id = ?";
        String[] names = columns.split(", ");
        List<List<Object>> before = sql.list(
                "SELECT " + columns + " FROM " + table + key,
                held -> held.values(names.length),
                controller,
                row.get(names.length + 1));
        if (before.isEmpty()) {
            sql.update(
                    "INSERT INTO " + table + " (" + columns + ", controller_no, id) VALUES (?, ?"
                            + ", ?".repeat(names.length) + ")",
                    row.toArray());
            return true;
        }
        List<Object> now = new ArrayList<>(row.subList(0, names.length));
        now.replaceAll(value -> value instanceof String text ? SqlSession.storable(text) : value);
        if (before.get(0).equals(now)) {
            return false;
        }
        sql.update("UPDATE " + table + " SET " + String.join(" = ?, ", names) + " = ?" + key, row.toArray());
        return true;
    }
}
