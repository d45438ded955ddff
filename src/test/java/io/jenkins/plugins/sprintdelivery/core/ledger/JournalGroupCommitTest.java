package io.jenkins.plugins.sprintdelivery.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerWriteException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often the journal is written and forced, as the virtual machine records it: each write is forced by itself. */
class JournalGroupCommitTest {

    private static final int WRITERS = 32;
    private static final int EACH = 40;

    @TempDir
    Path directory;

    @Test
    void concurrentAppendsShareTheirWrites() throws Exception {
        Path recorded = directory.resolve("writes.jfr");
        try (Ledger ledger = Ledger.open(directory.resolve("ledger"), Clock.systemUTC());
                Recording recording = new Recording()) {
            recording.enable("jdk.FileWrite").withThreshold(Duration.ZERO).withoutStackTrace();
            recording.start();
            append(ledger);
            recording.stop();
            recording.dump(recorded);
            assertThat(ledger.lines()).isEqualTo(WRITERS * EACH);
        }

        assertThat(RecordingFile.readAllEvents(recorded))
                .filteredOn(write -> String.valueOf(write.getString("path")).endsWith(".jsonl"))
                .isNotEmpty()
                .hasSizeLessThan(WRITERS * EACH / 2);
    }

    private static void append(Ledger ledger) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            String name = "w" + writer + "-";
            Thread thread = new Thread(() -> append(ledger, name, start));
            thread.start();
            threads.add(thread);
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void append(Ledger ledger, String name, CountDownLatch start) {
        try {
            start.await();
            for (int n = 0; n < EACH; n++) {
                ledger.append(Facts.commit(name + n, n));
            }
        } catch (LedgerWriteException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
