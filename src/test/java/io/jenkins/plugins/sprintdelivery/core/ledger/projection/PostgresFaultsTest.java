package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.deployment;
import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.SmallDisk;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerStatus;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to PostgreSQL, and that nobody who appends notices. */
class PostgresFaultsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** Less than any wait for a database, of which the shortest is 5 seconds; an append itself takes milliseconds. */
    private static final Duration UNDELAYED = Duration.ofSeconds(2);

    @TempDir
    Path directory;

    private PostgresServer server;
    private final SetClock clock = new SetClock();
    private Ledger ledger;
    private int appended;

    /** Stands still until the test moves it on. */
    private static final class SetClock extends Clock {
        private volatile Instant now = Instant.parse("2026-03-02T00:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void open() throws Exception {
        server = PostgresServer.started();
        ledger = Ledger.open(directory, server.store("faults"), clock);
        append();
        assertCaughtUp();
    }

    /** The same ledger with its database elsewhere. */
    private void reopen(ProjectionStore store) throws Exception {
        ledger.close();
        ledger = Ledger.open(directory, store, clock);
        assertCaughtUp();
    }

    @AfterEach
    void close() throws Exception {
        ledger.close();
        server.close();
    }

    /** Appends, and asserts that nothing delays that. */
    private void append() throws Exception {
        append(1);
    }

    private void append(int events) throws Exception {
        List<LedgerEvent> batch = new ArrayList<>();
        for (int n = 0; n < events; n++) {
            appended++;
            batch.add(event(deployment("d" + appended, "1." + appended, appended)));
        }
        long start = System.nanoTime();
        ledger.append(batch);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(UNDELAYED);
    }

    private void assertCaughtUp() throws Exception {
        boolean current = ledger.catchUp(PATIENCE);
        assertThat(current).as(ledger.status().toString()).isTrue();
        for (int n = appended; n > 0; n -= 1 + n / 100) {
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
    void anHourWithoutADatabaseDelaysNothingAndIsCaughtUpWith() throws Exception {
        clock.pass(Duration.ofDays(1));
        Instant lost = clock.instant();
        server.stop();
        for (int minute = 0; minute < 60; minute++) {
            append();
            clock.pass(Duration.ofMinutes(1));
        }

        LedgerStatus status = ledger.status();
        assertThat(status.eventsBehind()).isEqualTo(60);
        assertThat(status.behindSince()).isEqualTo(lost);
        assertThat(Duration.between(status.behindSince(), clock.instant())).isEqualTo(Duration.ofHours(1));
        assertSays("refused");

        server.start();
        assertCaughtUp();
    }

    @Test
    void aDatabaseThatIsSlowDelaysNothingAndIsCaughtUpWith() throws Exception {
        try (SlowProxy network = new SlowProxy(server.port())) {
            reopen(server.store("faults", network.port()));
            network.delay(Duration.ofMillis(700));
            for (int n = 0; n < 40; n++) {
                append();
            }

            LedgerStatus status = ledger.status();
            assertThat(status.eventsBehind()).isBetween(1L, 40L);
            assertThat(status.bytesBehind()).isPositive();
            assertThat(status.behindSince()).isEqualTo(clock.instant());
            assertThat(status.lastProblem()).as("slow is not broken").isNull();

            // it gets on even so; the rest of the test need not wait for that
            network.delay(Duration.ofMillis(20));
            assertCaughtUp();
        }
    }

    @Test
    void aDatabaseThatHangsIsGivenUpAndCaughtUpWithLater() throws Exception {
        server.pause();
        try {
            append();
            append();
            assertThat(ledger.status().eventsBehind()).isEqualTo(2);
            assertThat(ledger.status().behindSince()).isNotNull();
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
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), "8m")) {
            Path tables = Files.createDirectory(disk.path().resolve("tables"));
            server.execute(List.of(
                    "CREATE TABLESPACE small LOCATION '" + tables + "'",
                    "ALTER ROLE postgres SET default_tablespace = 'small'"));
            reopen(server.store("small"));
            disk.fill(0);
            append(500);

            assertSays("No space left on device");
            long behind = ledger.status().eventsBehind();
            append();
            assertThat(ledger.status().eventsBehind()).isEqualTo(behind + 1);

            disk.free();
            assertCaughtUp();
            ledger.close();
            server.stop();
        }
    }

    @Test
    void aServerThatGivesUpForWantOfRoomIsCaughtUpWithWhenItIsBack() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), "40m")) {
            ledger.close();
            server.stop();
            server.moveLogTo(disk.path().resolve("log"));
            server.start();
            reopen(server.store("faults"));
            disk.fill(0);
            // more than the log's last file of 16 MB holds
            for (int n = 0; n < 15; n++) {
                append(2_000);
            }

            assertSays("refused");

            disk.free();
            server.restart();
            assertCaughtUp();
            ledger.close();
            server.stop();
        }
    }

    @Test
    void aSchemaThatWasDroppedIsFilledAgain() throws Exception {
        server.execute(List.of("DROP SCHEMA faults CASCADE"));
        append();

        assertCaughtUp();
    }

    @Test
    void aServerThatWasReplacedByAnEmptyOneIsFilledAgain() throws Exception {
        server.stop();
        assertSays("refused");

        server.startEmpty();

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
