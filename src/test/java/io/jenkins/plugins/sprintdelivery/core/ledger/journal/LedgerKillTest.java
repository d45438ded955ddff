package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.ledger.Facts;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is killed at random moments of its writing, again and again, while several threads append, months turn and
 * move into archives. {@code -Dsprintdelivery.kills=300} kills more often than the usual test does.
 */
class LedgerKillTest {

    private static final int KILLS = Integer.getInteger("sprintdelivery.kills", 60);
    private static final int WRITERS = 4;
    private static final int MOST_LINES = 160;
    private static final int MOST_MILLIS = 40;
    private static final Duration ROUND = Duration.ofDays(75);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    /** Appends from several threads until it is killed, and says so after each append. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            CompactionRules eager = new CompactionRules(true, Duration.ZERO, Duration.ofMillis(1), 0);
            Ledger ledger = Ledger.open(Path.of(arguments[0]), hurried(Instant.parse(arguments[2])), eager);
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

        /** Eight hours pass with every look at this clock. */
        private static Clock hurried(Instant start) {
            AtomicLong looks = new AtomicLong();
            return new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return start.plus(Duration.ofHours(8 * looks.incrementAndGet()));
                }
            };
        }
    }

    @Test
    void everythingAcknowledgedIsThereOnce() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<String> acknowledged = new ArrayList<>();
        int halfMade = 0;
        int archives = 0;
        for (int round = 0; round < KILLS; round++) {
            acknowledged.addAll(kill("r" + round, START.plus(ROUND.multipliedBy(round)), random));
            JournalFiles files = new JournalFiles(directory);
            halfMade += files.temporary().size();
            archives += Files.exists(files.archive(files.months().get(0))) ? 1 : 0;
        }

        Map<String, Integer> found = new HashMap<>();
        Clock after = Clock.fixed(START.plus(ROUND.multipliedBy(KILLS)), ZoneOffset.UTC);
        try (Ledger ledger = Ledger.open(directory, after, CompactionRules.ON_DEMAND)) {
            assertThat(ledger.catchUp(Duration.ofSeconds(60)))
                    .as("seed " + seed)
                    .isTrue();
            assertThat(ledger.problems())
                    .as("seed " + seed)
                    .extracting(LedgerProblem::kind)
                    .allMatch(kind -> kind == LedgerProblem.Kind.TORN);
            JournalReader reader = new JournalReader(new JournalFiles(directory), 1 << 20);
            JournalPosition position = JournalPosition.START;
            JournalReader.Batch batch;
            while ((batch = reader.read(position, new JournalPosition("9999-12.jsonl", 0, 0))).lines() > 0) {
                batch.entries()
                        .forEach(entry -> found.merge(((Commit) entry.event().fact()).id(), 1, Integer::sum));
                position = batch.end();
            }
        }
        System.out.println("LedgerKillTest: " + KILLS + " kills, " + acknowledged.size() + " acknowledged, "
                + found.size() + " found, in "
                + new JournalFiles(directory).months().size() + " months; " + halfMade
                + " kills left a half-made archive");
        assertThat(found.keySet()).as("seed " + seed).containsAll(acknowledged);
        assertThat(found.values()).as("seed " + seed).allMatch(count -> count == 1);
        assertThat(archives).isPositive();
        assertThat(LedgerCheck.run(directory, LedgerProgress.NONE).isSound()).isTrue();
    }

    private List<String> kill(String round, Instant from, Random random) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        directory.toString(),
                        round,
                        from.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int lines = 1 + random.nextInt(MOST_LINES);
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            while (acknowledged.size() < lines) {
                String line = output.readLine();
                assertThat(line).as("the writer lives").isNotNull();
                acknowledged.add(line);
            }
            Thread.sleep(random.nextInt(MOST_MILLIS));
            // unlike that of the process, this one leaves its output to be read
            process.toHandle().destroyForcibly();
            // what it said before it died was acknowledged too; its last line may be cut off
            String line;
            while ((line = output.readLine()) != null && line.matches(round + "-\\d-\\d+")) {
                acknowledged.add(line);
            }
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return acknowledged;
    }
}
