package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.ledger.Facts;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Closed months in archives: the same lines at the same places, and what is damaged costs no more than itself. */
class JournalArchiveTest {

    private static final Clock MARCH = Clock.fixed(Instant.parse("2026-03-31T23:00:00Z"), ZoneOffset.UTC);
    private static final Clock APRIL = Clock.offset(MARCH, Duration.ofDays(1));
    private static final int COMMITS = 4_000;

    @TempDir
    Path directory;

    private JournalFiles files;
    private Path plain;
    private Path archive;

    @BeforeEach
    void paths() {
        files = new JournalFiles(directory);
        plain = directory.resolve("journal/2026-03.jsonl");
        archive = directory.resolve("journal/2026-03.jsonl.gz");
    }

    private static List<LedgerEvent> commits(int from, int to) {
        // random text, so that the archive has several blocks and some size
        Random random = new Random(from);
        return IntStream.range(from, to)
                .mapToObj(n -> (LedgerEvent) new LedgerEvent.CommitRecorded(new Commit(
                        "c" + n,
                        Facts.hour(n),
                        Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong()),
                        List.of())))
                .toList();
    }

    /** A ledger with March full of commits and one line in April. */
    private void marchAndApril() throws Exception {
        try (Ledger ledger = Ledger.open(directory, MARCH, CompactionRules.ON_DEMAND)) {
            ledger.append(commits(0, COMMITS));
        }
        try (Ledger ledger = Ledger.open(directory, APRIL, CompactionRules.ON_DEMAND)) {
            ledger.append(commits(COMMITS, COMMITS + 1));
        }
    }

    private CompactionReport compact() throws Exception {
        try (Ledger ledger = Ledger.open(directory, APRIL, CompactionRules.ON_DEMAND)) {
            return ledger.compact(Throttle.none(), LedgerProgress.NONE);
        }
    }

    private List<String> idsFrom(JournalPosition start, int batchBytes, List<LedgerProblem> problems) throws Exception {
        JournalReader reader = new JournalReader(files, batchBytes);
        List<String> ids = new ArrayList<>();
        JournalPosition position = start;
        while (true) {
            JournalReader.Batch batch = reader.read(position, new JournalPosition("9999-12.jsonl", 0, 0));
            if (batch.lines() == 0) {
                return ids;
            }
            batch.entries().forEach(entry -> ids.add(((Commit) entry.event().fact()).id()));
            problems.addAll(batch.problems());
            assertThat(batch.end()).isGreaterThan(position);
            position = batch.end();
        }
    }

    private static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(n -> "c" + n).toList();
    }

    @Test
    void aClosedMonthMovesIntoAnArchiveThatAnyToolReads() throws Exception {
        marchAndApril();
        byte[] lines = Files.readAllBytes(plain);

        CompactionReport report = compact();

        assertThat(report.archived()).containsExactly("2026-03.jsonl");
        assertThat(report.bytesBefore()).isEqualTo(lines.length);
        assertThat(report.bytesAfter()).isEqualTo(Files.size(archive)).isLessThan(lines.length / 2);
        assertThat(plain).doesNotExist();
        assertThat(directory.resolve("journal/2026-04.jsonl")).exists();
        try (GZIPInputStream unpacked = new GZIPInputStream(Files.newInputStream(archive))) {
            assertThat(unpacked.readAllBytes()).isEqualTo(lines);
        }
        Process gzip = new ProcessBuilder("gzip", "-t", archive.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(gzip.waitFor()).isZero();
    }

    @Test
    void theSameLinesStandAtTheSamePlaces() throws Exception {
        marchAndApril();
        List<Long> places = new ArrayList<>();
        byte[] lines = Files.readAllBytes(plain);
        places.add(0L);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i] == '\n') {
                places.add(i + 1L);
            }
        }
        compact();

        List<LedgerProblem> problems = new ArrayList<>();
        for (int line : new int[] {0, 1, 900, 1_777, COMMITS - 1, COMMITS}) {
            JournalPosition start = new JournalPosition("2026-03.jsonl", places.get(line), line);
            assertThat(idsFrom(start, 10_000, problems)).isEqualTo(ids(line, COMMITS + 1));
            assertThat(idsFrom(start, 4 << 20, problems)).isEqualTo(ids(line, COMMITS + 1));
        }
        assertThat(problems).isEmpty();
        JournalReader reader = new JournalReader(files, 0);
        assertThat(reader.bytesBetween(JournalPosition.START, new JournalPosition("2026-04.jsonl", 0, 0)))
                .isEqualTo(lines.length);
        assertThat(reader.linesBetween(
                        new JournalPosition("2026-03.jsonl", places.get(100), 100),
                        new JournalPosition("2026-04.jsonl", 0, 0)))
                .isEqualTo(COMMITS - 100);
    }

    @Test
    void aDatabaseMadeFromArchivesAnswersAsBefore() throws Exception {
        marchAndApril();
        compact();
        try (Stream<Path> database = Files.list(directory.resolve("projection"))) {
            for (Path file : database.toList()) {
                Files.delete(file);
            }
        }

        try (Ledger ledger = Ledger.open(directory, APRIL)) {
            assertThat(ledger.catchUp(Duration.ofSeconds(30))).isTrue();
            assertThat(ledger.problems()).isEmpty();
            assertThat(ledger.status().isCurrent()).isTrue();
        }
    }

    @Test
    void aCrashBetweenTheStepsLeavesOneWholeMonth() throws Exception {
        marchAndApril();
        byte[] lines = Files.readAllBytes(plain);
        compact();
        // as after a crash before the open file was deleted, and in the middle of another archive
        Files.write(plain, lines);
        Files.writeString(directory.resolve("journal/2026-02.jsonl.gz.tmp"), "half");

        assertThat(idsFrom(JournalPosition.START, 1 << 20, new ArrayList<>())).isEqualTo(ids(0, COMMITS + 1));
        compact();

        assertThat(plain).doesNotExist();
        assertThat(directory.resolve("journal/2026-02.jsonl.gz.tmp")).doesNotExist();
        assertThat(idsFrom(JournalPosition.START, 1 << 20, new ArrayList<>())).isEqualTo(ids(0, COMMITS + 1));
    }

    @Test
    void anArchiveThatDiffersFromItsOpenMonthIsMadeAnew() throws Exception {
        marchAndApril();
        byte[] lines = Files.readAllBytes(plain);
        compact();
        Files.write(plain, lines);
        Files.write(archive, Arrays.copyOf(Files.readAllBytes(archive), 5_000));

        compact();

        assertThat(plain).doesNotExist();
        List<LedgerProblem> problems = new ArrayList<>();
        assertThat(idsFrom(JournalPosition.START, 1 << 20, problems)).isEqualTo(ids(0, COMMITS + 1));
        assertThat(problems).isEmpty();
    }

    @Test
    void aDamagedBlockCostsItselfAndIsReportedWithFileAndLines() throws Exception {
        marchAndApril();
        compact();
        byte[] bytes = Files.readAllBytes(archive);
        bytes[bytes.length / 2] ^= 16;
        Files.write(archive, bytes);

        assertTheRestIsRead();
    }

    @Test
    void aDamagedHeadCostsItsBlockOnly() throws Exception {
        marchAndApril();
        compact();
        byte[] bytes = Files.readAllBytes(archive);
        int second = secondBlock(bytes);
        bytes[second + 20] ^= 1;
        Files.write(archive, bytes);

        assertTheRestIsRead();
    }

    private void assertTheRestIsRead() throws Exception {
        List<LedgerProblem> problems = new ArrayList<>();
        List<String> read = idsFrom(JournalPosition.START, 100_000, problems);

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.kind()).isEqualTo(LedgerProblem.Kind.ARCHIVE);
            assertThat(problem.toString())
                    .startsWith("journal/2026-03.jsonl.gz:")
                    .contains("damaged")
                    .contains("restore the file from a backup");
        });
        assertThat(read).contains("c0", "c" + (COMMITS - 1), "c" + COMMITS);
        assertThat(read).hasSizeBetween(COMMITS / 2, COMMITS);
    }

    /** Where the second block begins. */
    private static int secondBlock(byte[] archive) {
        return ArchiveBlock.read(Arrays.copyOf(archive, ArchiveBlock.HEADER))
                .orElseThrow()
                .length();
    }

    @Test
    void anArchiveThatWasCutOffSaysWhatIsMissing() throws Exception {
        marchAndApril();
        compact();
        byte[] bytes = Files.readAllBytes(archive);
        Files.write(archive, Arrays.copyOf(bytes, secondBlock(bytes) + 100));

        List<LedgerProblem> problems = new ArrayList<>();
        List<String> read = idsFrom(JournalPosition.START, 1 << 20, problems);

        assertThat(read).contains("c0", "c" + COMMITS).doesNotContain("c" + (COMMITS - 1));
        assertThat(problems)
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.message()).contains("cut off"));
    }

    @Test
    void whatIsNoArchiveIsReportedAndTheOtherMonthsAreRead() throws Exception {
        marchAndApril();
        compact();
        Files.write(archive, new byte[100_000]);

        List<LedgerProblem> problems = new ArrayList<>();
        assertThat(idsFrom(JournalPosition.START, 1 << 20, problems)).containsExactly("c" + COMMITS);
        assertThat(problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith("journal/2026-03.jsonl.gz:1: the archive cannot be read"));
    }

    @Test
    void aBlockThatGrowsBeyondItsWordIsNotUnpacked() throws Exception {
        marchAndApril();
        compact();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(9, true);
        byte[] zeros = new byte[1 << 20];
        byte[] chunk = new byte[1 << 16];
        for (int i = 0; i < 200; i++) {
            deflater.setInput(zeros);
            int size;
            while ((size = deflater.deflate(chunk)) > 0) {
                packed.write(chunk, 0, size);
            }
        }
        deflater.end();
        int length = ArchiveBlock.HEADER + packed.size() + ArchiveBlock.TRAILER;
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.writeBytes(new ArchiveBlock(length, length, 10, 0, 0).header());
        bomb.writeBytes(packed.toByteArray());
        bomb.writeBytes(new byte[ArchiveBlock.TRAILER]);
        Files.write(archive, bomb.toByteArray());

        List<LedgerProblem> problems = new ArrayList<>();
        assertThat(idsFrom(JournalPosition.START, 1 << 20, problems)).containsExactly("c" + COMMITS);
        assertThat(problems)
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.file()).isEqualTo("journal/2026-03.jsonl.gz"));

        // and one that says beforehand that it is too large
        Files.write(archive, new ArchiveBlock(1 << 20, Integer.MAX_VALUE, 1, 0, 0).header());
        problems.clear();
        assertThat(idsFrom(JournalPosition.START, 1 << 20, problems)).containsExactly("c" + COMMITS);
        assertThat(problems).hasSize(1);
    }

    @Test
    void nothingIsEverAppendedToAnArchive() throws Exception {
        marchAndApril();
        compact();
        Files.delete(directory.resolve("journal/2026-04.jsonl"));
        Files.delete(directory.resolve("journal/months.json"));

        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            ledger.append(commits(5_000, 5_001));
        }

        assertThat(plain).doesNotExist();
        List<String> expected = new ArrayList<>(ids(0, COMMITS));
        expected.add("c5000");
        assertThat(idsFrom(JournalPosition.START, 1 << 20, new ArrayList<>())).isEqualTo(expected);
    }

    @Test
    void monthsMoveByThemselvesWhileTheLedgerIsOpenAndWrittenTo() throws Exception {
        marchAndApril();
        CompactionRules rules = new CompactionRules(true, Duration.ofMillis(20), Duration.ofMillis(20), 0);
        try (Ledger ledger = Ledger.open(directory, APRIL, rules)) {
            long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            int n = COMMITS + 1;
            while (Files.exists(plain) && System.nanoTime() < patience) {
                ledger.append(commits(n, n + 1));
                n++;
            }
            assertThat(plain).doesNotExist();
            assertThat(ledger.catchUp(Duration.ofSeconds(20))).isTrue();
            assertThat(ledger.problems()).isEmpty();
            assertThat(idsFrom(JournalPosition.START, 1 << 20, new ArrayList<>()))
                    .isEqualTo(ids(0, n));
        }
    }

    @Test
    void closingALedgerStopsACompactionWithNothingHalfDone() throws Exception {
        marchAndApril();
        // so slow that it would take a minute
        CompactionRules rules = new CompactionRules(true, Duration.ZERO, Duration.ofHours(1), 10_000);
        long begun = System.nanoTime();
        try (Ledger ledger = Ledger.open(directory, APRIL, rules)) {
            while (files.temporary().isEmpty()
                    && System.nanoTime() - begun < Duration.ofSeconds(10).toNanos()) {
                Thread.sleep(5);
            }
            assertThat(files.temporary()).isNotEmpty();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
        assertThat(files.temporary()).isEmpty();
        assertThat(plain).exists();
        assertThat(archive).doesNotExist();
    }
}
