package io.jenkins.plugins.sprintdelivery.core.ledger;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The ledger's questions in SQL: a fixed number of statements each, every one led by an index. */
final class SqlLedgerQueries implements LedgerQueries {

    private static final String SPRINT_COLUMNS =
            "s.id, s.name, s.board, s.goal, s.state, s.started, s.planned_end, s.actual_end, s.source";
    private static final String DEPLOYMENT_COLUMNS =
            "d.no, d.id, d.service, d.environment, d.tier, d.version, d.commit_id, d.previous_version, d.kind,"
                    + " d.status, d.started, d.finished, j.name, d.build_number, d.build_url, d.sprint_id";
    private static final String DEPLOYMENTS = " FROM deployments d LEFT JOIN jobs j ON j.no = d.job_no ";
    private static final String INCIDENT_COLUMNS =
            "i.id, i.service, i.environment, i.tier, i.severity, i.summary, i.opened, i.resolved,"
                    + " COALESCE(i.caused_by, b.id), i.restored_by";
    private static final String INCIDENTS = " FROM incidents i LEFT JOIN deployments b ON b.no = i.blamed_no ";

    private final Source source;

    /** Where snapshots come from. */
    interface Source {
        /**
         * A session that sees one state of the database.
         *
         * @throws LedgerUnavailableException if there is none
         */
        SqlSession snapshot() throws SQLException;
    }

    private interface Question<T> {
        T ask(SqlSession sql) throws SQLException;
    }

    SqlLedgerQueries(Source source) {
        this.source = source;
    }

    private <T> T answer(Question<T> question) {
        try (SqlSession sql = source.snapshot()) {
            T answer = question.ask(sql);
            sql.commit();
            return answer;
        } catch (SQLException e) {
            throw new LedgerUnavailableException("the ledger's database cannot be read: " + e.getMessage(), e);
        }
    }

    /** A part of a WHERE clause with its arguments. */
    private static final class Condition {
        private final StringBuilder text = new StringBuilder();
        private final List<Object> arguments = new ArrayList<>();

        Condition and(String condition, Object... values) {
            text.append(text.isEmpty() ? "" : " AND ").append(condition);
            arguments.addAll(List.of(values));
            return this;
        }

        /** Of the scope's services and environments. */
        Condition within(Scope scope, String table) {
            if (scope.service() != null) {
                and(table + ".service = ?", scope.service());
            }
            if (scope.environment() != null) {
                return and(table + ".environment = ?", scope.environment());
            }
            return and(table + ".tier = ?", scope.tier());
        }

        Condition during(Scope scope, String column) {
            return and(column + " >= ? AND " + column + " < ?", scope.from(), scope.to());
        }

        Object[] with(Object... more) {
            List<Object> all = new ArrayList<>(arguments);
            all.addAll(List.of(more));
            return all.toArray();
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    @Override
    public List<Sprint> sprints(int limit) {
        return answer(sql -> sql.list(
                "SELECT " + SPRINT_COLUMNS + " FROM sprints s ORDER BY s.started DESC, s.id DESC"
                        + " FETCH FIRST ? ROWS ONLY",
                SqlLedgerQueries::sprint,
                limit));
    }

    @Override
    public Optional<Sprint> sprint(String id) {
        return answer(sql ->
                sql.first("SELECT " + SPRINT_COLUMNS + " FROM sprints s WHERE s.id = ?", SqlLedgerQueries::sprint, id));
    }

    @Override
    public Optional<Sprint> sprintAt(Instant moment) {
        return answer(sql -> sql.first(
                "SELECT " + SPRINT_COLUMNS + " FROM sprints s WHERE s.started <= ? AND s.ended > ?"
                        + " ORDER BY s.started DESC, s.id DESC FETCH FIRST 1 ROW ONLY",
                SqlLedgerQueries::sprint,
                moment,
                moment));
    }

    private static Sprint sprint(SqlSession.Row row) throws SQLException {
        return new Sprint(
                row.text(),
                row.text(),
                row.text(),
                row.text(),
                SprintState.parse(row.text()),
                row.moment(),
                row.moment(),
                row.momentOrNull(),
                row.text());
    }

    @Override
    public List<String> services() {
        return answer(sql -> sql.list("SELECT DISTINCT name FROM services ORDER BY name", SqlSession.Row::text));
    }

    @Override
    public List<Environment> environments() {
        Map<String, Environment> highest = new TreeMap<>();
        answer(sql -> {
            sql.each("SELECT DISTINCT environment, tier FROM targets", row -> {
                Environment environment = environment(row);
                highest.merge(
                        environment.name(),
                        environment,
                        (one, other) -> one.tier().compareTo(other.tier()) >= 0 ? one : other);
            });
            return null;
        });
        List<Environment> environments = new ArrayList<>(highest.values());
        environments.sort(Comparator.comparing(Environment::tier).reversed().thenComparing(Environment::name));
        return environments;
    }

    private static Environment environment(SqlSession.Row row) throws SQLException {
        return new Environment(row.text(), EnvironmentTier.parse(row.text()));
    }

    @Override
    public DeliveryFacts facts(Scope scope, Instant now) {
        return answer(sql -> new DeliveryFacts(
                scope,
                now,
                ended(sql, scope),
                shipped(sql, scope),
                incidents(sql, scope, Integer.MAX_VALUE),
                targets(sql, scope),
                builds(sql, scope),
                gateCounts(sql, scope),
                deliveredTickets(sql, scope)));
    }

    private static Condition endedIn(Scope scope) {
        return new Condition().during(scope, "d.ended").within(scope, "d");
    }

    private static List<DeliveryFacts.EndedDeployment> ended(SqlSession sql, Scope scope) throws SQLException {
        Condition condition = endedIn(scope).and("d.status NOT IN ('pending', 'in-progress')");
        Map<Long, Instant> restored = new HashMap<>();
        Map<Long, Deployment> deployments = deployments(
                sql,
                "SELECT " + DEPLOYMENT_COLUMNS + ", d.restored" + DEPLOYMENTS + "WHERE " + condition
                        + " ORDER BY d.ended, d.started, d.id",
                restored,
                condition.with());
        Map<Long, List<Optional<Instant>>> incidents = new HashMap<>();
        sql.each(
                "SELECT d.no, COALESCE(r.finished, i.resolved) FROM deployments d"
                        + " JOIN incidents i ON i.blamed_no = d.no"
                        + " LEFT JOIN deployments r ON r.id = i.restored_by AND r.controller_no = i.controller_no"
                        + " WHERE " + condition,
                row -> incidents
                        .computeIfAbsent(row.number(), no -> new ArrayList<>())
                        .add(Optional.ofNullable(row.momentOrNull())),
                condition.with());
        List<DeliveryFacts.EndedDeployment> ended = new ArrayList<>();
        deployments.forEach((no, deployment) -> {
            List<Optional<Instant>> blames = incidents.getOrDefault(no, List.of());
            ended.add(new DeliveryFacts.EndedDeployment(
                    deployment, !blames.isEmpty(), restoredAt(restored.get(no), blames)));
        });
        return ended;
    }

    /**
     * When the last thing that a deployment broke was restored: by the deployment that replaced it, or by the end of
     * its incidents. An open incident is restored by a rollback only.
     */
    private static Instant restoredAt(Instant byDeployment, List<Optional<Instant>> incidents) {
        Instant latest = byDeployment;
        for (Optional<Instant> end : incidents) {
            if (end.isEmpty() && byDeployment == null) {
                return null;
            }
            if (end.isPresent() && (latest == null || end.get().isAfter(latest))) {
                latest = end.get();
            }
        }
        return latest;
    }

    private static List<DeliveryFacts.ShippedCommit> shipped(SqlSession sql, Scope scope) throws SQLException {
        Condition condition = endedIn(scope);
        return sql.list(
                "SELECT c.id, c.authored, d.id, d.ended FROM deployments d"
                        + " JOIN deployment_commits dc ON dc.deployment_no = d.no AND dc.shipped"
                        + " JOIN commits c ON c.no = dc.commit_no AND c.authored IS NOT NULL WHERE " + condition
                        + " ORDER BY d.ended, d.id, c.authored, c.id",
                row -> new DeliveryFacts.ShippedCommit(row.text(), row.moment(), row.text(), row.moment()),
                condition.with());
    }

    private static List<DeliveryFacts.Target> targets(SqlSession sql, Scope scope) throws SQLException {
        Condition condition =
                new Condition().and("t.first_reached < ?", scope.to()).within(scope, "t");
        return sql.list(
                "SELECT t.service, t.environment, t.first_reached FROM targets t WHERE " + condition
                        + " ORDER BY t.service, t.environment",
                row -> {
                    String service = row.text();
                    String environment = row.text();
                    Instant since = row.moment();
                    return new DeliveryFacts.Target(
                            service, environment, since.isBefore(scope.from()) ? scope.from() : since);
                },
                condition.with());
    }

    private static List<DeliveryFacts.BuildFact> builds(SqlSession sql, Scope scope) throws SQLException {
        Condition condition = new Condition().during(scope, "b.started");
        if (scope.service() != null) {
            condition.and("b.service = ?", scope.service());
        }
        return sql.list(
                "SELECT b.result, b.duration_millis, b.tests_passed, b.tests_failed, b.tests_skipped, b.tests_flaky"
                        + " FROM builds b WHERE " + condition + " ORDER BY b.started",
                row -> new DeliveryFacts.BuildFact(BuildResult.parse(row.text()), row.number(), tests(row)),
                condition.with());
    }

    private static TestCounts tests(SqlSession.Row row) throws SQLException {
        Integer passed = row.integerOrNull();
        int failed = row.integer();
        int skipped = row.integer();
        int flaky = row.integer();
        return passed == null ? null : new TestCounts(passed, failed, skipped, flaky);
    }

    /** A gate that names no environment counts wherever no single environment is asked for. */
    private static Condition gatesIn(Scope scope) {
        Condition condition = new Condition().during(scope, "g.evaluated");
        if (scope.service() != null) {
            condition.and("g.service = ?", scope.service());
        }
        return scope.environment() == null
                ? condition.and("(g.tier = ? OR g.tier IS NULL)", scope.tier())
                : condition.and("g.environment = ?", scope.environment());
    }

    private static DeliveryFacts.GateCounts gateCounts(SqlSession sql, Scope scope) throws SQLException {
        Condition condition = gatesIn(scope);
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        sql.each(
                "SELECT g.verdict, COUNT(*) FROM gates g WHERE " + condition + " GROUP BY g.verdict",
                row -> counts.put(Verdict.valueOf(row.text()), row.integer()),
                condition.with());
        return new DeliveryFacts.GateCounts(
                counts.getOrDefault(Verdict.PASS, 0),
                counts.getOrDefault(Verdict.WARN, 0),
                counts.getOrDefault(Verdict.FAIL, 0),
                counts.getOrDefault(Verdict.INCONCLUSIVE, 0));
    }

    private static List<String> deliveredTickets(SqlSession sql, Scope scope) throws SQLException {
        Condition here = endedIn(scope);
        Condition earlier = new Condition().and("p.ended < ?", scope.from()).within(scope, "p");
        return sql.list(
                "SELECT DISTINCT t.ticket FROM deployments d"
                        + " JOIN deployment_tickets t ON t.deployment_no = d.no AND t.shipped WHERE " + here
                        + " AND NOT EXISTS (SELECT 1 FROM deployment_tickets o"
                        + " JOIN deployments p ON p.no = o.deployment_no"
                        + " WHERE o.ticket = t.ticket AND o.shipped AND " + earlier + ") ORDER BY t.ticket",
                SqlSession.Row::text,
                here.with(earlier.with()));
    }

    @Override
    public List<Deployment> deployments(Scope scope, int limit, int offset) {
        Condition condition = new Condition().during(scope, "d.started").within(scope, "d");
        return answer(sql -> List.copyOf(deployments(
                        sql,
                        "SELECT " + DEPLOYMENT_COLUMNS + ", d.restored" + DEPLOYMENTS + "WHERE " + condition
                                + " ORDER BY d.started DESC, d.id DESC OFFSET ? ROWS FETCH FIRST ? ROWS ONLY",
                        new HashMap<>(),
                        condition.with(offset, limit))
                .values()));
    }

    /** The deployments with their tickets, in the statement's order, by number; also when each was restored. */
    private static Map<Long, Deployment> deployments(
            SqlSession sql, String statement, Map<Long, Instant> restored, Object... arguments) throws SQLException {
        Map<Long, DeploymentRow> rows = new LinkedHashMap<>();
        sql.each(
                statement,
                row -> {
                    DeploymentRow read = new DeploymentRow(row);
                    rows.put(read.no, read);
                    restored.put(read.no, row.momentOrNull());
                },
                arguments);
        Map<Long, List<String>> tickets = tickets(sql, rows.keySet());
        Map<Long, Deployment> deployments = new LinkedHashMap<>();
        rows.forEach((no, row) -> deployments.put(no, row.with(tickets.getOrDefault(no, List.of()), List.of())));
        return deployments;
    }

    private static Map<Long, List<String>> tickets(SqlSession sql, Collection<Long> deployments) throws SQLException {
        Map<Long, List<String>> tickets = new HashMap<>();
        if (!deployments.isEmpty()) {
            sql.each(
                    "SELECT k.no, t.ticket FROM UNNEST(?) AS k(no)"
                            + " JOIN deployment_tickets t ON t.deployment_no = k.no ORDER BY t.ticket",
                    row -> tickets.computeIfAbsent(row.number(), no -> new ArrayList<>())
                            .add(row.text()),
                    deployments);
        }
        return tickets;
    }

    /** The columns of a deployment. */
    private static final class DeploymentRow {
        private final long no;
        private final String id;
        private final String service;
        private final Environment environment;
        private final String version;
        private final String commit;
        private final String previousVersion;
        private final DeploymentKind kind;
        private final DeploymentStatus status;
        private final Instant started;
        private final Instant finished;
        private final BuildReference build;
        private final String sprint;

        DeploymentRow(SqlSession.Row row) throws SQLException {
            no = row.number();
            id = row.text();
            service = row.text();
            environment = environment(row);
            version = row.text();
            commit = row.text();
            previousVersion = row.text();
            kind = DeploymentKind.parse(row.text());
            status = DeploymentStatus.parse(row.text());
            started = row.moment();
            finished = row.momentOrNull();
            String job = row.text();
            int number = row.integer();
            String url = row.text();
            build = job == null ? null : new BuildReference(job, number, url);
            sprint = row.text();
        }

        Deployment with(List<String> tickets, List<String> commits) {
            return new Deployment(
                    id,
                    service,
                    environment,
                    version,
                    commit,
                    previousVersion,
                    kind,
                    status,
                    started,
                    finished,
                    build,
                    sprint,
                    tickets,
                    commits);
        }
    }

    @Override
    public Optional<Deployment> deployment(String id) {
        return answer(sql -> {
            Optional<DeploymentRow> row =
                    sql.first("SELECT " + DEPLOYMENT_COLUMNS + DEPLOYMENTS + "WHERE d.id = ?", DeploymentRow::new, id);
            if (row.isEmpty()) {
                return Optional.empty();
            }
            long no = row.get().no;
            List<String> commits = sql.list(
                    "SELECT c.id FROM deployment_commits dc JOIN commits c ON c.no = dc.commit_no"
                            + " WHERE dc.deployment_no = ? ORDER BY c.authored DESC, c.id",
                    SqlSession.Row::text,
                    no);
            return Optional.of(row.get().with(tickets(sql, List.of(no)).getOrDefault(no, List.of()), commits));
        });
    }

    @Override
    public List<Commit> commitsOf(String deploymentId) {
        record CommitRow(long no, String id, Instant authored, String subject) {}
        return answer(sql -> {
            List<CommitRow> rows = sql.list(
                    "SELECT c.no, c.id, c.authored, c.subject FROM deployments d"
                            + " JOIN deployment_commits dc ON dc.deployment_no = d.no"
                            + " JOIN commits c ON c.no = dc.commit_no AND c.authored IS NOT NULL"
                            + " WHERE d.id = ? ORDER BY c.authored DESC, c.id",
                    row -> new CommitRow(row.number(), row.text(), row.moment(), row.text()),
                    deploymentId);
            Map<Long, List<String>> tickets = new HashMap<>();
            if (!rows.isEmpty()) {
                sql.each(
                        "SELECT k.no, t.ticket FROM UNNEST(?) AS k(no) JOIN commit_tickets t ON t.commit_no = k.no"
                                + " ORDER BY t.ticket",
                        row -> tickets.computeIfAbsent(row.number(), no -> new ArrayList<>())
                                .add(row.text()),
                        rows.stream().map(CommitRow::no).toList());
            }
            return rows.stream()
                    .map(row -> new Commit(
                            row.id(), row.authored(), row.subject(), tickets.getOrDefault(row.no(), List.of())))
                    .toList();
        });
    }

    @Override
    public List<RunningVersion> running() {
        return answer(sql -> sql.list(
                "SELECT d.service, d.environment, d.tier, d.version, d.finished, d.id, d.sprint_id FROM targets t"
                        + " JOIN deployments d ON d.no = t.running_no ORDER BY d.service, d.environment",
                row -> new RunningVersion(
                        row.text(), environment(row), row.text(), row.moment(), row.text(), row.text())));
    }

    @Override
    public List<TicketProgress> tickets(Scope scope) {
        return answer(sql -> {
            Map<String, Integer> builds = new HashMap<>();
            Condition built = new Condition().during(scope, "b.started");
            Condition deployed = new Condition().during(scope, "d.ended").and("d.reached");
            if (scope.service() != null) {
                built.and("b.service = ?", scope.service());
                deployed.and("d.service = ?", scope.service());
            }
            sql.each(
                    "SELECT t.ticket, COUNT(*) FROM builds b JOIN build_tickets t ON t.build_no = b.no WHERE " + built
                            + " GROUP BY t.ticket",
                    row -> builds.put(row.text(), row.integer()),
                    built.with());
            sql.each(
                    "SELECT DISTINCT t.ticket FROM deployments d"
                            + " JOIN deployment_tickets t ON t.deployment_no = d.no WHERE " + deployed,
                    row -> builds.putIfAbsent(row.text(), 0),
                    deployed.with());
            if (builds.isEmpty()) {
                return List.of();
            }
            return progress(sql, scope, builds);
        });
    }

    private static List<TicketProgress> progress(SqlSession sql, Scope scope, Map<String, Integer> builds)
            throws SQLException {
        record Arrival(Environment environment, Instant since) {}
        Comparator<Arrival> furthest = Comparator.<Arrival, EnvironmentTier>comparing(
                        arrival -> arrival.environment().tier())
                .thenComparing(Arrival::since, Comparator.reverseOrder())
                .thenComparing(arrival -> arrival.environment().name(), Comparator.reverseOrder());
        Map<String, Arrival> arrivals = new HashMap<>();
        List<Object> arguments = new ArrayList<>(List.of(builds.keySet()));
        if (scope.service() != null) {
            arguments.add(scope.service());
        }
        sql.each(
                "SELECT k.ticket, d.environment, d.tier, d.ended FROM UNNEST(?) AS k(ticket)"
                        + " JOIN deployment_tickets t ON t.ticket = k.ticket AND t.shipped"
                        + " JOIN deployments d ON d.no = t.deployment_no"
                        + (scope.service() == null ? "" : " AND d.service = ?"),
                row -> arrivals.merge(
                        row.text(),
                        new Arrival(environment(row), row.moment()),
                        (one, other) -> furthest.compare(one, other) >= 0 ? one : other),
                arguments.toArray());
        Map<String, Integer> commits = new HashMap<>();
        sql.each(
                "SELECT k.ticket, COUNT(*) FROM UNNEST(?) AS k(ticket) JOIN commit_tickets t ON t.ticket = k.ticket"
                        + " GROUP BY k.ticket",
                row -> commits.put(row.text(), row.integer()),
                builds.keySet());
        List<TicketProgress> progress = new ArrayList<>();
        builds.forEach((key, count) -> {
            Arrival arrival = arrivals.get(key);
            progress.add(new TicketProgress(
                    key,
                    arrival == null ? null : arrival.environment(),
                    arrival == null ? null : arrival.since(),
                    count,
                    commits.getOrDefault(key, 0)));
        });
        progress.sort(Comparator.comparing((TicketProgress ticket) -> ticket.furthest() == null
                        ? -1
                        : ticket.furthest().tier().ordinal())
                .reversed()
                .thenComparing(TicketProgress::key));
        return progress;
    }

    @Override
    public List<Deployment> deploymentsOf(String ticketKey, int limit) {
        return answer(sql -> List.copyOf(deployments(
                        sql,
                        "SELECT " + DEPLOYMENT_COLUMNS + ", d.restored FROM deployment_tickets t"
                                + " JOIN deployments d ON d.no = t.deployment_no LEFT JOIN jobs j ON j.no = d.job_no"
                                + " WHERE t.ticket = ? ORDER BY d.ended DESC, d.id DESC FETCH FIRST ? ROWS ONLY",
                        new HashMap<>(),
                        ticketKey,
                        limit)
                .values()));
    }

    @Override
    public List<GateEvaluation> gates(Scope scope, int limit) {
        Condition condition = gatesIn(scope);
        return answer(sql -> sql.list(
                "SELECT g.id, g.service, g.environment, g.tier, g.version, g.evaluated, g.job, g.build_number,"
                        + " g.build_url, g.sprint_id, g.result FROM gates g WHERE " + condition
                        + " ORDER BY g.evaluated DESC, g.id DESC FETCH FIRST ? ROWS ONLY",
                SqlLedgerQueries::gate,
                condition.with(limit)));
    }

    private static GateEvaluation gate(SqlSession.Row row) throws SQLException {
        String id = row.text();
        String service = row.text();
        String environment = row.text();
        String tier = row.text();
        String version = row.text();
        Instant at = row.moment();
        String job = row.text();
        int number = row.integer();
        String url = row.text();
        return new GateEvaluation(
                id,
                service,
                environment == null ? null : new Environment(environment, EnvironmentTier.parse(tier)),
                version,
                at,
                job == null ? null : new BuildReference(job, number, url),
                row.text(),
                Json.mapper().readValue(row.text(), GateResult.class));
    }

    @Override
    public List<Incident> incidents(Scope scope, int limit) {
        return answer(sql -> incidents(sql, scope, limit));
    }

    private static List<Incident> incidents(SqlSession sql, Scope scope, int limit) throws SQLException {
        Condition condition = new Condition()
                .and("i.opened < ?", scope.to())
                .and("(i.resolved IS NULL OR i.resolved > ? OR i.opened >= ?)", scope.from(), scope.from())
                .within(scope, "i");
        return sql.list(
                "SELECT " + INCIDENT_COLUMNS + INCIDENTS + "WHERE " + condition
                        + " ORDER BY i.opened DESC, i.id DESC FETCH FIRST ? ROWS ONLY",
                row -> new Incident(
                        row.text(),
                        row.text(),
                        environment(row),
                        Severity.parse(row.text()),
                        row.text(),
                        row.moment(),
                        row.momentOrNull(),
                        row.text(),
                        row.text()),
                condition.with(limit));
    }

    @Override
    public List<SprintSummary> trend(String service, EnvironmentTier tier, int limit) {
        String key = service == null ? "" : service;
        return answer(sql -> sql.list(
                "SELECT " + SPRINT_COLUMNS + ", b.builds, b.successful, d.finished, d.successful, d.failed, d.hotfixes,"
                        + " d.commits, d.lead_median_millis, d.tickets FROM"
                        + " (SELECT * FROM sprints ORDER BY started DESC, id DESC FETCH FIRST ? ROWS ONLY) s"
                        + " LEFT JOIN sprint_builds b ON b.controller_no = s.controller_no AND b.sprint_id = s.id"
                        + " AND b.service = ? LEFT JOIN sprint_deliveries d ON d.controller_no = s.controller_no"
                        + " AND d.sprint_id = s.id AND d.service = ? AND d.tier = ? ORDER BY s.started, s.id",
                row -> new SprintSummary(
                        sprint(row),
                        row.integer(),
                        row.integer(),
                        row.integer(),
                        row.integer(),
                        row.integer(),
                        row.integer(),
                        row.integer(),
                        row.numberOrNull(),
                        row.integer()),
                limit,
                key,
                key,
                tier));
    }
}
