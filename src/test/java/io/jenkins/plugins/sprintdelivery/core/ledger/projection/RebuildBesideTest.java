package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.ledger.Facts;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.CompactionRules;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.JobMove;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** While the database is made anew, the old one answers; and what a crash leaves of a new one does no harm. */
@Timeout(180)
class RebuildBesideTest {

    private static final int DEPLOYMENTS = 4_000;
    private static final String LAST = "d" + (DEPLOYMENTS - 1);
    /** Long enough to put a finished database in the place of the old one, and much shorter than making it. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    private static void record(Ledger ledger) throws Exception {
        List<LedgerEvent> events = new ArrayList<>();
        for (int i = 0; i < DEPLOYMENTS; i++) {
            Deployment made = Facts.deployment("d" + i, "1." + i, i + 1);
            events.add(Facts.event(new Deployment(
                    made.id(),
                    "shop",
                    made.environment(),
                    made.version(),
                    null,
                    null,
                    null,
                    made.status(),
                    made.started(),
                    made.finished(),
                    new BuildReference("shop", i + 1, null),
                    null,
                    List.of(),
                    List.of())));
        }
        ledger.append(events);
        assertThat(ledger.catchUp(Duration.ofSeconds(60))).isTrue();
    }

    /** Asks until the database is made anew; every question has its answer. */
    private static int askUntilDone(Ledger ledger) throws Exception {
        int asked = 0;
        while (!ledger.catchUp(Duration.ZERO)) {
            assertThat(ledger.queries(PATIENCE).deployment(LAST)).isPresent();
            assertThat(ledger.queries(PATIENCE).running()).hasSize(1);
            asked++;
        }
        return asked;
    }

    private static String job(Ledger ledger) {
        return ledger.queries().deployment(LAST).orElseThrow().build().job();
    }

    private static void answersWhileItIsMadeAnew(Path directory, ProjectionStore store) throws Exception {
        try (Ledger ledger = Ledger.open(directory, store, Clock.systemUTC(), CompactionRules.ON_DEMAND)) {
            record(ledger);

            ledger.rebuild();
            assertThat(askUntilDone(ledger)).isGreaterThan(3);

            ledger.append(new LedgerEvent.JobMoved(new JobMove("shop", "team/shop", Facts.START)));
            assertThat(job(ledger)).isEqualTo("shop");
            assertThat(askUntilDone(ledger)).isGreaterThan(3);
            assertThat(job(ledger)).isEqualTo("team/shop");

            ledger.append(Facts.event(Facts.deployment("later", "2.0", DEPLOYMENTS + 2)));
            assertThat(ledger.catchUp(Duration.ofSeconds(30))).isTrue();
            assertThat(ledger.queries().deployment("later")).isPresent();
            assertThat(ledger.problems()).isEmpty();
        }
    }

    @Test
    void theOldFileAnswers() throws Exception {
        answersWhileItIsMadeAnew(directory, Ledger.embedded(directory));

        assertThat(directory.resolve("projection-next")).doesNotExist();
    }

    @Test
    void theOldRowsAnswer() throws Exception {
        try (PostgresServer server = PostgresServer.started()) {
            answersWhileItIsMadeAnew(directory, server.store("ledger"));
        }
    }

    @Test
    void whatACrashLeftOfANewDatabaseIsDeleted() throws Exception {
        Path next = directory.resolve("projection-next");
        try (Ledger ledger = Ledger.open(directory, Clock.systemUTC())) {
            record(ledger);
        }
        Files.createDirectories(next);
        Files.write(next.resolve("ledger.mv.db"), "half a database".getBytes(StandardCharsets.UTF_8));

        try (Ledger ledger = Ledger.open(directory, Clock.systemUTC())) {
            assertThat(ledger.catchUp(Duration.ofSeconds(60))).isTrue();
            assertThat(ledger.queries().deployment(LAST)).isPresent();
            ledger.append(new LedgerEvent.JobMoved(new JobMove("shop", "team/shop", Facts.START)));
            assertThat(ledger.catchUp(Duration.ofSeconds(60))).isTrue();
            assertThat(job(ledger)).isEqualTo("team/shop");
            assertThat(ledger.problems()).isEmpty();
        }
        assertThat(next).doesNotExist();
    }
}
