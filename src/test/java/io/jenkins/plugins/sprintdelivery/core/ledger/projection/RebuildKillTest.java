package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.ledger.Facts;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.CompactionRules;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process that makes the database from the journal is killed at random moments, again and again: while there is none
 * yet, and while a new one is made beside the old one. The next process makes it whole, with each fact once.
 */
@Timeout(240)
class RebuildKillTest {

    private static final int BUILDS = 6_000;
    private static final int KILLS = 12;
    private static final int MOST_MILLIS = 700;

    @TempDir
    Path directory;

    private final Random random = new Random();
    private Answers expected;

    /** Opens the ledger, says so, and makes its database anew until it is killed. */
    static final class Rebuilder {
        private Rebuilder() {}

        public static void main(String[] arguments) throws Exception {
            Path directory = Path.of(arguments[0]);
            ProjectionStore store = arguments.length == 1
                    ? Ledger.embedded(directory)
                    : new ProjectionStore.Postgres(
                            "localhost",
                            Integer.parseInt(arguments[1]),
                            "postgres",
                            arguments[2],
                            "postgres",
                            () -> "postgres",
                            ProjectionStore.Tls.NONE,
                            6,
                            5);
            Ledger ledger = Ledger.open(directory, store, Clock.systemUTC(), CompactionRules.ON_DEMAND);
            System.out.println("open");
            while (true) {
                ledger.catchUp(Duration.ofMinutes(1));
                ledger.rebuild();
            }
        }
    }

    /** What the database answers. */
    private record Answers(
            DeliveryFacts facts,
            List<Deployment> newest,
            List<LedgerQueries.RunningVersion> running,
            List<LedgerQueries.SprintSummary> trend) {

        static Answers of(LedgerQueries queries) {
            Scope everything = Scope.production(Facts.hour(0), Facts.hour(BUILDS + 10));
            return new Answers(
                    queries.facts(everything, Facts.hour(BUILDS + 10)),
                    queries.deployments(everything, 100, 0),
                    queries.running(),
                    queries.trend(null, null, EnvironmentTier.PRODUCTION, 100));
        }
    }

    @BeforeEach
    void record() throws Exception {
        List<LedgerEvent> events = new ArrayList<>();
        events.add(Facts.sprint("S1", 0, BUILDS / 2.0));
        events.add(Facts.sprint("S2", BUILDS / 2.0, BUILDS));
        for (int i = 1; i <= BUILDS; i++) {
            events.add(Facts.commit("c" + i, i, "ABC-" + i / 3));
            events.add(Facts.build("shop", i, i + 0.5, "c" + i));
            if (i % 5 == 0) {
                events.add(Facts.event(Facts.by(Facts.deployment("d" + i, "1." + i, i + 1), "shop", i)));
            }
        }
        try (Ledger ledger = open(Ledger.embedded(directory))) {
            ledger.append(events);
            expected = answers(ledger);
        }
        assertThat(expected.facts().builds()).hasSize(BUILDS);
        assertThat(expected.facts().shipped()).hasSize(BUILDS);
    }

    private Ledger open(ProjectionStore store) throws Exception {
        return Ledger.open(directory, store, Clock.systemUTC(), CompactionRules.ON_DEMAND);
    }

    private static Answers answers(Ledger ledger) throws Exception {
        assertThat(ledger.catchUp(Duration.ofSeconds(90)))
                .as(ledger.status().toString())
                .isTrue();
        assertThat(ledger.problems()).isEmpty();
        return Answers.of(ledger.queries());
    }

    @Test
    void aFileIsMadeWhole() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            if (kill % 2 == 0) {
                TestStore.H2.drop(directory);
            }
            kill(directory.toString());
            try (Ledger ledger = open(Ledger.embedded(directory))) {
                assertThat(answers(ledger)).as("kill " + kill).isEqualTo(expected);
            }
            assertThat(directory.resolve("projection-next")).doesNotExist();
        }
    }

    @Test
    void rowsAreMadeWhole() throws Exception {
        try (PostgresServer server = PostgresServer.started()) {
            ProjectionStore.Postgres store = server.store("ledger");
            for (int kill = 0; kill < KILLS / 3; kill++) {
                kill(directory.toString(), Integer.toString(store.port()), store.schema());
                // as if the time had passed after which a process that says nothing counts as gone
                server.execute(List.of("DO $$ BEGIN IF to_regclass('ledger.controllers') IS NOT NULL THEN"
                        + " UPDATE ledger.controllers SET writer_seen = 0; END IF; END $$"));
            }
            try (Ledger ledger = open(store)) {
                assertThat(answers(ledger)).isEqualTo(expected);
            }
        }
    }

    private void kill(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Rebuilder.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
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
}
