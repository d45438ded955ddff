package io.jenkins.plugins.sprintdelivery.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed in the middle of its writing, again and again. */
class LedgerKillTest {

    private static final int ROUNDS = 3;
    private static final int WRITERS = 4;

    @TempDir
    Path directory;

    /** Appends from several threads until it is killed, and says so after each append. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            Ledger ledger = Ledger.open(Path.of(arguments[0]), Clock.systemUTC());
            for (int writer = 0; writer < WRITERS; writer++) {
                String name = arguments[1] + "-" + writer + "-";
                new Thread(() -> write(ledger, name)).start();
            }
        }

        private static void write(Ledger ledger, String name) {
            try {
                for (int n = 0; ; n++) {
                    ledger.append(Facts.commit(name + n, n));
                    synchronized (System.out) {
                        System.out.println(name + n);
                    }
                }
            } catch (LedgerWriteException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void everythingAcknowledgedIsThereOnce() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged.addAll(killAfter(150 + round * 40, "r" + round));
        }

        Map<String, Integer> found = new HashMap<>();
        try (Ledger ledger = Ledger.open(directory, Clock.systemUTC())) {
            assertThat(ledger.catchUp(Duration.ofSeconds(30))).isTrue();
            assertThat(ledger.problems())
                    .extracting(LedgerProblem::kind)
                    .allMatch(kind -> kind == LedgerProblem.Kind.TORN);
            new JournalReader(new JournalFiles(directory), Integer.MAX_VALUE / 2)
                    .read(JournalPosition.START, new JournalPosition("9999-12.jsonl", 0, 0))
                    .entries()
                    .forEach(entry -> found.merge(((Commit) FactBatch.fact(entry.event())).id(), 1, Integer::sum));
        }
        assertThat(found.keySet()).containsAll(acknowledged);
        assertThat(found.values()).allMatch(count -> count == 1);
    }

    private List<String> killAfter(int lines, String round) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        directory.toString(),
                        round)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            while (acknowledged.size() < lines) {
                String line = output.readLine();
                assertThat(line).as("the writer lives").isNotNull();
                acknowledged.add(line);
            }
            process.destroyForcibly();
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return acknowledged;
    }
}
