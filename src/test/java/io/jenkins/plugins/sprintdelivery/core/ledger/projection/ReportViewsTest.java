package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import static io.jenkins.plugins.sprintdelivery.core.ledger.projection.MixedHistory.NOW;
import static io.jenkins.plugins.sprintdelivery.core.ledger.projection.MixedHistory.ago;
import static io.jenkins.plugins.sprintdelivery.core.ledger.projection.MixedHistory.history;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.jenkins.plugins.sprintdelivery.core.board.DeliveryBoard;
import io.jenkins.plugins.sprintdelivery.core.board.Wanted;
import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.ledger.Facts;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts;
import io.jenkins.plugins.sprintdelivery.core.metrics.Metric;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.ConditionResult;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.GateTarget;
import io.jenkins.plugins.sprintdelivery.core.model.Person;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What reports read on PostgreSQL, against what the board says of the same ledger. */
@Timeout(180)
class ReportViewsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<String, String> COLUMNS = Map.ofEntries(
            Map.entry("deployment-frequency", "deployments_per_day"),
            Map.entry("lead-time", "lead_time_seconds"),
            Map.entry("lead-time-p90", "lead_time_p90_seconds"),
            Map.entry("change-failure-rate", "change_failure_rate"),
            Map.entry("recovery-time", "recovery_seconds"),
            Map.entry("rework-rate", "rework_rate"),
            Map.entry("availability", "availability"),
            Map.entry("delivered-tickets", "delivered_tickets"),
            Map.entry("builds", "builds"),
            Map.entry("build-success-rate", "build_success_rate"),
            Map.entry("build-duration", "build_duration_seconds"),
            Map.entry("test-pass-rate", "test_pass_rate"),
            Map.entry("flaky-tests", "flaky_tests"),
            Map.entry("gate-pass-rate", "gate_pass_rate"));
    private static final Map<String, String> PROMISES = Map.of(
            "done-not-deployed", "done_not_deployed",
            "deployed-not-done", "deployed_not_done",
            "carried-over", "carried_over",
            "added-after-start", "added_after_start",
            "unplanned-share", "unplanned_share");
    private static final Set<String> OF_A_SERVICE = Set.of(
            "deployment-frequency",
            "lead-time",
            "lead-time-p90",
            "change-failure-rate",
            "recovery-time",
            "rework-rate",
            "delivered-tickets");

    @TempDir
    Path directory;

    private PostgresServer server;
    private String schema;
    private ProjectionStore.Postgres store;

    @BeforeEach
    void store() throws Exception {
        schema = "bi" + UUID.randomUUID().toString().replace("-", "");
        server = PostgresServer.shared();
        store = server.store(schema);
    }

    private Ledger open(String name) throws Exception {
        return Ledger.open(directory.resolve(name), store, Clock.systemUTC());
    }

    private static void assertCurrent(Ledger ledger) throws Exception {
        boolean current = ledger.catchUp(PATIENCE);
        assertThat(current).as(ledger.status().toString()).isTrue();
        assertThat(ledger.problems()).isEmpty();
    }

    private String bi() {
        return '"' + schema + "_bi\".";
    }

    private List<Map<String, Object>> rows(String sql) throws SQLException {
        try (Connection connection = server.connection()) {
            return rows(connection, sql);
        }
    }

    private List<Map<String, Object>> rows(Connection connection, String sql) throws SQLException {
        List<Map<String, Object>> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql.replace("bi.", bi()))) {
            while (rows.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.put(rows.getMetaData().getColumnName(i), rows.getObject(i));
                }
                found.add(row);
            }
        }
        return found;
    }

    private List<Object> column(String sql) throws SQLException {
        return rows(sql).stream().map(row -> row.values().iterator().next()).toList();
    }

    /** Whole and broken numbers alike; what a running sprint says changes with time. */
    private static void assertSame(Metric metric, Object value, String where) {
        String what = where + ": " + metric.name();
        if (metric.value() == null) {
            assertThat(value).as(what).isNull();
        } else {
            assertThat(value).as(what).isNotNull();
            double tolerance = Math.max(0.002, Math.abs(metric.value()) * 1e-4);
            assertThat(((Number) value).doubleValue()).as(what).isCloseTo(metric.value(), within(tolerance));
        }
    }

    private void assertNumbersAreTheBoards(Ledger ledger) throws SQLException {
        DeliveryBoard board = new DeliveryBoard(ledger.queries(), Clock.systemUTC());
        int compared = 0;
        for (Map<String, Object> row : rows("SELECT * FROM bi.sprint_metrics")) {
            Wanted wanted = wanted(row, null);
            for (Metric metric : board.report(wanted).metrics()) {
                if (COLUMNS.containsKey(metric.name())) {
                    assertSame(metric, row.get(COLUMNS.get(metric.name())), wanted.toString());
                    compared++;
                }
            }
        }
        assertThat(compared).isEqualTo(5 * 3 * COLUMNS.size());
        for (Map<String, Object> row : rows("SELECT * FROM bi.service_sprint_metrics")) {
            Wanted wanted = wanted(row, (String) row.get("service"));
            for (Metric metric : board.report(wanted).metrics()) {
                if (OF_A_SERVICE.contains(metric.name())) {
                    assertSame(metric, row.get(COLUMNS.get(metric.name())), wanted.toString());
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(5 * 3 * COLUMNS.size() + 100);
        List<Map<String, Object>> promises = rows("SELECT * FROM bi.sprint_promises ORDER BY sprint_id");
        assertThat(promises).extracting(row -> row.get("sprint_id")).containsExactly("s1", "s2");
        for (Map<String, Object> row : promises) {
            Wanted wanted = new Wanted((String) row.get("sprint_id"), null, null, null, null, null);
            for (Metric metric : board.report(wanted).metrics()) {
                if (PROMISES.containsKey(metric.name())) {
                    assertSame(metric, row.get(PROMISES.get(metric.name())), wanted.toString());
                }
            }
        }
    }

    private static Wanted wanted(Map<String, Object> row, String service) {
        return new Wanted((String) row.get("sprint_id"), null, null, service, null, EnvironmentTier.parse((String)
                row.get("tier")));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyNumberOfASprintIsTheBoardsAlsoAfterARebuild(long seed) throws Exception {
        try (Ledger ledger = open("one")) {
            ledger.append(history(new Random(seed)));
            assertCurrent(ledger);
            assertNumbersAreTheBoards(ledger);
            List<String> before = everything();

            ledger.rebuild();
            assertCurrent(ledger);
            assertThat(everything()).isEqualTo(before);
            assertNumbersAreTheBoards(ledger);
        }
    }

    /** Each row of each view that does not depend on the time of asking. */
    private List<String> everything() throws SQLException {
        List<String> all = new ArrayList<>();
        for (String view : columns().keySet()) {
            if (!view.equals("controllers") && !view.endsWith("_metrics") && !view.equals("sprint_promises")) {
                all.addAll(rows("SELECT * FROM bi." + view).stream()
                        .map(row -> view + row)
                        .sorted()
                        .toList());
            }
        }
        return all;
    }

    private Map<String, Set<String>> columns() throws SQLException {
        Map<String, Set<String>> columns = new TreeMap<>();
        for (Map<String, Object> row : rows("SELECT table_name, column_name FROM information_schema.columns"
                + " WHERE table_schema = '" + schema + "_bi'")) {
            columns.computeIfAbsent((String) row.get("table_name"), name -> new TreeSet<>())
                    .add((String) row.get("column_name"));
        }
        return columns;
    }

    @Test
    void eachFactStandsInItsViewAsTheLedgerAnswersIt() throws Exception {
        try (Ledger ledger = open("one")) {
            ledger.append(history(new Random(7)));
            assertCurrent(ledger);
            LedgerQueries queries = ledger.queries();
            String controller =
                    (String) column("SELECT controller FROM bi.controllers").get(0);
            for (Map.Entry<String, Set<String>> view : columns().entrySet()) {
                assertThat(view.getValue()).as(view.getKey()).contains("controller");
                if (!view.getKey().equals("gate_conditions") && !view.getKey().equals("gate_decisions")) {
                    assertThat(column("SELECT DISTINCT controller FROM bi." + view.getKey()))
                            .as(view.getKey())
                            .containsExactly(controller);
                }
            }

            Map<String, DeliveryFacts.EndedDeployment> ended = new TreeMap<>();
            for (EnvironmentTier tier : EnvironmentTier.values()) {
                queries.facts(new Scope(ago(2_000), ago(-1), null, null, tier), NOW)
                        .deployments()
                        .forEach(each -> ended.put(each.deployment().id(), each));
            }
            List<Map<String, Object>> deployments = rows("SELECT *, EXTRACT(EPOCH FROM restored)::bigint AS restored_s,"
                    + " EXTRACT(EPOCH FROM finished)::bigint AS finished_s FROM bi.deployments");
            assertThat(deployments).hasSize(80);
            for (Map<String, Object> row : deployments) {
                String id = (String) row.get("deployment_id");
                Deployment deployment = queries.deployment(id).orElseThrow();
                assertThat(row)
                        .as(id)
                        .containsEntry("service", deployment.service())
                        .containsEntry("environment", deployment.environment().name())
                        .containsEntry("version", deployment.version())
                        .containsEntry("previous_version", deployment.previousVersion())
                        .containsEntry("status", deployment.status().toString())
                        .containsEntry("sprint_id", deployment.sprintId())
                        .containsEntry("commits", deployment.commits().size())
                        .containsEntry("tickets", deployment.tickets().size());
                if (ended.containsKey(id)) {
                    Instant restored = ended.get(id).restoredAt();
                    assertThat(row)
                            .as(id)
                            .containsEntry("caused_incident", ended.get(id).causedIncident())
                            .containsEntry("restored_s", restored == null ? null : restored.getEpochSecond());
                }
                if (deployment.finished() != null) {
                    assertThat(row)
                            .containsEntry("finished_s", deployment.finished().getEpochSecond());
                }
            }

            List<Map<String, Object>> tickets = rows("SELECT * FROM bi.tickets");
            assertThat(tickets).hasSizeGreaterThan(15);
            Map<String, LedgerQueries.TicketProgress> progress = new TreeMap<>();
            queries.progress(
                            Scope.production(ago(2_000), ago(-1)),
                            tickets.stream()
                                    .map(row -> (String) row.get("ticket"))
                                    .toList())
                    .forEach(each -> progress.put(each.key(), each));
            for (Map<String, Object> row : tickets) {
                LedgerQueries.TicketProgress ticket = progress.get((String) row.get("ticket"));
                assertThat(row)
                        .containsEntry(
                                "furthest_environment",
                                ticket.furthest() == null
                                        ? null
                                        : ticket.furthest().name())
                        .containsEntry("commits", ticket.commits());
            }

            assertThat(column("SELECT COUNT(*) FROM bi.builds")).containsExactly(80L);
            assertThat(column("SELECT COUNT(*) FROM bi.build_tickets")).containsExactly(80L);
            assertThat(column("SELECT COUNT(*) FROM bi.commits")).containsExactly(60L);
            assertThat(column("SELECT COUNT(*) FROM bi.gates")).containsExactly(80L);
            assertThat(column("SELECT service || '/' || environment || '/' || version FROM bi.running_versions"))
                    .containsExactlyInAnyOrderElementsOf(queries.running().stream()
                            .map(running -> (Object) (running.service() + "/"
                                    + running.environment().name() + "/" + running.version()))
                            .toList());
            assertThat(column(
                            "SELECT COUNT(*) FROM bi.deployment_commits WHERE first_shipped AND lead_time_seconds >= 0"
                                    + " AND tier = 'production'"))
                    .containsExactly(queries.facts(Scope.production(ago(2_000), ago(-1)), NOW).shipped().stream()
                            .filter(commit -> !commit.shipped().isBefore(commit.authored()))
                            .count());
            assertThat(column("SELECT incident_id || COALESCE(caused_by, '') FROM bi.incidents"))
                    .containsExactlyInAnyOrderElementsOf(queriesIncidents(queries));
        }
    }

    private static List<Object> queriesIncidents(LedgerQueries queries) {
        List<Object> incidents = new ArrayList<>();
        for (EnvironmentTier tier : EnvironmentTier.values()) {
            queries.incidents(new Scope(ago(2_000), ago(-1), null, null, tier), 1_000)
                    .forEach(each -> incidents.add(each.id() + (each.causedBy() == null ? "" : each.causedBy())));
        }
        return incidents;
    }

    @Test
    void decisionsAndConditionsAreReadWhateverTheyHold() throws Exception {
        GateTarget target = new GateTarget("release", "shop", "production", "2.0", null);
        GateResult result = new GateResult(
                Verdict.FAIL,
                "release",
                null,
                List.of(
                        new ConditionResult("tests.failed", Verdict.FAIL, "0", "2 \0 \\u0000 \uD800", List.of()),
                        new ConditionResult("approved", Verdict.PASS, "1", "1", List.of())));
        GateOverride override = new GateOverride(
                "o1",
                target,
                new Person("anna", "Anna"),
                ago(5),
                "we \0 must",
                ago(-5),
                new Person("ben", null),
                ago(4));
        try (Ledger ledger = open("one")) {
            ledger.append(
                    new LedgerEvent.GateRecorded(new GateEvaluation(
                            "g1", "shop", Environment.named("production"), "2.0", ago(6), null, null, result)),
                    new LedgerEvent.OverrideRecorded(override),
                    new LedgerEvent.ApprovalRecorded(new GateApproval(
                            "a1", target, new Person("cleo", null), List.of(), ago(3), "tested", null)),
                    new LedgerEvent.GateRecorded(new GateEvaluation(
                            "g2", "shop", null, "2.0", ago(2), null, null, result.overriddenBy(override))));
            assertCurrent(ledger);

            assertThat(rows("SELECT gate_id, verdict, own_verdict, overridden, policy FROM bi.gates ORDER BY gate_id"))
                    .extracting(Map::toString)
                    .containsExactly(
                            "{gate_id=g1, verdict=FAIL, own_verdict=FAIL, overridden=false, policy=release}",
                            "{gate_id=g2, verdict=PASS, own_verdict=FAIL, overridden=true, policy=release}");
            assertThat(rows("SELECT condition_number, condition, verdict, expected FROM bi.gate_conditions"
                            + " WHERE gate_id = 'g1' ORDER BY 1"))
                    .extracting(Map::toString)
                    .containsExactly(
                            "{condition_number=1, condition=tests.failed, verdict=FAIL, expected=0}",
                            "{condition_number=2, condition=approved, verdict=PASS, expected=1}");
            assertThat(column("SELECT actual FROM bi.gate_conditions")).hasSize(4);
            assertThat(rows("SELECT decision_id, kind, decided_by, agreed_by, reason, agreed - decided AS after"
                            + " FROM bi.gate_decisions ORDER BY decision_id"))
                    .extracting(Map::toString)
                    .satisfiesExactly(
                            approval -> assertThat(approval)
                                    .contains("decision_id=a1, kind=approval, decided_by=cleo, agreed_by=null"),
                            both -> assertThat(both)
                                    .contains("decision_id=o1, kind=override, decided_by=anna, agreed_by=ben")
                                    .contains("reason=we \uFFFD must"));
        }
    }

    private static LedgerEvent contents(String sprint, String tracker, String ticket) {
        return new LedgerEvent.ContentsRecorded(new SprintContents(
                sprint, tracker, NOW, true, List.of(ticket), List.of(), List.of(), List.of(), null, false));
    }

    @Test
    void aSprintHoldsWhatItsOwnTrackerSaysOfIt() throws Exception {
        try (Ledger ledger = open("one")) {
            ledger.append(history(new Random(1)));
            ledger.append(
                    contents("s1", "another", "OTHER-1"),
                    contents("other-team", "trello", "CARD-1"),
                    contents("running", "jira", "JIRA-1"),
                    contents("running", "trello", "CARD-2"));
            assertCurrent(ledger);

            assertThat(column("SELECT DISTINCT tracker FROM bi.sprint_tickets WHERE sprint_id = 's1'"))
                    .containsExactly("jira");
            // a calendar gave the dates: the only tracker that knows a sprint of this id, and none where two do
            assertThat(column("SELECT ticket FROM bi.sprint_tickets WHERE sprint_id = 'other-team'"))
                    .containsExactly("CARD-1");
            assertThat(column("SELECT ticket FROM bi.sprint_tickets WHERE sprint_id = 'running'"))
                    .isEmpty();
            LedgerQueries queries = ledger.queries();
            for (String id : List.of("s1", "other-team", "running")) {
                assertThat(queries.promise(queries.sprint(id).orElseThrow()).map(LedgerQueries.SprintPromise::tracker))
                        .isEqualTo(
                                column("SELECT DISTINCT tracker FROM bi.sprint_tickets WHERE sprint_id = '" + id + "'")
                                        .stream()
                                        .map(Object::toString)
                                        .findFirst());
            }
        }
    }

    @Test
    void anErasedPersonIsGoneFromTheViews() throws Exception {
        GateTarget target = new GateTarget("release", "shop", "production", "2.0", null);
        try (Ledger ledger = open("one")) {
            ledger.append(
                    Facts.commit("c1", 1),
                    new LedgerEvent.ApprovalRecorded(new GateApproval(
                            "a1", target, new Person("asmith", "Alice Smith"), List.of(), ago(3), "Alice Smith", null)),
                    Facts.incident("i1", 2, null, null));
            assertCurrent(ledger);
            assertThat(column("SELECT decided_by FROM bi.gate_decisions")).containsExactly("asmith");

            String person = ledger.erase(List.of("Alice Smith", "asmith"));
            assertCurrent(ledger);

            assertThat(column("SELECT decided_by || '|' || reason FROM bi.gate_decisions"))
                    .containsExactly(person + "|" + person);
        }
    }

    @Test
    void severalControllersAreToldApart() throws Exception {
        try (Ledger first = open("first");
                Ledger second = open("second")) {
            first.append(history(new Random(1)));
            second.append(history(new Random(2)));
            assertCurrent(first);
            assertCurrent(second);

            assertThat(column("SELECT COUNT(*) FROM bi.deployments GROUP BY controller"))
                    .containsExactly(80L, 80L);
            assertThat(column("SELECT sprint_id FROM bi.sprints")).hasSize(5).doesNotHaveDuplicates();
            assertThat(column("SELECT ticket FROM bi.tickets")).doesNotHaveDuplicates();
            assertNumbersAreTheBoards(first);

            second.rebuild();
            assertCurrent(second);
            assertNumbersAreTheBoards(second);
        }
    }

    private Connection reader() throws SQLException {
        Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + store.port() + "/postgres", schema + "_reader", "secret");
        connection.setReadOnly(true);
        return connection;
    }

    @Test
    void whoMayReadTheViewsMayReadNothingElseAlsoAfterTheyWereMadeAnew() throws Exception {
        try (Ledger ledger = open("one")) {
            ledger.append(history(new Random(3)));
            assertCurrent(ledger);
            // as the documentation says
            String views = '"' + schema + "_bi\"";
            String user = '"' + schema + "_reader\"";
            server.execute(List.of(
                    "CREATE ROLE " + user + " LOGIN PASSWORD 'secret'",
                    "GRANT USAGE ON SCHEMA " + views + " TO " + user,
                    "GRANT SELECT ON ALL TABLES IN SCHEMA " + views + " TO " + user,
                    "ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA " + views + " GRANT SELECT ON TABLES TO "
                            + user));
            for (String view : columns().keySet()) {
                try (Connection reader = reader()) {
                    rows(reader, "SELECT * FROM bi." + view);
                }
            }
            try (Connection reader = reader()) {
                assertThatThrownBy(() -> rows(reader, "SELECT * FROM \"" + schema + "\".deployments"))
                        .hasMessageContaining("permission denied");
                assertThatThrownBy(() ->
                                reader.createStatement().execute("DELETE FROM \"" + schema + "_bi\".running_versions"))
                        .isInstanceOf(SQLException.class);
            }
        }
        // everything is gone but the schema of the views, and comes back with the rights
        server.execute(List.of("DROP SCHEMA \"" + schema + "\" CASCADE"));
        assertThat(columns()).isEmpty();
        try (Ledger ledger = open("one")) {
            assertCurrent(ledger);
            try (Connection reader = reader()) {
                assertThat(rows(reader, "SELECT * FROM bi.deployments")).hasSize(80);
            }
        }
    }

    @Test
    void viewsOfAnotherVersionAreReplacedAndOnesOfNobodyAreLeft() throws Exception {
        try (Ledger ledger = open("one")) {
            ledger.append(history(new Random(3)));
            assertCurrent(ledger);
        }
        Map<String, Set<String>> usual = columns();
        String other = """
                CREATE OR REPLACE VIEW ${bi}.controllers AS
                SELECT 1 AS something_else FROM controllers;

                CREATE OR REPLACE VIEW ${bi}.of_yesterday AS
                SELECT 2 AS x FROM deployments;
                """;
        new ReportViews(PostgresSource.of(store, 5), schema, other).make();
        server.execute(List.of("CREATE VIEW " + bi() + "mine AS SELECT 1 AS one"));
        assertThat(columns().keySet()).containsExactly("controllers", "mine", "of_yesterday");

        try (Ledger ledger = open("one")) {
            assertCurrent(ledger);
            Map<String, Set<String>> now = columns();
            assertThat(now.remove("mine")).containsExactly("one");
            assertThat(now).isEqualTo(usual);
        }
    }

    @Test
    void theViewsMakeWayForAChangeOfTheTables() throws Exception {
        try (Ledger ledger = open("one")) {
            ledger.append(history(new Random(3)));
            assertCurrent(ledger);
            ReportViews views = new ReportViews(PostgresSource.of(store, 5), schema);
            views.makingWay(() -> {
                try {
                    server.execute(
                            List.of("ALTER TABLE \"" + schema + "\".gates ALTER COLUMN verdict TYPE VARCHAR(20)"));
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(columns()).isEmpty();
            views.make();
            assertThat(column("SELECT COUNT(*) FROM bi.gates")).containsExactly(80L);
        }
    }

    @Test
    void aUserWhoMayMakeNoSchemaHasALedgerAllTheSame() throws Exception {
        server.execute(List.of(
                "CREATE ROLE \"" + schema + "_user\" LOGIN PASSWORD 'secret'",
                "CREATE SCHEMA \"" + schema + "\" AUTHORIZATION \"" + schema + "_user\""));
        store = new ProjectionStore.Postgres(
                "localhost",
                store.port(),
                "postgres",
                schema,
                schema + "_user",
                () -> "secret",
                ProjectionStore.Tls.NONE,
                6,
                5);
        try (Ledger ledger = open("one")) {
            ledger.append(history(new Random(3)));
            assertThat(ledger.catchUp(PATIENCE)).isTrue();
            assertThat(ledger.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.message())
                            .contains(
                                    "the views for reports could not be made",
                                    "CREATE SCHEMA \"" + schema + "_bi\" AUTHORIZATION"));
        }
        server.execute(List.of("CREATE SCHEMA \"" + schema + "_bi\" AUTHORIZATION \"" + schema + "_user\""));
        try (Ledger ledger = open("one")) {
            assertCurrent(ledger);
            assertThat(column("SELECT COUNT(*) FROM bi.builds")).containsExactly(80L);
        }
    }

    private static Path page(String name) {
        Path page = Path.of("docs", name);
        return Files.exists(page) ? page : Path.of("..").resolve(page);
    }

    private static Map<String, Set<String>> documented(String text) {
        Map<String, Set<String>> documented = new TreeMap<>();
        Matcher section = Pattern.compile("(?s)### `(\\w+)`\\n(.*?)(?=\\n##|$)").matcher(text);
        while (section.find()) {
            Set<String> names = documented.computeIfAbsent(section.group(1), name -> new TreeSet<>());
            Matcher line = Pattern.compile("(?m)^\\| (`[^|]+) \\|").matcher(section.group(2));
            while (line.find()) {
                Matcher name = Pattern.compile("`(\\w+)`").matcher(line.group(1));
                while (name.find()) {
                    names.add(name.group(1));
                }
            }
        }
        return documented;
    }

    @Test
    void thePageOnTheViewsNamesEachColumnAndItsQueriesAnswer() throws Exception {
        String text = Files.readString(page("bi.md"));
        try (Ledger ledger = open("one")) {
            ledger.append(history(new Random(3)));
            assertCurrent(ledger);

            assertThat(documented(text)).isEqualTo(columns());

            Matcher query = Pattern.compile("(?s)```sql\\n(SELECT.*?)```").matcher(text);
            int queries = 0;
            while (query.find()) {
                assertThat(rows(query.group(1).replace("sprint_delivery_bi.", "bi.")))
                        .as(query.group(1))
                        .hasSizeGreaterThanOrEqualTo(query.group(1).contains("gate_conditions") ? 0 : 1);
                queries++;
            }
            assertThat(queries).isGreaterThan(8);
        }
    }

    @Test
    void eachPanelOfTheDashboardOfSprintsHasAnswers() throws Exception {
        JsonNode dashboard = Json.mapper().readTree(Files.readString(page("grafana-sprints.json")));
        List<String> queries = dashboard.findValuesAsString("rawSql");
        try (Ledger ledger = open("one")) {
            ledger.append(history(new Random(3)));
            assertCurrent(ledger);

            assertThat(queries).hasSize(dashboard.get("panels").size()).hasSizeGreaterThan(8);
            for (String query : queries) {
                String filled = query.replace("${schema}.", "bi.")
                        .replace("${tier}", "production")
                        .replaceAll("\\$__timeFilter\\((\\w+)\\)", "$1 BETWEEN '2000-01-01' AND '2100-01-01'");
                assertThat(filled).doesNotContain("$");
                assertThat(rows(filled)).as(filled).isNotEmpty();
            }
        }
    }
}
