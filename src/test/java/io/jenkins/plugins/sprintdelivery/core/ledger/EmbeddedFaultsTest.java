package io.jenkins.plugins.sprintdelivery.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerCheck;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProblem;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProgress;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerWriteException;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerUnavailableException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to the embedded database's file while builds go on, and that nobody who appends notices. */
class EmbeddedFaultsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration UNDELAYED = Duration.ofSeconds(2);
    private static final int HISTORY = 30_000;
    private static final int WRITERS = 4;

    @TempDir
    Path directory;

    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong slowest = new AtomicLong();
    private final AtomicBoolean enough = new AtomicBoolean();

    /** What becomes of the file's bytes. */
    enum Fault {
        OVERWRITTEN {
            @Override
            void on(RandomAccessFile file) throws Exception {
                byte[] noise = new byte[(int) file.length()];
                new Random(1).nextBytes(noise);
                file.write(noise);
            }
        },
        OVERWRITTEN_BEHIND_ITS_HEADERS {
            @Override
            void on(RandomAccessFile file) throws Exception {
                byte[] noise = new byte[(int) file.length() - 8_192];
                new Random(1).nextBytes(noise);
                file.seek(8_192);
                file.write(noise);
            }
        },
        CUT {
            @Override
            void on(RandomAccessFile file) throws Exception {
                file.setLength(file.length() / 3);
            }
        },
        EMPTIED {
            @Override
            void on(RandomAccessFile file) throws Exception {
                file.setLength(0);
            }
        };

        abstract void on(RandomAccessFile file) throws Exception;
    }

    private void history() throws Exception {
        try (Ledger ledger = Ledger.open(directory, Clock.systemUTC())) {
            List<LedgerEvent> events = new ArrayList<>();
            for (int n = 1; n <= HISTORY; n++) {
                events.add(Facts.commit("before" + n, n, "ABC-" + n));
            }
            ledger.append(events);
            assertThat(ledger.catchUp(PATIENCE)).isTrue();
        }
    }

    private List<Thread> writers(Ledger ledger) {
        List<Thread> threads = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            String name = "w" + writer + "-";
            Thread thread = new Thread(() -> write(ledger, name));
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    private void write(Ledger ledger, String name) {
        try {
            for (int n = 1; !enough.get(); n++) {
                long start = System.nanoTime();
                ledger.append(Facts.event(Facts.deployment(name + n, "1." + n, n)));
                slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
                acknowledged.add(name + n);
                Thread.sleep(5);
            }
        } catch (LedgerWriteException | InterruptedException e) {
            failures.add(e);
        }
    }

    /** Asks what a page would ask; an answer may be refused while the database is made anew. */
    private static void ask(Ledger ledger) {
        try {
            LedgerQueries queries = ledger.queries(Duration.ofMillis(200));
            for (int n = 1; n < HISTORY; n += 1_000) {
                queries.deploymentsOf("ABC-" + n, 5);
            }
        } catch (LedgerUnavailableException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    private static void awaitSetAside(Ledger ledger) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (ledger.problems().stream().noneMatch(problem -> problem.message().contains("nothing is lost"))
                && System.nanoTime() < end) {
            ask(ledger);
            Thread.sleep(100);
        }
    }

    private void assertSetAside(Ledger ledger) throws Exception {
        assertThat(ledger.problems()).isNotEmpty().allSatisfy(problem -> {
            assertThat(problem.kind()).isEqualTo(LedgerProblem.Kind.PROJECTION);
            assertThat(problem.message())
                    .contains("could not be used", "which may be deleted", "made anew from the journal");
            assertThat(directory.resolve(problem.file())).isDirectory();
        });
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatBreaksWhileBuildsGoOnIsSetAsideAndMadeAnew(Fault fault) throws Exception {
        history();
        Path database = directory.resolve("projection/ledger.mv.db");
        try (Ledger ledger = Ledger.open(directory, Clock.systemUTC())) {
            List<Thread> writers = writers(ledger);
            assertThat(ledger.catchUp(PATIENCE)).isTrue();

            try (RandomAccessFile file = new RandomAccessFile(database.toFile(), "rw")) {
                fault.on(file);
            }
            awaitSetAside(ledger);
            Thread.sleep(500);
            enough.set(true);
            for (Thread writer : writers) {
                writer.join();
            }

            assertThat(failures).isEmpty();
            assertThat(Duration.ofNanos(slowest.get())).as("the slowest append").isLessThan(UNDELAYED);
            assertThat(ledger.catchUp(PATIENCE)).as(ledger.status().toString()).isTrue();
            assertThat(acknowledged).hasSizeGreaterThan(100);
            for (String id : acknowledged) {
                assertThat(ledger.queries().deployment(id)).as(id).isPresent();
            }
            assertSetAside(ledger);
        }
        assertThat(LedgerCheck.run(directory, LedgerProgress.NONE).isSound()).isTrue();
    }

    @Test
    void damageThatOnlyAQuestionFindsIsMendedToo() throws Exception {
        history();
        Path database = directory.resolve("projection/ledger.mv.db");
        try (Ledger ledger = Ledger.open(directory, Clock.systemUTC())) {
            assertThat(ledger.catchUp(PATIENCE)).isTrue();
            try (RandomAccessFile file = new RandomAccessFile(database.toFile(), "rw")) {
                Fault.OVERWRITTEN_BEHIND_ITS_HEADERS.on(file);
            }

            assertThatThrownBy(() -> {
                        for (int n = 1; n < HISTORY; n += 100) {
                            ledger.queries().deploymentsOf("ABC-" + n, 5);
                        }
                    })
                    .isInstanceOf(LedgerUnavailableException.class);

            awaitSetAside(ledger);
            assertThat(ledger.catchUp(PATIENCE)).isTrue();
            assertThat(ledger.queries().sprints(1)).isEmpty();
            assertSetAside(ledger);
        }
    }
}
