package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JobNames;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.BuildOutlook;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerUnavailableException;
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
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.GateTarget;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;

/** The ledger's questions in SQL: a fixed number of statements each, every one led by an index. */
final class SqlLedgerQueries implements LedgerQueries {

    private static final String SPRINT_COLUMNS =
            "s.id, s.name, s.board, s.goal, s.state, s.started, s.planned_end, s.actual_end, s.source";
    private static final String DEPLOYMENT_COLUMNS =
            "d.no, d.controller_no, d.id, d.service, d.environment, d.tier, d.version, d.commit_id,"
                    + " d.previous_version, d.kind, d.status, d.started, d.finished, j.name, d.build_number,"
                    + " d.build_url, d.sprint_id, d.ended, d.restored, d.commits, d.commits_authored,"
                    + " d.commits_shipped, d.tickets, d.tickets_shipped";
    private static final String DEPLOYMENTS = " FROM deployments d LEFT JOIN jobs j ON j.no = d.job_no ";
    /** Of a sprint that several controllers recorded, what the first of them says. */
    private static final String SPRINTS = " FROM sprints s WHERE NOT EXISTS"
            + " (SELECT 1 FROM sprints o WHERE o.id = s.id AND o.controller_no < s.controller_no)";

    private static final String GATE_COLUMNS =
            "g.id, g.service, g.environment, g.tier, g.version, g.evaluated, g.job, g.build_number, g.build_url,"
                    + " g.sprint_id, g.result";

    private static final String INCIDENT_COLUMNS =
            "i.id, i.service, i.environment, i.tier, i.severity, i.summary, i.opened, i.resolved,"
                    + " COALESCE(i.caused_by, b.id), i.restored_by";
    private static final String INCIDENTS = " FROM incidents i LEFT JOIN deployments b ON b.no = i.blamed_no ";

    private final Source source;
    private final Consumer<SQLException> onFailure;
    private final String controller;
    /** The services that are asked about, or null for all. */
    private final Set<String> only;

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

    /**
     * @param onFailure is told why a question could not be answered, which may say something of the whole database
     * @param controller whose deployment is meant where several have one of the same id
     */
    SqlLedgerQueries(Source source, Consumer<SQLException> onFailure, UUID controller) {
        this(source, onFailure, controller.toString(), null);
    }

    private SqlLedgerQueries(Source source, Consumer<SQLException> onFailure, String controller, Set<String> only) {
        this.source = source;
        this.onFailure = onFailure;
        this.controller = controller;
        this.only = only;
    }

    @Override
    public LedgerQueries of(Collection<String> services) {
        return new SqlLedgerQueries(source, onFailure, controller, Set.copyOf(services));
    }

    private boolean isAsked(Scope scope, String service) {
        return (scope.service() == null || scope.service().equals(service)) && (only == null || only.contains(service));
    }

    private <T> T answer(Question<T> question) {
        try (SqlSession sql = source.snapshot()) {
            T answer = question.ask(sql);
            sql.commit();
            return answer;
        } catch (SQLException e) {
            onFailure.accept(e);
            throw new LedgerUnavailableException("the ledger's database cannot be read: " + e.getMessage(), e);
        }
    }

    /** A part of a WHERE clause with its arguments. */
    private final class Condition {
        private final StringBuilder text = new StringBuilder();
        private final List<Object> arguments = new ArrayList<>();

        Condition and(String condition, Object... values) {
            text.append(text.isEmpty() ? "" : " AND ").append(condition);
            arguments.addAll(List.of(values));
            return this;
        }

        /** Of the scope's services and environments. */
        Condition within(Scope scope, String table) {
            services(scope.service(), table);
            if (scope.environment() != null) {
                return and(table + ".environment = ?", scope.environment());
            }
            return and(table + ".tier = ?", scope.tier());
        }

        /** Of one service, or of all that are asked about. */
        Condition services(String service, String table) {
            if (service != null) {
                and(table + ".service = ?", service);
            }
            return only == null ? this : and(table + ".service = ANY(?)", only);
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
                "SELECT " + SPRINT_COLUMNS + SPRINTS + " ORDER BY s.started DESC, s.id DESC FETCH FIRST ? ROWS ONLY",
                SqlLedgerQueries::sprint,
                limit));
    }

    @Override
    public Optional<Sprint> sprint(String id) {
        return answer(
                sql -> sql.first("SELECT " + SPRINT_COLUMNS + SPRINTS + " AND s.id = ?", SqlLedgerQueries::sprint, id));
    }

    @Override
    public Optional<Sprint> sprintAt(Instant moment) {
        return answer(sql -> sql.first(
                "SELECT " + SPRINT_COLUMNS + SPRINTS + " AND s.started <= ? AND s.ended > ?"
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
        return answer(sql -> {
            List<DeploymentRow> ended = deployments(
                    sql,
                    "WHERE " + endedIn(scope) + " ORDER BY d.ended, d.started, d.id",
                    endedIn(scope).with());
            return new DeliveryFacts(
                    scope,
                    now,
                    ended(sql, ended),
                    shipped(ended),
                    incidents(sql, scope, Integer.MAX_VALUE),
                    targets(sql, scope),
                    builds(sql, scope),
                    gateCounts(sql, scope),
                    deliveredTickets(sql, scope, ended));
        });
    }

    private Condition endedIn(Scope scope) {
        return new Condition().during(scope, "d.ended").within(scope, "d");
    }

    private static List<DeliveryFacts.EndedDeployment> ended(SqlSession sql, List<DeploymentRow> rows)
            throws SQLException {
        Map<Long, List<Optional<Instant>>> incidents = new HashMap<>();
        if (!rows.isEmpty()) {
            sql.each(
                    "SELECT k.no, COALESCE(r.finished, i.resolved) FROM UNNEST(?) AS k(no)"
                            + " JOIN incidents i ON i.blamed_no = k.no"
                            + " LEFT JOIN deployments r ON r.id = i.restored_by AND r.controller_no = i.controller_no",
                    row -> incidents
                            .computeIfAbsent(row.number(), no -> new ArrayList<>())
                            .add(Optional.ofNullable(row.momentOrNull())),
                    rows.stream().map(row -> row.no).toList());
        }
        List<DeliveryFacts.EndedDeployment> ended = new ArrayList<>();
        for (DeploymentRow row : rows) {
            if (row.status != DeploymentStatus.PENDING && row.status != DeploymentStatus.IN_PROGRESS) {
                List<Optional<Instant>> blames = incidents.getOrDefault(row.no, List.of());
                ended.add(new DeliveryFacts.EndedDeployment(
                        row.deployment(), !blames.isEmpty(), restoredAt(row.restored, blames)));
            }
        }
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

    private static final Comparator<DeliveryFacts.ShippedCommit> AS_SHIPPED = Comparator.comparing(
                    DeliveryFacts.ShippedCommit::shipped)
            .thenComparing(DeliveryFacts.ShippedCommit::deploymentId)
            .thenComparing(DeliveryFacts.ShippedCommit::authored)
            .thenComparing(DeliveryFacts.ShippedCommit::commitId);

    private static List<DeliveryFacts.ShippedCommit> shipped(List<DeploymentRow> rows) {
        List<DeliveryFacts.ShippedCommit> shipped = new ArrayList<>();
        for (DeploymentRow row : rows) {
            for (int i = 0; i < row.shippedCommits; i++) {
                if (row.authored.get(i) != null) {
                    shipped.add(new DeliveryFacts.ShippedCommit(
                            row.commits.get(i), SqlSession.instant(row.authored.get(i)), row.id, row.ended));
                }
            }
        }
        shipped.sort(AS_SHIPPED);
        return shipped;
    }

    private List<DeliveryFacts.Target> targets(SqlSession sql, Scope scope) throws SQLException {
        Condition condition =
                new Condition().and("t.first_reached < ?", scope.to()).within(scope, "t");
        return sql.list(
                "SELECT t.service, t.environment, MIN(t.first_reached) FROM targets t WHERE " + condition
                        + " GROUP BY t.service, t.environment ORDER BY t.service, t.environment",
                row -> {
                    String service = row.text();
                    String environment = row.text();
                    Instant since = row.moment();
                    return new DeliveryFacts.Target(
                            service, environment, since.isBefore(scope.from()) ? scope.from() : since);
                },
                condition.with());
    }

    /** Builds of one time are neighbors, and their numbers say so. */
    private Condition startedIn(Scope scope) {
        Condition condition = new Condition()
                .and(
                        "b.no >= ? AND b.no <= ?",
                        BuildRows.lowest(SqlSession.micros(scope.from())),
                        BuildRows.highest(SqlSession.micros(scope.to())))
                .during(scope, "b.started");
        return condition.services(scope.service(), "b");
    }

    private List<DeliveryFacts.BuildFact> builds(SqlSession sql, Scope scope) throws SQLException {
        Condition condition = startedIn(scope);
        return sql.list(
                "SELECT b.result, b.duration_millis, b.tests_passed, b.tests_failed, b.tests_skipped, b.tests_flaky"
                        + " FROM builds b WHERE " + condition + " ORDER BY b.started, b.service, b.build_number",
                row -> new DeliveryFacts.BuildFact(BuildResult.parse(row.text()), row.number(), tests(row)),
                condition.with());
    }

    /** The next four columns, or null where no tests were reported. */
    static TestCounts tests(SqlSession.Row row) throws SQLException {
        Integer passed = row.integerOrNull();
        int failed = row.integer();
        int skipped = row.integer();
        int flaky = row.integer();
        return passed == null ? null : new TestCounts(passed, failed, skipped, flaky);
    }

    /** A gate that names no environment counts wherever no single environment is asked for. */
    private Condition gatesIn(Scope scope) {
        Condition condition = new Condition().during(scope, "g.evaluated").services(scope.service(), "g");
        return scope.environment() == null
                ? condition.and("(g.tier = ? OR g.tier IS NULL)", scope.tier())
                : condition.and("g.environment = ?", scope.environment());
    }

    private DeliveryFacts.GateCounts gateCounts(SqlSession sql, Scope scope) throws SQLException {
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

    private List<String> deliveredTickets(SqlSession sql, Scope scope, List<DeploymentRow> rows) throws SQLException {
        Set<String> here = new TreeSet<>();
        rows.forEach(row -> here.addAll(row.tickets.subList(0, row.shippedTickets)));
        if (here.isEmpty()) {
            return List.of();
        }
        Condition condition = new Condition().within(scope, "t");
        Map<Long, Boolean> targets = new HashMap<>();
        sql.each(
                "SELECT t.no FROM targets t WHERE " + condition,
                row -> targets.put(row.number(), true),
                condition.with());
        long from = SqlSession.micros(scope.from());
        sql.each(
                "SELECT t.ticket, t.arrivals FROM UNNEST(?) AS k(ticket) JOIN tickets t ON t.ticket = k.ticket",
                row -> {
                    String ticket = row.text();
                    if (new Arrivals(row.numbers()).shippedFirst(targets) < from) {
                        here.remove(ticket);
                    }
                },
                List.copyOf(here));
        return List.copyOf(here);
    }

    @Override
    public List<Deployment> deployments(Scope scope, int limit, int offset) {
        Condition condition = new Condition().during(scope, "d.started").within(scope, "d");
        return answer(sql -> deployments(
                        sql,
                        "WHERE " + condition
                                + " ORDER BY d.started DESC, d.id DESC OFFSET ? ROWS FETCH FIRST ? ROWS ONLY",
                        condition.with(offset, limit))
                .stream()
                .map(DeploymentRow::deployment)
                .toList());
    }

    private static List<DeploymentRow> deployments(SqlSession sql, String where, Object... arguments)
            throws SQLException {
        return sql.list("SELECT " + DEPLOYMENT_COLUMNS + DEPLOYMENTS + where, DeploymentRow::new, arguments);
    }

    /** A deployment with what it carries. */
    private static final class DeploymentRow {
        private final long no;
        private final int controllerNo;
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
        private final Instant ended;
        private final Instant restored;
        private final List<String> commits;
        private final List<Long> authored;
        private final int shippedCommits;
        private final List<String> tickets;
        private final int shippedTickets;

        DeploymentRow(SqlSession.Row row) throws SQLException {
            no = row.number();
            controllerNo = row.integer();
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
            build = job == null ? null : JobNames.reference(job, number, url);
            sprint = row.text();
            ended = row.moment();
            restored = row.momentOrNull();
            commits = row.texts();
            authored = row.numbersOrNull();
            shippedCommits = row.integer();
            tickets = row.texts();
            shippedTickets = row.integer();
        }

        /** Without the commits. */
        Deployment deployment() {
            return with(List.of());
        }

        /** With the commits, newest first. */
        Deployment withCommits() {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < commits.size(); i++) {
                order.add(i);
            }
            order.sort(Comparator.comparing(
                            (Integer i) -> authored.get(i), Comparator.nullsFirst(Comparator.naturalOrder()))
                    .reversed()
                    .thenComparing(commits::get));
            return with(order.stream().map(commits::get).toList());
        }

        private Deployment with(List<String> itsCommits) {
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
                    tickets.stream().sorted().toList(),
                    itsCommits);
        }
    }

    private Optional<DeploymentRow> row(SqlSession sql, String id) throws SQLException {
        List<DeploymentRow> rows = deployments(
                sql,
                "LEFT JOIN controllers c ON c.no = d.controller_no AND c.id = ? WHERE d.id = ?"
                        + " ORDER BY CASE WHEN c.no IS NULL THEN 1 ELSE 0 END, d.controller_no"
                        + " FETCH FIRST 1 ROW ONLY",
                controller,
                id);
        return rows.stream().findFirst();
    }

    @Override
    public Optional<Deployment> deployment(String id) {
        return answer(sql -> row(sql, id).map(DeploymentRow::withCommits));
    }

    @Override
    public List<Commit> commitsOf(String deploymentId) {
        return answer(sql -> {
            Optional<DeploymentRow> deployment = row(sql, deploymentId);
            if (deployment.isEmpty() || deployment.get().commits.isEmpty()) {
                return List.of();
            }
            List<Commit> commits = sql.list(
                    "SELECT c.id, c.authored, c.subject, c.tickets FROM UNNEST(?) AS k(id)"
                            + " JOIN commits c ON c.id = k.id AND c.controller_no = ? AND c.authored IS NOT NULL",
                    row -> new Commit(
                            row.text(),
                            row.moment(),
                            row.text(),
                            row.texts().stream().sorted().toList()),
                    deployment.get().commits,
                    deployment.get().controllerNo);
            commits.sort(Comparator.comparing(Commit::authored).reversed().thenComparing(Commit::id));
            return commits;
        });
    }

    @Override
    public List<RunningVersion> running() {
        return answer(sql -> sql.list(
                "SELECT d.service, d.environment, d.tier, d.version, d.finished, d.id, d.sprint_id FROM targets t"
                        + " JOIN deployments d ON d.no = t.running_no ORDER BY d.service, d.environment,"
                        + " d.finished, d.controller_no",
                row -> new RunningVersion(
                        row.text(), environment(row), row.text(), row.moment(), row.text(), row.text())));
    }

    @Override
    public Optional<BuildOutlook> outlook(String job, int number) {
        return answer(sql -> new BuildOutlookQuery(sql, controller).of(job, number));
    }

    @Override
    public List<Place> places(String service, String environment) {
        Condition condition = new Condition().services(service, "t");
        if (environment != null) {
            condition.and("t.environment = ?", environment);
        }
        String where = condition.arguments.isEmpty() ? "" : " WHERE " + condition;
        return answer(sql -> {
            Map<List<String>, GateEvaluation> gates = new HashMap<>();
            // the newest one of each place is the first one of its stretch of the index
            sql.each(
                    "SELECT " + GATE_COLUMNS + " FROM (SELECT DISTINCT t.service, t.environment FROM targets t" + where
                            + ") p JOIN gates g ON g.service = p.service AND g.environment = p.environment"
                            + " AND g.evaluated = (SELECT n.evaluated FROM gates n WHERE n.service = p.service"
                            + " AND n.environment = p.environment"
                            + " ORDER BY n.service, n.environment, n.evaluated DESC FETCH FIRST 1 ROW ONLY)"
                            + " ORDER BY g.id",
                    row -> {
                        GateEvaluation gate = gate(row);
                        gates.put(List.of(gate.service(), gate.environment().name()), gate);
                    },
                    condition.with());
            Map<List<String>, Place> places = new LinkedHashMap<>();
            // where several controllers deployed to one place, what came last runs there
            sql.each(
                    "SELECT t.service, t.environment, t.tier, d.id, d.version, d.finished, d.sprint_id, j.name,"
                            + " d.build_number, d.build_url, CARDINALITY(d.tickets) FROM targets t"
                            + " LEFT JOIN deployments d ON d.no = t.running_no LEFT JOIN jobs j ON j.no = d.job_no"
                            + where + " ORDER BY t.service, t.environment, d.finished NULLS FIRST",
                    row -> {
                        Place place = place(row, gates);
                        places.put(List.of(place.service(), place.environment().name()), place);
                    },
                    condition.with());
            return List.copyOf(places.values());
        });
    }

    private static Place place(SqlSession.Row row, Map<List<String>, GateEvaluation> gates) throws SQLException {
        String service = row.text();
        Environment environment = environment(row);
        GateEvaluation gate = gates.get(List.of(service, environment.name()));
        String deployment = row.text();
        if (deployment == null) {
            return new Place(service, environment, null, null, 0, gate);
        }
        RunningVersion running =
                new RunningVersion(service, environment, row.text(), row.moment(), deployment, row.text());
        String job = row.text();
        int number = row.integer();
        String url = row.text();
        return new Place(
                service,
                environment,
                running,
                job == null ? null : JobNames.reference(job, number, url),
                row.integer(),
                gate);
    }

    @Override
    public List<TicketProgress> tickets(Scope scope) {
        return answer(sql -> {
            Map<String, Integer> builds = new TreeMap<>();
            Condition built = startedIn(scope).and("CARDINALITY(b.tickets) > 0");
            sql.each(
                    "SELECT b.tickets FROM builds b WHERE " + built,
                    row -> row.texts().forEach(ticket -> builds.merge(ticket, 1, Integer::sum)),
                    built.with());
            Condition deployed =
                    new Condition().during(scope, "d.ended").and("d.reached").services(scope.service(), "d");
            sql.each(
                    "SELECT d.tickets FROM deployments d WHERE " + deployed,
                    row -> row.texts().forEach(ticket -> builds.putIfAbsent(ticket, 0)),
                    deployed.with());
            return builds.isEmpty() ? List.of() : progress(sql, scope, builds);
        });
    }

    @Override
    public TicketReach reachOf(Scope scope, Collection<String> tickets) {
        return answer(sql -> {
            Set<String> wanted = Set.copyOf(tickets);
            Map<Long, Boolean> targets = new HashMap<>();
            Set<Long> ofService = new HashSet<>();
            sql.each("SELECT t.no, t.service, t.environment, t.tier FROM targets t", row -> {
                long no = row.number();
                String service = row.text();
                Environment environment = environment(row);
                if (isAsked(scope, service)) {
                    ofService.add(no);
                    if (scope.environment() == null
                            ? environment.tier() == scope.tier()
                            : environment.name().equals(scope.environment())) {
                        targets.put(no, true);
                    }
                }
            });
            Set<String> built = new TreeSet<>();
            Map<String, Instant> reached = new TreeMap<>();
            sql.each(
                    "SELECT t.ticket, t.commits, t.arrivals FROM UNNEST(?) AS k(ticket)"
                            + " JOIN tickets t ON t.ticket = k.ticket",
                    row -> {
                        String ticket = row.text();
                        boolean isReferred = row.integer() > 0 && scope.service() == null && only == null;
                        Arrivals arrivals = new Arrivals(row.numbers());
                        if (isReferred) {
                            built.add(ticket);
                        }
                        arrivals.eachCarried((target, first, last) -> {
                            if (ofService.contains(target)) {
                                built.add(ticket);
                            }
                        });
                        long first = arrivals.shippedFirst(targets);
                        if (first != Arrivals.NEVER) {
                            reached.merge(
                                    ticket,
                                    SqlSession.instant(first),
                                    (one, other) -> one.isBefore(other) ? one : other);
                        }
                    },
                    wanted);
            Condition inTime = startedIn(scope).and("CARDINALITY(b.tickets) > 0");
            sql.each(
                    "SELECT b.tickets FROM builds b WHERE " + inTime,
                    row -> row.texts().stream().filter(wanted::contains).forEach(built::add),
                    inTime.with());
            return new TicketReach(built, reached);
        });
    }

    private List<TicketProgress> progress(SqlSession sql, Scope scope, Map<String, Integer> builds)
            throws SQLException {
        record Arrival(Environment environment, Instant since) {}
        Comparator<Arrival> furthest = Comparator.<Arrival, EnvironmentTier>comparing(
                        arrival -> arrival.environment().tier())
                .thenComparing(Arrival::since, Comparator.reverseOrder())
                .thenComparing(arrival -> arrival.environment().name(), Comparator.reverseOrder());
        Map<Long, Environment> targets = new HashMap<>();
        sql.each("SELECT t.no, t.service, t.environment, t.tier FROM targets t", row -> {
            long no = row.number();
            String service = row.text();
            Environment environment = environment(row);
            if (isAsked(scope, service)) {
                targets.put(no, environment);
            }
        });
        Map<String, Arrival> arrivals = new HashMap<>();
        Map<String, Integer> commits = new HashMap<>();
        sql.each(
                "SELECT t.ticket, t.commits, t.arrivals FROM UNNEST(?) AS k(ticket)"
                        + " JOIN tickets t ON t.ticket = k.ticket",
                row -> {
                    String ticket = row.text();
                    commits.merge(ticket, row.integer(), Integer::sum);
                    new Arrivals(row.numbers()).eachShipped((target, moment) -> {
                        if (targets.containsKey(target)) {
                            arrivals.merge(
                                    ticket,
                                    new Arrival(targets.get(target), SqlSession.instant(moment)),
                                    (one, other) -> furthest.compare(one, other) >= 0 ? one : other);
                        }
                    });
                },
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
        progress.sort(TicketProgress.FURTHEST_FIRST);
        return progress;
    }

    @Override
    public List<TicketProgress> progress(Scope scope, Collection<String> ticketKeys) {
        Map<String, Integer> builds = new TreeMap<>();
        ticketKeys.forEach(ticket -> builds.put(ticket, 0));
        return builds.isEmpty() ? List.of() : answer(sql -> progress(sql, scope, builds));
    }

    @Override
    public List<Deployment> deploymentsOf(String ticketKey, int limit) {
        return answer(sql -> {
            List<Long> targets = new ArrayList<>();
            List<Long> since = new ArrayList<>();
            List<Long> until = new ArrayList<>();
            sql.each(
                    "SELECT t.arrivals FROM tickets t WHERE t.ticket = ?",
                    row -> new Arrivals(row.numbers()).eachCarried((target, first, last) -> {
                        targets.add(target);
                        since.add(first);
                        until.add(last);
                    }),
                    ticketKey);
            if (targets.isEmpty()) {
                return List.of();
            }
            Condition carried =
                    new Condition().and("? = ANY(d.tickets)", ticketKey).services(null, "d");
            List<Object> arguments = new ArrayList<>(List.of(targets, since, until));
            arguments.addAll(List.of(carried.with(limit)));
            return sql
                    .list(
                            "SELECT " + DEPLOYMENT_COLUMNS + " FROM UNNEST(?, ?, ?) AS k(target, since, till)"
                                    + " JOIN deployments d ON d.target_no = k.target AND d.ended >= k.since"
                                    + " AND d.ended <= k.till LEFT JOIN jobs j ON j.no = d.job_no"
                                    + " WHERE " + carried
                                    + " ORDER BY d.ended DESC, d.id DESC FETCH FIRST ? ROWS ONLY",
                            DeploymentRow::new,
                            arguments.toArray())
                    .stream()
                    .map(DeploymentRow::deployment)
                    .toList();
        });
    }

    @Override
    public List<TicketBuild> buildsOf(String ticketKey, int limit) {
        return answer(sql -> new TicketBuilds(sql, only).newest(ticketKey, limit));
    }

    @Override
    public List<GateEvaluation> gates(Scope scope, int limit) {
        Condition condition = gatesIn(scope);
        return answer(sql -> sql.list(
                "SELECT " + GATE_COLUMNS + " FROM gates g WHERE " + condition
                        + " ORDER BY g.evaluated DESC, g.id DESC FETCH FIRST ? ROWS ONLY",
                SqlLedgerQueries::gate,
                condition.with(limit)));
    }

    /** A controller's evaluation of a gate. */
    static Optional<GateEvaluation> gate(SqlSession sql, int controller, String id) throws SQLException {
        return sql.first(
                "SELECT " + GATE_COLUMNS + " FROM gates g WHERE g.controller_no = ? AND g.id = ?",
                SqlLedgerQueries::gate,
                controller,
                id);
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
                job == null ? null : JobNames.reference(job, number, url),
                row.text(),
                Json.mapper().readValue(row.text(), GateResult.class));
    }

    @Override
    public List<SprintPromise> promises(String sprintId) {
        return answer(sql -> PromiseRows.promises(sql, sprintId));
    }

    @Override
    public List<OutboxEntry> outbox(int limit) {
        return answer(sql -> OutboxRows.newest(sql, limit));
    }

    @Override
    public List<GateApproval> approvals(GateTarget target) {
        return answer(sql -> GateDecisionRows.approvals(sql, target));
    }

    @Override
    public List<GateOverride> overrides(GateTarget target) {
        return answer(sql -> GateDecisionRows.overrides(sql, target));
    }

    @Override
    public List<GateApproval> approvals(Scope scope, int limit) {
        return answer(sql -> GateDecisionRows.approvals(sql, scope, only, limit));
    }

    @Override
    public List<GateOverride> overrides(Scope scope, int limit) {
        return answer(sql -> GateDecisionRows.overrides(sql, scope, only, limit));
    }

    @Override
    public Optional<Incident> incident(String id) {
        return answer(sql -> sql
                .list(
                        "SELECT " + INCIDENT_COLUMNS + INCIDENTS
                                + "WHERE i.id = ? ORDER BY i.opened DESC FETCH FIRST 1 ROWS ONLY",
                        SqlLedgerQueries::incident,
                        id)
                .stream()
                .findFirst());
    }

    @Override
    public List<Incident> incidents(Scope scope, int limit) {
        return answer(sql -> incidents(sql, scope, limit));
    }

    private List<Incident> incidents(SqlSession sql, Scope scope, int limit) throws SQLException {
        Condition condition = new Condition()
                .and("i.opened < ?", scope.to())
                .and("(i.resolved IS NULL OR i.resolved > ? OR i.opened >= ?)", scope.from(), scope.from())
                .within(scope, "i");
        return sql.list(
                "SELECT " + INCIDENT_COLUMNS + INCIDENTS + "WHERE " + condition
                        + " ORDER BY i.opened DESC, i.id DESC FETCH FIRST ? ROWS ONLY",
                SqlLedgerQueries::incident,
                condition.with(limit));
    }

    private static Incident incident(SqlSession.Row row) throws SQLException {
        return new Incident(
                row.text(),
                row.text(),
                environment(row),
                Severity.parse(row.text()),
                row.text(),
                row.moment(),
                row.momentOrNull(),
                row.text(),
                row.text());
    }

    @Override
    public List<SprintSummary> trend(String service, String environment, EnvironmentTier tier, int limit) {
        return answer(sql -> {
            List<Sprint> sprints = sql.list(
                    "SELECT " + SPRINT_COLUMNS + SPRINTS
                            + " ORDER BY s.started DESC, s.id DESC FETCH FIRST ? ROWS ONLY",
                    SqlLedgerQueries::sprint,
                    limit);
            if (sprints.isEmpty()) {
                return List.of();
            }
            SprintTrend trend = new SprintTrend(sql, sprints, environment, tier);
            if (service != null) {
                return only == null || only.contains(service) ? trend.ofOne(service) : trend.ofSome(Set.of());
            }
            return only == null || isEverything(sql) ? trend.ofAll() : trend.ofSome(only);
        });
    }

    private boolean isEverything(SqlSession sql) throws SQLException {
        return only.containsAll(sql.list("SELECT DISTINCT name FROM services", SqlSession.Row::text));
    }
}
