package io.jenkins.plugins.sprintdelivery.core.ledger;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Writes what was recorded as it was recorded, and notes what has to be derived from it anew. A fact that says nothing
 * new changes nothing. Of one thread and one session; thrown away when a transaction is rolled back.
 */
final class FactWriter {

    private final SqlSession sql;
    private final int controller;
    private final Numbers numbers;
    private final SprintIndex sprints = new SprintIndex();
    private final Set<String> services = new HashSet<>();
    private final Map<String, Long> jobs = new HashMap<>();
    private final Map<TargetKey, Target> targets = new HashMap<>();

    private record TargetKey(String service, String environment) {}

    private record Target(long no, String tier) {}

    FactWriter(SqlSession sql, int controller) throws SQLException {
        this.sql = sql;
        this.controller = controller;
        numbers = new Numbers(sql, controller);
        sql.each(
                "SELECT id, started, ended FROM sprints WHERE controller_no = ?",
                row -> sprints.put(new SprintIndex.Window(row.text(), row.number(), row.number())),
                controller);
        services.addAll(
                sql.list("SELECT name FROM services WHERE controller_no = ?", SqlSession.Row::text, controller));
        sql.each(
                "SELECT name, no FROM jobs WHERE controller_no = ?",
                row -> jobs.put(row.text(), row.number()),
                controller);
        sql.each(
                "SELECT service, environment, no, tier FROM targets WHERE controller_no = ?",
                row -> targets.put(new TargetKey(row.text(), row.text()), new Target(row.number(), row.text())),
                controller);
    }

    /** Writes the facts; returns what they touched. */
    Touched write(FactBatch batch) throws SQLException {
        Touched touched = new Touched();
        for (Sprint sprint : batch.sprints.values()) {
            write(sprint, touched);
        }
        Map<String, Long> commits = writeCommits(batch, touched);
        for (Map.Entry<String, Map<Integer, Build>> job : batch.builds.entrySet()) {
            writeBuilds(job.getKey(), job.getValue(), commits, touched);
        }
        writeDeployments(batch.deployments, commits, touched);
        for (Incident incident : batch.incidents.values()) {
            write(incident, touched);
        }
        for (GateEvaluation gate : batch.gates.values()) {
            write(gate, touched);
        }
        return touched;
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
        SprintIndex.Window before = sprints.put(now);
        if (!now.equals(before)) {
            touched.sprint(sprint.id());
            reassign(now, touched);
            if (before != null) {
                reassign(before, touched);
            }
        }
    }

    /** Gives what happened in the window, and names no sprint itself, the sprint that contains it now. */
    private void reassign(SprintIndex.Window window, Touched touched) throws SQLException {
        reassign("builds", "started", window, touched);
        reassign("deployments", "ended", window, touched);
    }

    private void reassign(String table, String moment, SprintIndex.Window window, Touched touched) throws SQLException {
        List<Object[]> changes = new ArrayList<>();
        sql.each(
                "SELECT no, " + moment + ", sprint_id FROM " + table + " WHERE " + moment + " >= ? AND " + moment
                        + " < ? AND controller_no = ? AND sprint_given IS NULL",
                row -> {
                    long no = row.number();
                    String found = sprints.at(row.number());
                    String before = row.text();
                    if (!Objects.equals(found, before)) {
                        touched.sprint(found);
                        touched.sprint(before);
                        changes.add(new Object[] {found, no});
                    }
                },
                window.start(),
                window.end(),
                controller);
        sql.batch("UPDATE " + table + " SET sprint_id = ? WHERE no = ?", changes);
    }

    private record KnownCommit(long no, Long authored, String subject) {
        Object[] content() {
            return new Object[] {authored, subject};
        }
    }

    /** Writes the batch's commits, and a stub for every other commit it names; returns the numbers of all. */
    private Map<String, Long> writeCommits(FactBatch batch, Touched touched) throws SQLException {
        Set<String> ids = new LinkedHashSet<>(batch.commits.keySet());
        batch.builds.values().forEach(job -> job.values().forEach(build -> ids.addAll(build.commits())));
        batch.deployments.values().forEach(deployment -> ids.addAll(deployment.commits()));
        Map<String, Long> result = new HashMap<>();
        if (ids.isEmpty()) {
            return result;
        }
        Map<String, KnownCommit> known = new HashMap<>();
        sql.each(
                "SELECT c.id, c.no, c.authored, c.subject FROM UNNEST(?) AS k(id)"
                        + " JOIN commits c ON c.id = k.id AND c.controller_no = ?",
                row -> known.put(row.text(), new KnownCommit(row.number(), row.numberOrNull(), row.text())),
                ids,
                controller);
        List<Object[]> inserts = new ArrayList<>();
        List<Object[]> updates = new ArrayList<>();
        List<Object[]> tickets = new ArrayList<>();
        List<Long> recorded = known.entrySet().stream()
                .filter(commit -> batch.commits.containsKey(commit.getKey()))
                .map(commit -> commit.getValue().no())
                .toList();
        Map<Long, Set<String>> knownTickets = ticketsOf("commit_tickets t ON t.commit_no = k.no", recorded);
        List<Long> changed = new ArrayList<>();
        List<Object[]> obsolete = new ArrayList<>();
        for (String id : ids) {
            Commit commit = batch.commits.get(id);
            KnownCommit before = known.get(id);
            long no = before == null ? numbers.next("commits") : before.no();
            result.put(id, no);
            Object[] content = commit == null
                    ? new Object[] {null, null}
                    : new Object[] {SqlSession.micros(commit.authored()), commit.subject()};
            if (before == null) {
                inserts.add(new Object[] {no, controller, id, content[0], content[1]});
                if (commit != null) {
                    touched.news.add(commit);
                }
                addTickets(no, commit, tickets);
            } else if (commit != null) {
                boolean sameTickets = new HashSet<>(commit.tickets()).equals(knownTickets.getOrDefault(no, Set.of()));
                boolean sameContent = Arrays.equals(content, before.content());
                if (!sameContent) {
                    updates.add(new Object[] {content[0], content[1], no});
                }
                if (!sameContent || !sameTickets) {
                    touched.news.add(commit);
                    changed.add(no);
                }
                if (!sameTickets) {
                    obsolete.add(new Object[] {no});
                    addTickets(no, commit, tickets);
                }
            }
        }
        sql.batch("INSERT INTO commits (no, controller_no, id, authored, subject) VALUES (?, ?, ?, ?, ?)", inserts);
        sql.batch("UPDATE commits SET authored = ?, subject = ? WHERE no = ?", updates);
        sql.batch("DELETE FROM commit_tickets WHERE commit_no = ?", obsolete);
        sql.batch("INSERT INTO commit_tickets (commit_no, ticket) VALUES (?, ?)", tickets);
        if (!changed.isEmpty()) {
            sql.each(
                    "SELECT d.target_no, MIN(d.ended) FROM UNNEST(?) AS k(no)"
                            + " JOIN deployment_commits dc ON dc.commit_no = k.no"
                            + " JOIN deployments d ON d.no = dc.deployment_no GROUP BY d.target_no",
                    row -> touched.target(row.number(), row.number()),
                    changed);
        }
        return result;
    }

    private static void addTickets(long no, Commit commit, List<Object[]> rows) {
        if (commit != null) {
            for (String ticket : new LinkedHashSet<>(commit.tickets())) {
                rows.add(new Object[] {no, ticket});
            }
        }
    }

    /** The tickets by the number of what they belong to. */
    private Map<Long, Set<String>> ticketsOf(String join, Collection<Long> owners) throws SQLException {
        Map<Long, Set<String>> tickets = new HashMap<>();
        if (!owners.isEmpty()) {
            sql.each(
                    "SELECT k.no, t.ticket FROM UNNEST(?) AS k(no) JOIN " + join,
                    row -> tickets.computeIfAbsent(row.number(), no -> new HashSet<>())
                            .add(row.text()),
                    owners);
        }
        return tickets;
    }

    /** The commits' numbers by the number of what they belong to. */
    private Map<Long, Set<Long>> commitsOf(String join, Collection<Long> owners) throws SQLException {
        Map<Long, Set<Long>> commits = new HashMap<>();
        if (!owners.isEmpty()) {
            sql.each(
                    "SELECT k.no, t.commit_no FROM UNNEST(?) AS k(no) JOIN " + join,
                    row -> commits.computeIfAbsent(row.number(), no -> new HashSet<>())
                            .add(row.number()),
                    owners);
        }
        return commits;
    }

    private record KnownBuild(long no, String sprintId, List<Object> content) {}

    private void writeBuilds(String job, Map<Integer, Build> builds, Map<String, Long> commitNumbers, Touched touched)
            throws SQLException {
        long jobNo = jobNo(job);
        Map<Integer, KnownBuild> known = new HashMap<>();
        sql.each(
                "SELECT b.build_number, b.no, b.sprint_id, b.url, b.service, b.result, b.started, b.duration_millis,"
                        + " b.sprint_given, b.tests_passed, b.tests_failed, b.tests_skipped, b.tests_flaky, b.version"
                        + " FROM UNNEST(?) AS k(n) JOIN builds b ON b.build_number = k.n AND b.job_no = ?",
                row -> known.put(
                        row.integer(),
                        new KnownBuild(
                                row.number(),
                                row.text(),
                                Arrays.asList(
                                        row.text(),
                                        row.text(),
                                        row.text(),
                                        row.number(),
                                        row.number(),
                                        row.text(),
                                        row.integerOrNull(),
                                        row.integerOrNull(),
                                        row.integerOrNull(),
                                        row.integerOrNull(),
                                        row.text()))),
                builds.keySet(),
                jobNo);
        List<Long> knownNumbers = known.values().stream().map(KnownBuild::no).toList();
        Map<Long, Set<String>> knownTickets = ticketsOf("build_tickets t ON t.build_no = k.no", knownNumbers);
        Map<Long, Set<Long>> knownCommits = commitsOf("build_commits t ON t.build_no = k.no", knownNumbers);
        List<Object[]> inserts = new ArrayList<>();
        List<Object[]> updates = new ArrayList<>();
        List<Object[]> obsolete = new ArrayList<>();
        List<Object[]> commits = new ArrayList<>();
        List<Object[]> tickets = new ArrayList<>();
        int firstChanged = Integer.MAX_VALUE;
        for (Build build : builds.values()) {
            service(build.service());
            int number = build.reference().number();
            long started = SqlSession.micros(build.started());
            TestCounts tests = build.tests();
            List<Object> content = Arrays.asList(
                    build.reference().url(),
                    build.service(),
                    build.result().toString(),
                    started,
                    build.durationMillis(),
                    build.sprintId(),
                    tests == null ? null : tests.passed(),
                    tests == null ? null : tests.failed(),
                    tests == null ? null : tests.skipped(),
                    tests == null ? null : tests.flaky(),
                    build.version());
            String sprint = build.sprintId() == null ? sprints.at(started) : build.sprintId();
            Set<Long> itsCommits = new LinkedHashSet<>();
            build.commits().forEach(id -> itsCommits.add(commitNumbers.get(id)));
            Set<String> itsTickets = new LinkedHashSet<>(build.tickets());
            KnownBuild before = known.get(number);
            long no = before == null ? numbers.next("builds") : before.no();
            boolean sameLinks = before != null
                    && itsCommits.equals(knownCommits.getOrDefault(no, Set.of()))
                    && itsTickets.equals(knownTickets.getOrDefault(no, Set.of()));
            if (before != null && sameLinks && content.equals(before.content())) {
                continue;
            }
            touched.news.add(build);
            touched.sprint(sprint);
            List<Object> row = new ArrayList<>(content);
            row.add(sprint);
            row.add(no);
            if (before == null) {
                row.addAll(List.of(controller, jobNo, number));
                inserts.add(row.toArray());
            } else {
                touched.sprint(before.sprintId());
                updates.add(row.toArray());
            }
            if (!sameLinks) {
                firstChanged = Math.min(firstChanged, number);
                if (before != null) {
                    obsolete.add(new Object[] {no});
                }
                itsCommits.forEach(commit -> commits.add(new Object[] {no, commit}));
                itsTickets.forEach(ticket -> tickets.add(new Object[] {no, ticket}));
            }
        }
        sql.batch(
                "INSERT INTO builds (url, service, result, started, duration_millis, sprint_given, tests_passed,"
                        + " tests_failed, tests_skipped, tests_flaky, version, sprint_id, no, controller_no, job_no,"
                        + " build_number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                inserts);
        sql.batch(
                "UPDATE builds SET url = ?, service = ?, result = ?, started = ?, duration_millis = ?,"
                        + " sprint_given = ?, tests_passed = ?, tests_failed = ?, tests_skipped = ?, tests_flaky = ?,"
                        + " version = ?, sprint_id = ? WHERE no = ?",
                updates);
        sql.batch("DELETE FROM build_commits WHERE build_no = ?", obsolete);
        sql.batch("DELETE FROM build_tickets WHERE build_no = ?", obsolete);
        sql.batch("INSERT INTO build_commits (build_no, commit_no) VALUES (?, ?)", commits);
        sql.batch("INSERT INTO build_tickets (build_no, ticket) VALUES (?, ?)", tickets);
        if (firstChanged < Integer.MAX_VALUE) {
            // the build may lie in the range of a deployment that is known already
            sql.each(
                    "SELECT target_no, MIN(ended) FROM deployments WHERE job_no = ? AND build_number >= ?"
                            + " GROUP BY target_no",
                    row -> touched.target(row.number(), row.number()),
                    jobNo,
                    firstChanged);
        }
    }

    private record KnownDeployment(long no, long target, long ended, String sprintId, List<Object> content) {}

    private void writeDeployments(Map<String, Deployment> deployments, Map<String, Long> commitNumbers, Touched touched)
            throws SQLException {
        if (deployments.isEmpty()) {
            return;
        }
        Map<String, KnownDeployment> known = new HashMap<>();
        sql.each(
                "SELECT d.id, d.no, d.target_no, d.ended, d.sprint_id, d.service, d.environment, d.tier, d.version,"
                        + " d.commit_id, d.previous_given, d.kind_given, d.status_given, d.started, d.finished,"
                        + " d.job_no, d.build_number, d.build_url, d.sprint_given, d.commits_given"
                        + " FROM UNNEST(?) AS k(id) JOIN deployments d ON d.id = k.id AND d.controller_no = ?",
                row -> known.put(
                        row.text(),
                        new KnownDeployment(
                                row.number(),
                                row.number(),
                                row.number(),
                                row.text(),
                                Arrays.asList(
                                        row.text(),
                                        row.text(),
                                        row.text(),
                                        row.text(),
                                        row.text(),
                                        row.text(),
                                        row.text(),
                                        row.text(),
                                        row.number(),
                                        row.numberOrNull(),
                                        row.numberOrNull(),
                                        row.integerOrNull(),
                                        row.text(),
                                        row.text(),
                                        row.flag()))),
                deployments.keySet(),
                controller);
        List<Long> knownNumbers =
                known.values().stream().map(KnownDeployment::no).toList();
        Map<Long, Set<String>> knownTickets =
                ticketsOf("deployment_tickets t ON t.deployment_no = k.no AND t.given", knownNumbers);
        Map<Long, Set<Long>> knownCommits = commitsOf("deployment_commits t ON t.deployment_no = k.no", knownNumbers);
        List<Object[]> inserts = new ArrayList<>();
        List<Object[]> updates = new ArrayList<>();
        List<Object[]> obsolete = new ArrayList<>();
        List<String> fresh = new ArrayList<>();
        for (Deployment deployment : deployments.values()) {
            service(deployment.service());
            long target = target(deployment.service(), deployment.environment());
            boolean hasBuild = deployment.build() != null;
            List<Object> content = Arrays.asList(
                    deployment.service(),
                    deployment.environment().name(),
                    deployment.environment().tier().toString(),
                    deployment.version(),
                    deployment.commit(),
                    deployment.previousVersion(),
                    deployment.kind() == null ? null : deployment.kind().toString(),
                    deployment.status().toString(),
                    SqlSession.micros(deployment.started()),
                    deployment.finished() == null ? null : SqlSession.micros(deployment.finished()),
                    hasBuild ? jobNo(deployment.build().job()) : null,
                    hasBuild ? deployment.build().number() : null,
                    hasBuild ? deployment.build().url() : null,
                    deployment.sprintId(),
                    !deployment.commits().isEmpty());
            Set<Long> itsCommits = new LinkedHashSet<>();
            deployment.commits().forEach(id -> itsCommits.add(commitNumbers.get(id)));
            Set<String> itsTickets = new LinkedHashSet<>(deployment.tickets());
            KnownDeployment before = known.get(deployment.id());
            if (before != null
                    && content.equals(before.content())
                    && itsTickets.equals(knownTickets.getOrDefault(before.no(), Set.of()))
                    && (itsCommits.isEmpty() || itsCommits.equals(knownCommits.getOrDefault(before.no(), Set.of())))) {
                continue;
            }
            long ended =
                    SqlSession.micros(deployment.finished() == null ? deployment.started() : deployment.finished());
            String sprint = deployment.sprintId() == null ? sprints.at(ended) : deployment.sprintId();
            long no = before == null ? numbers.next("deployments") : before.no();
            touched.news.add(deployment);
            touched.sprint(sprint);
            touched.target(target, ended);
            touched.given.put(no, new Touched.Given(List.copyOf(itsCommits), List.copyOf(itsTickets)));
            List<Object> row = new ArrayList<>(content);
            row.add(deployment.status().toString());
            row.add(deployment.status().hasReached());
            row.add(target);
            row.add(ended);
            row.add(sprint);
            row.add(no);
            if (before == null) {
                fresh.add(deployment.id());
                row.add(controller);
                row.add(deployment.id());
                inserts.add(row.toArray());
            } else {
                touched.sprint(before.sprintId());
                touched.target(before.target(), before.ended());
                obsolete.add(new Object[] {no});
                updates.add(row.toArray());
            }
        }
        sql.batch(
                "INSERT INTO deployments (service, environment, tier, version, commit_id, previous_given, kind_given,"
                        + " status_given, started, finished, job_no, build_number, build_url, sprint_given,"
                        + " commits_given, status, reached, target_no, ended, sprint_id, no, controller_no, id)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                inserts);
        sql.batch(
                "UPDATE deployments SET service = ?, environment = ?, tier = ?, version = ?, commit_id = ?,"
                        + " previous_given = ?, kind_given = ?, status_given = ?, started = ?, finished = ?,"
                        + " job_no = ?, build_number = ?, build_url = ?, sprint_given = ?, commits_given = ?,"
                        + " status = ?, reached = ?, target_no = ?, ended = ?, sprint_id = ? WHERE no = ?",
                updates);
        forget(obsolete, touched);
        blameByName(fresh, touched);
    }

    /** Deletes what was derived of deployments that say something new now. */
    private void forget(List<Object[]> deployments, Touched touched) throws SQLException {
        if (deployments.isEmpty()) {
            return;
        }
        List<Long> numbers = deployments.stream().map(row -> (Long) row[0]).toList();
        Map<Long, Set<String>> tickets =
                ticketsOf("deployment_tickets t ON t.deployment_no = k.no AND t.shipped", numbers);
        // the oldest moment is that of the touched targets, which the derivation adds
        tickets.values().forEach(touched.tickets::addAll);
        sql.batch("DELETE FROM deployment_commits WHERE deployment_no = ?", deployments);
        sql.batch("DELETE FROM deployment_tickets WHERE deployment_no = ?", deployments);
    }

    /** Incidents may name a deployment before it is known. */
    private void blameByName(List<String> deployments, Touched touched) throws SQLException {
        if (deployments.isEmpty()) {
            return;
        }
        List<Object[]> blames = sql.list(
                "SELECT d.no, i.id, d.sprint_id FROM UNNEST(?) AS k(id)"
                        + " JOIN incidents i ON i.caused_by = k.id AND i.controller_no = ?"
                        + " JOIN deployments d ON d.id = k.id AND d.controller_no = i.controller_no",
                row -> {
                    Object[] blame = {row.number(), controller, row.text()};
                    touched.sprint(row.text());
                    return blame;
                },
                deployments,
                controller);
        sql.batch("UPDATE incidents SET blamed_no = ? WHERE controller_no = ? AND id = ?", blames);
    }

    private void write(Incident incident, Touched touched) throws SQLException {
        service(incident.service());
        long target = target(incident.service(), incident.environment());
        List<Object> row = Arrays.asList(
                target,
                incident.service(),
                incident.environment().name(),
                incident.environment().tier().toString(),
                incident.severity().toString(),
                incident.summary(),
                SqlSession.micros(incident.opened()),
                incident.resolved() == null ? null : SqlSession.micros(incident.resolved()),
                incident.causedBy(),
                incident.restoredBy(),
                controller,
                incident.id());
        touched.sprint(blamedSprint(incident.id()));
        if (!save(
                "incidents",
                "target_no, service, environment, tier, severity, summary, opened, resolved, caused_by, restored_by",
                row)) {
            return;
        }
        touched.news.add(incident);
        Long blamed = incident.causedBy() != null
                ? sql.first(
                                "SELECT no FROM deployments WHERE id = ? AND controller_no = ?",
                                SqlSession.Row::number,
                                incident.causedBy(),
                                controller)
                        .orElse(null)
                : TargetDerivation.reachedAt(sql, target, SqlSession.micros(incident.opened()));
        sql.update(
                "UPDATE incidents SET blamed_no = ? WHERE controller_no = ? AND id = ?",
                blamed,
                controller,
                incident.id());
        touched.sprint(blamedSprint(incident.id()));
    }

    private String blamedSprint(String incident) throws SQLException {
        List<String> sprint = sql.list(
                "SELECT d.sprint_id FROM incidents i JOIN deployments d ON d.no = i.blamed_no"
                        + " WHERE i.controller_no = ? AND i.id = ?",
                SqlSession.Row::text,
                controller,
                incident);
        return sprint.isEmpty() ? null : sprint.get(0);
    }

    private void write(GateEvaluation gate, Touched touched) throws SQLException {
        service(gate.service());
        Environment environment = gate.environment();
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
        if (before.get(0).equals(row.subList(0, names.length))) {
            return false;
        }
        sql.update("UPDATE " + table + " SET " + String.join(" = ?, ", names) + " = ?" + key, row.toArray());
        return true;
    }

    private void service(String name) throws SQLException {
        if (services.add(name)) {
            sql.update("INSERT INTO services (controller_no, name) VALUES (?, ?)", controller, name);
        }
    }

    private long jobNo(String name) throws SQLException {
        Long no = jobs.get(name);
        if (no == null) {
            no = numbers.next("jobs");
            sql.update("INSERT INTO jobs (no, controller_no, name) VALUES (?, ?, ?)", no, controller, name);
            jobs.put(name, no);
        }
        return no;
    }

    private long target(String service, Environment environment) throws SQLException {
        TargetKey key = new TargetKey(service, environment.name());
        Target target = targets.get(key);
        String tier = environment.tier().toString();
        if (target == null) {
            target = new Target(numbers.next("targets"), tier);
            sql.update(
                    "INSERT INTO targets (no, controller_no, service, environment, tier) VALUES (?, ?, ?, ?, ?)",
                    target.no(),
                    controller,
                    service,
                    environment.name(),
                    tier);
            targets.put(key, target);
        } else if (!target.tier().equals(tier)) {
            sql.update("UPDATE targets SET tier = ? WHERE no = ?", tier, target.no());
            targets.put(key, new Target(target.no(), tier));
        }
        return target.no();
    }
}
