package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.build;
import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.by;
import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.commit;
import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.deployment;
import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.event;
import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.hour;
import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.sprint;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledgers;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerExport;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProgress;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several controllers write to one PostgreSQL. */
class ManyControllersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Scope ALL = Scope.production(hour(-1), hour(1_000));
    private static final int EACH = 60;

    @TempDir
    Path directory;

    private ProjectionStore.Postgres store;

    @BeforeEach
    void store() throws Exception {
        store = PostgresServer.shared()
                .store("many" + UUID.randomUUID().toString().replace("-", ""));
    }

    private Ledger open(String name) throws Exception {
        return Ledger.open(directory.resolve(name), store, Clock.systemUTC());
    }

    private static void assertCurrent(Ledger ledger) throws Exception {
        boolean current = ledger.catchUp(PATIENCE);
        assertThat(current).as(ledger.status().toString()).isTrue();
    }

    /** A history of one job, the same on every controller but for what its commits are called. */
    private static void fill(Ledger ledger, String name, int deployments) throws Exception {
        fill(ledger, name, 1, deployments);
    }

    private static void fill(Ledger ledger, String name, int first, int last) throws Exception {
        ledger.append(sprint("s1", 0, 500));
        for (int n = first; n <= last; n++) {
            ledger.append(
                    commit(name + n, n - 1, "ABC-" + n),
                    build("shop", n, n - 0.8, name + n),
                    event(by(deployment("d" + n, "1." + n, n), "shop", n)));
        }
    }

    @Test
    void jobsOfOneNameDoNotMixAndEverybodySeesAll() throws Exception {
        try (Ledger first = open("first");
                Ledger second = open("second")) {
            fill(first, "a", 3);
            fill(second, "b", 3);
            assertCurrent(first);
            assertCurrent(second);

            for (Ledger ledger : List.of(first, second)) {
                DeliveryFacts facts = ledger.queries().facts(ALL, hour(9));
                assertThat(facts.shipped())
                        .extracting(DeliveryFacts.ShippedCommit::commitId)
                        .containsExactlyInAnyOrder("a1", "b1", "a2", "b2", "a3", "b3");
                assertThat(facts.builds()).hasSize(6);
                assertThat(facts.deliveredTickets()).containsExactly("ABC-1", "ABC-2", "ABC-3");
                assertThat(ledger.queries().sprints(10)).hasSize(1);
                assertThat(ledger.queries().tickets(ALL)).allMatch(ticket -> ticket.commits() == 2);
            }
            assertThat(first.queries().deployment("d2").orElseThrow().commits()).containsExactly("a2");
            assertThat(second.queries().deployment("d2").orElseThrow().commits())
                    .containsExactly("b2");
            // who comes last sums up for both
            second.append(event(deployment("later", "2.0", 20)));
            assertCurrent(second);
            LedgerQueries.SprintSummary summary = first.queries()
                    .trend(null, null, EnvironmentTier.PRODUCTION, 10)
                    .get(0);
            assertThat(summary.builds()).isEqualTo(6);
            assertThat(summary.successfulDeployments()).isEqualTo(7);
            assertThat(summary.commitsShipped()).isEqualTo(6);
            assertThat(summary.ticketsDelivered()).isEqualTo(3);
        }
    }

    /** A controller in a process of its own. */
    static final class Controller {
        private Controller() {}

        public static void main(String[] arguments) throws Exception {
            ProjectionStore.Postgres store = new ProjectionStore.Postgres(
                    "localhost",
                    Integer.parseInt(arguments[1]),
                    "postgres",
                    arguments[2],
                    "postgres",
                    () -> "postgres",
                    ProjectionStore.Tls.NONE);
            try (Ledger ledger = Ledger.open(Path.of(arguments[0]), store, Clock.systemUTC())) {
                fill(ledger, arguments[3], Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5]));
                if (!ledger.catchUp(PATIENCE)) {
                    throw new IllegalStateException(ledger.status().toString());
                }
            }
        }
    }

    /** A process that records the deployments first to last of a controller, whose commits have the name. */
    private Process start(String controller, String name, int first, int last) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Controller.class.getName(),
                        directory.resolve(controller).toString(),
                        Integer.toString(store.port()),
                        store.schema(),
                        name,
                        Integer.toString(first),
                        Integer.toString(last))
                .inheritIO()
                .start();
    }

    private static void awaitBoth(Process one, Process other) throws Exception {
        for (Process process : List.of(one, other)) {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
    }

    @Test
    void aControllerIsRestoredFromABackupWhileAnotherProcessWrites() throws Exception {
        awaitBoth(start("x", "x", 1, EACH), start("y", "y", 1, EACH));
        Ledgers.copy(directory.resolve("x"), directory.resolve("backup"));
        awaitBoth(start("x", "lost", EACH + 1, EACH + 20), start("y", "y", EACH + 1, EACH + 20));
        Ledgers.delete(directory.resolve("x"));
        Ledgers.copy(directory.resolve("backup"), directory.resolve("x"));

        awaitBoth(start("x", "new", EACH + 1, EACH + 10), start("y", "y", EACH + 21, EACH + 40));

        try (Ledger reader = open("z")) {
            assertCurrent(reader);
            DeliveryFacts facts = reader.queries().facts(ALL, hour(900));
            int all = EACH + 10 + EACH + 40;
            assertThat(facts.builds()).hasSize(all);
            assertThat(facts.deployments()).hasSize(all);
            assertThat(facts.shipped())
                    .extracting(DeliveryFacts.ShippedCommit::commitId)
                    .doesNotHaveDuplicates()
                    .hasSize(all)
                    .noneMatch(commit -> commit.startsWith("lost"))
                    .contains("x1", "x" + EACH, "new" + (EACH + 1), "new" + (EACH + 10), "y1", "y" + (EACH + 40));
            LedgerQueries.SprintSummary summary = reader.queries()
                    .trend(null, null, EnvironmentTier.PRODUCTION, 10)
                    .get(0);
            assertThat(summary.builds()).isEqualTo(all);
            assertThat(summary.successfulDeployments()).isEqualTo(all);
            assertThat(summary.commitsShipped()).isEqualTo(all);
            assertThat(summary.ticketsDelivered()).isEqualTo(EACH + 40);
        }
    }

    @Test
    void twoProcessesWriteAtOnce() throws Exception {
        awaitBoth(start("x", "x", 1, EACH), start("y", "y", 1, EACH));

        try (Ledger reader = open("z")) {
            assertCurrent(reader);
            DeliveryFacts facts = reader.queries().facts(ALL, hour(900));
            assertThat(facts.builds()).hasSize(2 * EACH);
            assertThat(facts.deployments()).hasSize(2 * EACH);
            assertThat(facts.shipped())
                    .extracting(DeliveryFacts.ShippedCommit::commitId)
                    .doesNotHaveDuplicates()
                    .hasSize(2 * EACH);
            LedgerQueries.SprintSummary summary = reader.queries()
                    .trend(null, null, EnvironmentTier.PRODUCTION, 10)
                    .get(0);
            assertThat(summary.builds()).isEqualTo(2 * EACH);
            assertThat(summary.commitsShipped()).isEqualTo(2 * EACH);
            assertThat(summary.ticketsDelivered()).isEqualTo(EACH);
        }
    }

    @Test
    void aControllerRestoredFromABackupDoesNotDoubleItsRows() throws Exception {
        try (Ledger other = open("other")) {
            fill(other, "o", 2);
            assertCurrent(other);
        }
        Path backup = directory.resolve("backup");
        try (Ledger ledger = open("restored")) {
            fill(ledger, "r", 2);
            assertCurrent(ledger);
        }
        Ledgers.copy(directory.resolve("restored"), backup);
        try (Ledger ledger = open("restored")) {
            ledger.append(event(deployment("lost", "9.9", 30)));
            assertCurrent(ledger);
            assertThat(ledger.queries().deployment("lost")).isPresent();
        }
        // the journal is older than what is applied, and goes on differently from there, as far as before
        Ledgers.delete(directory.resolve("restored"));
        Ledgers.copy(backup, directory.resolve("restored"));
        try (Ledger ledger = open("restored")) {
            ledger.append(event(deployment("new1", "9.9", 30)));
            assertCurrent(ledger);

            assertThat(ledger.queries().deployments(ALL, 100, 0))
                    .extracting(Deployment::id)
                    .containsExactlyInAnyOrder("d1", "d2", "d1", "d2", "new1");
            assertThat(ledger.queries().facts(ALL, hour(900)).builds()).hasSize(4);
            assertThat(ledger.problems())
                    .anySatisfy(problem -> assertThat(problem.message()).contains("restored from a backup"));
            assertThat(ledger.queries()
                            .trend(null, null, EnvironmentTier.PRODUCTION, 10)
                            .get(0)
                            .successfulDeployments())
                    .isEqualTo(5);
        }
    }

    @Test
    void aCopyOfAControllerIsToldThatTheOtherOneLives() throws Exception {
        try (Ledger original = open("original")) {
            fill(original, "c", 1);
            assertCurrent(original);
            Ledgers.copy(directory.resolve("original"), directory.resolve("copy"));
            try (Ledger copy = open("copy")) {
                copy.append(event(deployment("elsewhere", "3.0", 40)));
                assertThat(copy.catchUp(Duration.ofSeconds(4))).isFalse();
                assertThat(copy.status().lastProblem())
                        .contains("another process writes rows for the same controller identity", "ledger.json");
            }
            original.append(event(deployment("here", "3.0", 41)));
            assertCurrent(original);
            assertThat(original.queries().deployment("elsewhere")).isEmpty();
        }
    }

    /** What the directory's ledger holds, as another controller imports it. */
    private Path export(String name) throws Exception {
        Path export = directory.resolve(name + ".export");
        try (OutputStream out = Files.newOutputStream(export)) {
            LedgerExport.write(directory.resolve(name), null, null, out, LedgerProgress.NONE);
        }
        return export;
    }

    /** Builds that nothing else is known of: their rows have no number that two controllers would both give. */
    @Test
    void whatSeveralControllersImportAtTheSameTimeIsThereOnce() throws Exception {
        List<Ledger> ledgers = new ArrayList<>();
        try (Ledger elsewhere = Ledger.open(directory.resolve("elsewhere"), Clock.systemUTC())) {
            elsewhere.append(sprint("s1", 0, 500));
            for (int n = 0; n < 3; n++) {
                ledgers.add(open("i" + n));
            }
            int builds = 0;
            for (int round = 0; round < 6; round++) {
                for (int n = 0; n < 10 * EACH; n++) {
                    builds++;
                    elsewhere.append(build("shop", builds, builds / 10.0));
                }
                Path export = export("elsewhere");
                ExecutorService threads = Executors.newFixedThreadPool(ledgers.size());
                try {
                    for (Future<?> done : threads.invokeAll(ledgers.stream()
                            .map(ledger -> (Callable<Object>) () -> {
                                ledger.merge(export, LedgerProgress.NONE);
                                assertCurrent(ledger);
                                return null;
                            })
                            .toList())) {
                        done.get();
                    }
                } finally {
                    threads.shutdown();
                }
                assertThat(ledgers.get(0).queries().facts(ALL, hour(900)).builds())
                        .hasSize(builds);
                assertThat(ledgers.get(0).queries().trend(null, null, EnvironmentTier.PRODUCTION, 10))
                        .singleElement()
                        .extracting(LedgerQueries.SprintSummary::builds)
                        .isEqualTo(builds);
            }
        } finally {
            for (Ledger ledger : ledgers) {
                ledger.close();
            }
        }
    }

    @Test
    void controllersRegisterAtTheSameTime() throws Exception {
        List<Ledger> ledgers = new ArrayList<>();
        try {
            for (int n = 0; n < 5; n++) {
                ledgers.add(open("c" + n));
            }
            for (int n = 0; n < 5; n++) {
                ledgers.get(n).append(event(deployment("of" + n, "1.0", n + 1)));
            }
            for (Ledger ledger : ledgers) {
                assertCurrent(ledger);
            }
            assertThat(ledgers.get(0).queries().deployments(ALL, 100, 0)).hasSize(5);
        } finally {
            for (Ledger ledger : ledgers) {
                ledger.close();
            }
        }
    }
}
