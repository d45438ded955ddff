package io.jenkins.plugins.sprintdelivery.core.ledger;

import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.deployment;
import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to PostgreSQL, and that nobody who appends notices. */
class PostgresFaultsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration UNDELAYED = Duration.ofSeconds(2);

    @TempDir
    Path directory;

    private PostgresServer server;
    private Ledger ledger;
    private int appended;

    @BeforeEach
    void open() throws Exception {
        server = PostgresServer.started();
        ledger = Ledger.open(directory, server.store("faults"), Clock.systemUTC());
        append();
        assertCaughtUp();
    }

    @AfterEach
    void close() throws Exception {
        ledger.close();
        server.close();
    }

    /** Appends, and asserts that nothing delays that. */
    private void append() throws Exception {
        long start = System.nanoTime();
        appended++;
        ledger.append(event(deployment("d" + appended, "1." + appended, appended)));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(UNDELAYED);
    }

    private void assertCaughtUp() throws Exception {
        boolean current = ledger.catchUp(PATIENCE);
        assertThat(current).as(ledger.status().toString()).isTrue();
        for (int n = 1; n <= appended; n++) {
            assertThat(ledger.queries().deployment("d" + n)).isPresent();
        }
        assertThat(ledger.status().isCurrent()).isTrue();
        assertThat(ledger.status().behindSince()).isNull();
    }

    /** Waits until the projection says what is wrong and how far it is behind. */
    private void assertSays(String reason) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!String.valueOf(ledger.status().lastProblem()).contains(reason) && System.nanoTime() < end) {
            append();
            Thread.sleep(200);
        }
        LedgerStatus status = ledger.status();
        assertThat(status.lastProblem())
                .contains("PostgreSQL at localhost", "the journal goes on", reason)
                .doesNotContain("password");
        assertThat(status.eventsBehind()).isPositive();
        assertThat(status.bytesBehind()).isPositive();
        assertThat(status.behindSince()).isNotNull();
    }

    @Test
    void aDatabaseThatIsDownIsCaughtUpWithWhenItIsBack() throws Exception {
        server.stop();
        append();
        append();

        assertSays("refused");
        assertThatThrownBy(() -> ledger.queries().services())
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("cannot be written");

        server.start();
        assertCaughtUp();
    }

    @Test
    void aDatabaseThatHangsIsGivenUpAndCaughtUpWithLater() throws Exception {
        server.pause();
        try {
            append();
            append();
        } finally {
            server.resume();
        }
        assertCaughtUp();
    }

    @Test
    void aStatementThatTakesTooLongIsCutOff() throws Exception {
        try (Connection other = server.connection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE faults.deployments IN ACCESS EXCLUSIVE MODE");
            append();

            assertThatThrownBy(() -> ledger.queries().running())
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageContaining("timeout");
            assertThat(ledger.catchUp(Duration.ofSeconds(1))).isFalse();
            assertThat(ledger.status().eventsBehind()).isEqualTo(1);
            other.rollback();
        }
        assertCaughtUp();
    }

    @Test
    void aDatabaseThatIsFullIsCaughtUpWithWhenThereIsRoom() throws Exception {
        // PostgreSQL's own error of a full disk, for every row that is written
        server.execute(List.of(
                "CREATE FUNCTION faults.full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE"
                        + " 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$",
                "CREATE TRIGGER full_disk BEFORE INSERT ON faults.deployments EXECUTE FUNCTION faults.full_disk()"));
        append();

        assertSays("No space left on device");

        server.execute(List.of("DROP TRIGGER full_disk ON faults.deployments"));
        assertCaughtUp();
    }

    @Test
    void aDatabaseThatWasReplacedByAnEmptyOneIsFilledAgain() throws Exception {
        server.execute(List.of("DROP SCHEMA faults CASCADE"));
        append();

        assertCaughtUp();
    }

    @Test
    void aPasswordIsShownNowhere() throws Exception {
        ProjectionStore.Postgres store = new ProjectionStore.Postgres(
                "localhost",
                server.store("faults").port(),
                "postgres",
                "faults",
                "nobody",
                () -> "s3cret",
                ProjectionStore.Tls.NONE);
        try (Ledger other = Ledger.open(directory.resolve("other"), store, Clock.systemUTC())) {
            assertThat(other.catchUp(Duration.ofSeconds(3))).isFalse();
            assertThat(other.status().toString())
                    .contains("PostgreSQL at localhost")
                    .doesNotContain("s3cret");
            assertThat(store.toString()).doesNotContain("s3cret");
        }
    }
}
