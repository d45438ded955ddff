package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.ledger.Facts;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledgers;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.CompactionRules;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerExport;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProgress;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Controllers {@code a} and {@code b} write to one PostgreSQL, and {@code a} has imported the history of {@code c}; each
 * has the same jobs, deployments and tickets. While {@code a} makes its database anew, and when that is cut short, what
 * {@code b} has and sees stays as it is, and everything is there once.
 */
@Timeout(240)
class SharedRebuildTest {

    private static final int BUILDS = 2_000;
    private static final int KILLS = 4;
    private static final int MOST_MILLIS = 1_000;
    private static final List<String> TABLES = List.of(
            "services", "jobs", "sprints", "commits", "tickets", "builds", "targets", "deployments", "sprint_builds");
    private static final Scope EVERYTHING = Scope.production(Facts.hour(0), Facts.hour(BUILDS + 10));

    @TempDir
    Path directory;

    private final Random random = new Random();
    private PostgresServer server;
    private ProjectionStore.Postgres store;
    private Ledger other;
    private Answers expected;

    /** What the database answers. */
    private record Answers(
            DeliveryFacts facts,
            List<Deployment> newest,
            List<LedgerQueries.TicketProgress> tickets,
            List<List<LedgerQueries.TicketBuild>> builds,
            List<LedgerQueries.RunningVersion> running,
            List<LedgerQueries.SprintSummary> trend) {

        static Answers of(LedgerQueries queries) {
            return new Answers(
                    queries.facts(EVERYTHING, Facts.hour(BUILDS + 10)),
                    queries.deployments(EVERYTHING, 100, 0),
                    queries.tickets(EVERYTHING),
                    IntStream.of(1, BUILDS / 6, BUILDS / 3 - 1)
                            .mapToObj(ticket -> queries.buildsOf("ABC-" + ticket, 100))
                            .toList(),
                    queries.running(),
                    queries.trend(null, null, EnvironmentTier.PRODUCTION, 100));
        }
    }

    @BeforeEach
    void record() throws Exception {
        server = PostgresServer.started();
        store = server.store("ledger");
        Path export = directory.resolve("export");
        try (Ledger imported = Ledger.open(directory.resolve("c"), Clock.systemUTC())) {
            imported.append(history("c", 0.3));
        }
        try (OutputStream out = Files.newOutputStream(export)) {
            LedgerExport.write(directory.resolve("c"), null, null, out, LedgerProgress.NONE);
        }
        other = open("b");
        other.append(history("b", 0.2));
        Ledgers.assertCurrent(other);
        try (Ledger ledger = open("a")) {
            ledger.append(history("a", 0.1));
            ledger.merge(export, LedgerProgress.NONE);
            Ledgers.assertCurrent(ledger);
            expected = Answers.of(ledger.queries());
        }
        assertEverythingIsThereOnce();
    }

    private void assertEverythingIsThereOnce() {
        assertThat(expected.facts().builds()).hasSize(3 * BUILDS);
        assertThat(expected.facts().shipped())
                .extracting(DeliveryFacts.ShippedCommit::commitId)
                .doesNotHaveDuplicates()
                .hasSize(3 * BUILDS);
        assertThat(expected.tickets()).allMatch(ticket -> ticket.commits() <= 9);
        assertThat(expected.builds())
                .allSatisfy(builds -> assertThat(builds).hasSize(9).doesNotHaveDuplicates());
        assertThat(expected.trend())
                .extracting(LedgerQueries.SprintSummary::builds, LedgerQueries.SprintSummary::successfulDeployments)
                .allMatch(numbers -> numbers.toList().equals(List.of(3 * BUILDS / 2, 3 * BUILDS / 10)));
        assertThat(expected.running()).hasSize(3);
    }

    @AfterEach
    void stop() throws Exception {
        other.close();
        server.close();
    }

    private Ledger open(String controller) throws Exception {
        return Ledger.open(directory.resolve(controller), store, Clock.systemUTC(), CompactionRules.ON_DEMAND);
    }

    /** Each controller's at times of its own, so that the order of all of them is beyond doubt. */
    private static List<LedgerEvent> history(String name, double minutes) {
        List<LedgerEvent> events = new ArrayList<>();
        events.add(Facts.sprint("S1", 0, BUILDS / 2.0));
        events.add(Facts.sprint("S2", BUILDS / 2.0, BUILDS));
        for (int i = 1; i <= BUILDS; i++) {
            double at = i - 1 + minutes;
            events.add(Facts.commit(name + i, at, "ABC-" + i / 3));
            events.add(new LedgerEvent.BuildRecorded(new Build(
                    new BuildReference("shop", i, null),
                    null,
                    BuildResult.SUCCESSFUL,
                    Facts.hour(at + 0.1),
                    60_000,
                    null,
                    List.of("ABC-" + i / 3),
                    null,
                    "1." + i,
                    List.of(name + i))));
            if (i % 5 == 0) {
                events.add(Facts.event(Facts.by(Facts.deployment("d" + i, "1." + i, at + 0.55), "shop", i)));
            }
        }
        return events;
    }

    private String id(String controller) throws Exception {
        return Files.readString(directory.resolve(controller).resolve("ledger.json"))
                .replaceAll("(?s).*\"controller\"\\s*:\\s*\"([^\"]+)\".*", "$1");
    }

    /** The rows of a controller, by table; each as PostgreSQL writes it, with the transaction that wrote it. */
    private Map<String, List<String>> rows(String controller) throws Exception {
        Map<String, List<String>> rows = new TreeMap<>();
        for (String table : TABLES) {
            rows.put(
                    table,
                    ask("SELECT t.xmin || ' ' || t::text FROM ledger." + table
                            + " t JOIN ledger.controllers c ON c.no = t.controller_no WHERE c.id = '" + id(controller)
                            + "' ORDER BY 1"));
        }
        return rows;
    }

    private List<String> ask(String question) throws SQLException {
        List<String> answer = new ArrayList<>();
        try (Connection connection = server.connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            while (rows.next()) {
                answer.add(rows.getString(1));
            }
        }
        return answer;
    }

    private void assertNothingChanged() throws Exception {
        assertThat(Answers.of(other.queries())).isEqualTo(expected);
    }

    @Test
    void whoRebuildsLeavesTheOthersAlone() throws Exception {
        Map<String, List<String>> others = rows("b");
        assertThat(others.get("builds")).hasSize(BUILDS);
        try (Ledger ledger = open("a")) {
            Ledgers.assertCurrent(ledger);
            ledger.rebuild();
            int asked = 0;
            while (!ledger.catchUp(Duration.ZERO)) {
                assertNothingChanged();
                asked++;
            }
            assertThat(asked).isPositive();

            Ledgers.assertCurrent(ledger);
            assertThat(Answers.of(ledger.queries())).isEqualTo(expected);
            assertNothingChanged();
            assertThat(rows("b")).isEqualTo(others);
            assertThat(rows("c").get("builds")).hasSize(BUILDS);
        }
    }

    @Test
    void theOtherGoesOnMeanwhile() throws Exception {
        try (Ledger ledger = open("a")) {
            ledger.rebuild();
            int recorded = 0;
            while (recorded < 3 || !ledger.catchUp(Duration.ZERO)) {
                recorded++;
                other.append(
                        Facts.event(Facts.deployment("more" + recorded, "2." + recorded, BUILDS + recorded / 1e3)));
                Ledgers.assertCurrent(other);
            }
            Ledgers.assertCurrent(ledger);

            for (Ledger each : List.of(ledger, other)) {
                assertThat(each.queries()
                                .facts(EVERYTHING, Facts.hour(BUILDS + 10))
                                .deployments())
                        .hasSize(3 * BUILDS / 5 + recorded);
            }
        }
    }

    @Test
    void whoIsKilledMeanwhileLeavesEverythingAsItWas() throws Exception {
        Map<String, List<String>> others = rows("b");
        for (int kill = 0; kill < KILLS; kill++) {
            killRebuilding();
            assertNothingChanged();
            // as if the time had passed after which a process that says nothing counts as gone
            server.execute(List.of("UPDATE ledger.controllers SET writer_seen = 0 WHERE id = '" + id("a") + "'"));
        }
        try (Ledger ledger = open("a")) {
            Ledgers.assertCurrent(ledger);
            ledger.rebuild();
            Ledgers.assertCurrent(ledger);
            assertThat(Answers.of(ledger.queries())).isEqualTo(expected);
        }
        assertNothingChanged();
        assertThat(rows("b")).isEqualTo(others);
    }

    private void killRebuilding() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        RebuildKillTest.Rebuilder.class.getName(),
                        directory.resolve("a").toString(),
                        Integer.toString(store.port()),
                        store.schema())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(output.readLine()).isEqualTo("open");
            Thread.sleep(random.nextInt(MOST_MILLIS));
            process.toHandle().destroyForcibly();
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aRebuildThatIsCutOffLeavesEverythingAsItWasAndBeginsAgain() throws Exception {
        try (Ledger ledger = open("a")) {
            Ledgers.assertCurrent(ledger);
            int cut = 0;
            ledger.rebuild();
            while (cut < 3 && !ledger.catchUp(Duration.ZERO)) {
                Thread.sleep(random.nextInt(200));
                cut += ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                + " WHERE application_name = 'sprint-delivery' AND backend_xid IS NOT NULL")
                        .size();
                assertNothingChanged();
            }
            assertThat(cut).isPositive();

            Ledgers.assertCurrent(ledger);
            assertThat(Answers.of(ledger.queries())).isEqualTo(expected);
            assertNothingChanged();
        }
    }

    @Test
    void importedRowsOfAnEarlierVersionGetTheBuildsOfTheirTicketsToo() throws Exception {
        server.execute(List.of("UPDATE ledger.tickets SET builds = '{}'", "UPDATE ledger.controllers SET layout = 0"));

        try (Ledger ledger = open("a")) {
            Ledgers.assertCurrent(ledger);
            other.close();
            other = open("b");
            Ledgers.assertCurrent(other);
            assertNothingChanged();
        }
    }
}
