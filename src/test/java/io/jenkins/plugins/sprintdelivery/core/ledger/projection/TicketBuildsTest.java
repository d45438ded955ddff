package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.hour;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.ledger.Facts;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.TicketBuild;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.JobMove;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The builds of a ticket, deployed or not. */
@ParameterizedClass
@EnumSource(TestStore.class)
class TicketBuildsTest {

    @TempDir
    Path directory;

    private final TestStore store;
    private Ledger ledger;

    TicketBuildsTest(TestStore store) {
        this.store = store;
    }

    @BeforeEach
    void open() throws Exception {
        ledger = Ledger.open(directory, store.of(directory), Clock.systemUTC());
    }

    @AfterEach
    void close() throws Exception {
        ledger.close();
    }

    private LedgerQueries after(List<LedgerEvent> events) throws Exception {
        ledger.append(events);
        return current();
    }

    private LedgerQueries current() throws Exception {
        assertThat(ledger.catchUp(Duration.ofSeconds(60))).isTrue();
        assertThat(ledger.problems()).isEmpty();
        return ledger.queries();
    }

    private static LedgerEvent build(String job, int number, double started, String version, String... tickets) {
        return new LedgerEvent.BuildRecorded(new Build(
                new BuildReference(job, number, null),
                "shop",
                BuildResult.SUCCESSFUL,
                hour(started),
                60_000,
                null,
                List.of(tickets),
                null,
                version,
                List.of()));
    }

    private static LedgerEvent deployed(
            String id,
            String version,
            DeploymentStatus status,
            String environment,
            double finished,
            BuildReference build) {
        return Facts.event(new Deployment(
                id,
                "shop",
                Environment.named(environment),
                version,
                null,
                null,
                null,
                status,
                hour(finished - 0.1),
                hour(finished),
                build,
                null,
                List.of(),
                List.of()));
    }

    /** Builds 1 to 3 and 7 carry A-1. Build 1 made a deployment, 2's version was deployed by another job, 3's failed to be. */
    private static List<LedgerEvent> history() {
        return List.of(
                build("shop", 1, 1, "1.0", "A-1"),
                build("shop", 2, 2, "1.1", "A-1", "A-2"),
                build("shop", 3, 3, "1.2", "A-1"),
                build("shop", 4, 4, "1.3", "A-2"),
                build("shop", 7, 7, null, "A-1"),
                build("branch", 9, 6, "0.9", "A-1"),
                build("branch", 10, 6.5, "0.10", "A-3"),
                deployed(
                        "d1",
                        "whatever",
                        DeploymentStatus.SUCCESSFUL,
                        "testing",
                        1.5,
                        new BuildReference("shop", 1, null)),
                deployed(
                        "d2",
                        "1.1",
                        DeploymentStatus.SUCCESSFUL,
                        "production",
                        2.5,
                        new BuildReference("deploy", 5, null)),
                deployed("d3", "1.1", DeploymentStatus.SUCCESSFUL, "staging", 2.2, null),
                deployed("d4", "1.2", DeploymentStatus.FAILED, "production", 3.5, null));
    }

    private static List<String> lines(List<TicketBuild> builds) {
        return builds.stream()
                .map(build -> build.build().id()
                        + build.deployed().stream().map(Environment::name).toList())
                .toList();
    }

    private static void assertBuilds(LedgerQueries queries) {
        assertThat(lines(queries.buildsOf("A-1", 100)))
                .containsExactly(
                        "shop#7[]", "branch#9[]", "shop#3[]", "shop#2[production, staging]", "shop#1[testing]");
        assertThat(lines(queries.buildsOf("A-1", 2))).containsExactly("shop#7[]", "branch#9[]");
        assertThat(lines(queries.buildsOf("A-3", 100))).containsExactly("branch#10[]");
        assertThat(queries.buildsOf("A-4", 100)).isEmpty();
        assertThat(queries.of(List.of("mail")).buildsOf("A-1", 100)).isEmpty();
        assertThat(lines(queries.of(List.of("shop")).buildsOf("A-3", 100))).containsExactly("branch#10[]");
    }

    @Test
    void eachBuildThatCarriesTheTicketSaysWhereItCame() throws Exception {
        assertBuilds(after(history()));

        ledger.rebuild();
        assertBuilds(current());
    }

    @Test
    void theOrderInWhichTheyAreRecordedMakesNoDifference() throws Exception {
        List<LedgerEvent> mixed = new ArrayList<>(history());
        Collections.shuffle(mixed, new Random(5));
        for (LedgerEvent event : mixed) {
            after(List.of(event));
        }
        assertBuilds(current());
    }

    @Test
    void aBuildThatLostItsTicketIsNotAmongThemAndAMovedJobKeepsItsBuilds() throws Exception {
        after(history());
        LedgerQueries queries =
                after(List.of(build("shop", 7, 7, null), build("shop", 8, 8, null, "A-1"), build("shop", 3, 3, "1.2")));
        assertThat(lines(queries.buildsOf("A-1", 2))).containsExactly("shop#8[]", "branch#9[]");

        ledger.append(new LedgerEvent.JobMoved(new JobMove("shop", "team/shop", hour(9))));
        Thread.sleep(1_000);
        assertThat(lines(current().buildsOf("A-1", 1))).containsExactly("team/shop#8[]");
    }

    @Test
    void aDatabaseOfAnEarlierVersionIsFilledFromTheJournal() throws Exception {
        after(history());
        ledger.close();
        try (Connection connection = store == TestStore.H2
                        ? DriverManager.getConnection("jdbc:h2:"
                                + directory.resolve("projection/ledger").toAbsolutePath())
                        : PostgresServer.shared().connection();
                Statement sql = connection.createStatement()) {
            String schema = store == TestStore.H2
                    ? "\"PUBLIC\"."
                    : '"' + ((ProjectionStore.Postgres) store.of(directory)).schema() + "\".";
            sql.execute("ALTER TABLE " + schema + "tickets DROP COLUMN builds");
            sql.execute("ALTER TABLE " + schema + "controllers DROP COLUMN layout");
            sql.execute("DELETE FROM " + schema + "\"flyway_schema_history\" WHERE \"version\" = '16'");
        }

        open();
        assertBuilds(current());
    }
}
