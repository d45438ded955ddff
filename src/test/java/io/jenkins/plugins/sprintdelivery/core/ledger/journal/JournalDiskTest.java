package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.sprintdelivery.core.ledger.Facts;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.SmallDisk;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that fill up, cannot be written, or lose files while the ledger is open. */
class JournalDiskTest {

    private static final Clock MARCH = Clock.fixed(Instant.parse("2026-03-31T23:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path directory;

    private static List<String> commitsIn(Path ledger) throws Exception {
        List<String> ids = new ArrayList<>();
        JournalReader reader = new JournalReader(new JournalFiles(ledger), 1 << 16);
        JournalPosition position = JournalPosition.START;
        while (true) {
            JournalReader.Batch batch = reader.read(position, new JournalPosition("9999-12.jsonl", 0, 0));
            if (batch.lines() == 0) {
                return ids;
            }
            batch.entries().forEach(entry -> ids.add(((Commit) entry.event().fact()).id()));
            position = batch.end();
        }
    }

    /** Appends until the disk refuses, and prints what was acknowledged and at last the message. */
    static final class Filler {
        private Filler() {}

        public static void main(String[] arguments) throws Exception {
            Path ledger = Path.of(arguments[0]);
            Files.createDirectories(ledger.resolve("journal"));
            JournalFiles files = new JournalFiles(ledger);
            try (Journal journal = new Journal(
                    files,
                    new JournalCatalog(files),
                    LedgerIdentity.readOrCreate(ledger).controller(),
                    Clock.systemUTC())) {
                for (int n = 0; ; n++) {
                    journal.append(List.of(Facts.commit("c" + n, n), Facts.commit("d" + n, n)));
                    System.out.println("c" + n);
                    System.out.println("d" + n);
                }
            } catch (LedgerWriteException e) {
                System.out.println("! " + e.getMessage());
            }
        }
    }

    private static List<String> run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return lines;
    }

    @Test
    void aFileThatMayNotGrowLosesNothingAcknowledgedAndKeepsNothingElse() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash to limit the size of files");
        List<String> said = run(
                "/bin/bash",
                "-c",
                "ulimit -f 64; exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Filler.class.getName(),
                directory.toString());

        String message = said.get(said.size() - 1);
        List<String> acknowledged = said.subList(0, said.size() - 1);
        assertThat(message)
                .startsWith("! cannot write the ledger's journal in " + directory.resolve("journal"))
                .contains("nothing was recorded")
                .contains("free space");
        assertThat(acknowledged).hasSizeGreaterThan(100);
        assertThat(commitsIn(directory)).isEqualTo(acknowledged);
    }

    @Test
    void aFullDiskLosesNothingAcknowledgedAndGoesOnWhenThereIsRoomAgain() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), "512k")) {
            Path ledger = disk.path().resolve("ledger");
            JournalFiles files = new JournalFiles(ledger);
            Files.createDirectories(files.directory());
            List<String> acknowledged = new ArrayList<>();
            try (Journal journal = new Journal(
                    files,
                    new JournalCatalog(files),
                    LedgerIdentity.readOrCreate(ledger).controller(),
                    MARCH)) {
                disk.fill(300 * 1024);
                assertThatThrownBy(() -> {
                            for (int n = 0; ; n++) {
                                journal.append(List.of(Facts.commit("c" + n, n)));
                                acknowledged.add("c" + n);
                            }
                        })
                        .isInstanceOf(LedgerWriteException.class)
                        .hasMessageContaining("No space left on device")
                        .hasMessageContaining("nothing was recorded");
                assertThat(acknowledged).hasSizeGreaterThan(100);
                assertThat(commitsIn(ledger)).isEqualTo(acknowledged);

                disk.free();
                journal.append(List.of(Facts.commit("later", 1)));
                acknowledged.add("later");
            }
            assertThat(commitsIn(ledger)).isEqualTo(acknowledged);
        }
    }

    @Test
    void aFullDiskKeepsNoMonthFromBeingReadAndNoArchiveHalfMade() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("disk"), "512k")) {
            Path ledger = disk.path().resolve("ledger");
            JournalFiles files = new JournalFiles(ledger);
            Files.createDirectories(files.directory());
            List<String> acknowledged = new ArrayList<>();
            for (Clock clock : List.of(MARCH, Clock.offset(MARCH, Duration.ofDays(1)))) {
                try (Journal journal = new Journal(
                        files,
                        new JournalCatalog(files),
                        LedgerIdentity.readOrCreate(ledger).controller(),
                        clock)) {
                    for (int n = 0; n < 500; n++) {
                        journal.append(List.of(Facts.commit(clock.instant() + "-" + n, n)));
                        acknowledged.add(clock.instant() + "-" + n);
                    }
                }
            }
            disk.fill(8 * 1024);

            CompactionReport report = new JournalCompaction(
                            files, new JournalCatalog(files), Throttle.none(), MARCH, LedgerProgress.NONE)
                    .run("2026-04.jsonl");

            assertThat(report.archived()).isEmpty();
            assertThat(report.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.toString())
                            .startsWith("journal/2026-03.jsonl: the month could not be moved into an archive")
                            .contains("No space left on device"));
            assertThat(files.temporary()).isEmpty();
            assertThat(commitsIn(ledger)).isEqualTo(acknowledged);
        }
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsSaidToBeSo() throws Exception {
        try (Ledger ledger = Ledger.open(directory.resolve("ledger"), MARCH)) {
            ledger.append(Facts.commit("c1", 1));
        }
        boolean root = "root".equals(System.getProperty("user.name"));
        Path ledger;
        SmallDisk disk = null;
        if (root) {
            // no permission stops root, a file system that is mounted read-only does
            disk = SmallDisk.mount(directory.resolve("disk"), "16m");
            ledger = disk.path().resolve("ledger");
            copy(directory.resolve("ledger"), ledger);
            disk.makeReadOnly();
        } else {
            ledger = directory.resolve("ledger");
            Files.setPosixFilePermissions(ledger, PosixFilePermissions.fromString("r-xr-xr-x"));
            Files.setPosixFilePermissions(ledger.resolve("ledger.lock"), PosixFilePermissions.fromString("r--r--r--"));
        }
        try {
            assertThatThrownBy(() -> Ledger.open(ledger, MARCH))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the ledger " + ledger + " cannot be opened for writing")
                    .hasMessageContaining("read-only");
            try (Ledger reader = Ledger.openReadOnly(ledger, MARCH)) {
                assertThat(reader.catchUp(Duration.ofSeconds(20))).isTrue();
            }
            assertThat(commitsIn(ledger)).containsExactly("c1");
        } finally {
            if (disk != null) {
                disk.close();
            } else {
                Files.setPosixFilePermissions(ledger, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    @Test
    void theNamesOfADirectoryThatIsGoneCannotBeForcedUnnoticed() {
        assertThatThrownBy(() -> DurableFile.forceNames(directory.resolve("gone")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aFileDeletedWhileItIsOpenIsPutBack() throws Exception {
        Path march = directory.resolve("journal/2026-03.jsonl");
        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            ledger.append(Facts.commit("c1", 1), Facts.commit("c2", 1));
            Files.delete(march);
            ledger.append(Facts.commit("c3", 1));
            ledger.append(Facts.commit("c4", 1));

            assertThat(commitsIn(directory)).containsExactly("c1", "c2", "c3", "c4");
            assertThat(ledger.catchUp(Duration.ofSeconds(20))).isTrue();
            assertThat(ledger.problems()).isEmpty();
        }
    }

    @Test
    void aFileReplacedWhileItIsOpenIsNotWrittenTo() throws Exception {
        Path march = directory.resolve("journal/2026-03.jsonl");
        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            ledger.append(Facts.commit("c1", 1));
            Files.move(march, directory.resolve("original"));
            Files.copy(directory.resolve("original"), march);

            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> ledger.append(Facts.commit("c2", 1)))
                        .isInstanceOf(LedgerWriteException.class)
                        .hasMessageContaining("was replaced by another file while the ledger was open");
            }
        }
        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            ledger.append(Facts.commit("c2", 1));
        }
        assertThat(commitsIn(directory)).containsExactly("c1", "c2");
    }

    @Test
    void aFileCutWhileItIsOpenCostsWhatWasCutAndNothingAfterIt() throws Exception {
        Path march = directory.resolve("journal/2026-03.jsonl");
        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            ledger.append(Facts.commit("c1", 1), Facts.commit("c2", 1), Facts.commit("c3", 1));
            ledger.catchUp(Duration.ofSeconds(20));
            try (RandomAccessFile file = new RandomAccessFile(march.toFile(), "rw")) {
                file.setLength(file.length() - 40);
            }
            ledger.append(Facts.commit("c4", 1));
            ledger.append(Facts.commit("c5", 1));

            assertThat(ledger.catchUp(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(commitsIn(directory)).containsExactly("c1", "c2", "c4", "c5");
    }

    @Test
    void aMonthThatVanishedIsMissed() throws Exception {
        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            ledger.append(Facts.commit("c1", 1));
        }
        Clock april = Clock.offset(MARCH, Duration.ofDays(1));
        try (Ledger ledger = Ledger.open(directory, april)) {
            ledger.append(Facts.commit("c2", 1));
        }
        Path march = directory.resolve("journal/2026-03.jsonl");
        Files.move(march, directory.resolve("elsewhere"));

        try (Ledger ledger = Ledger.open(directory, april)) {
            assertThat(ledger.catchUp(Duration.ofSeconds(20))).isTrue();
            assertThat(ledger.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.kind()).isEqualTo(LedgerProblem.Kind.MISSING);
                assertThat(problem.toString())
                        .startsWith("journal/2026-03.jsonl: the month's file is not there any more; restore it");
            });
            Files.move(directory.resolve("elsewhere"), march);
            assertThat(ledger.problems()).isEmpty();
        }
    }

    @Test
    void aHoleInAFileIsPassedOverWithoutHoldingIt() throws Exception {
        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            ledger.append(Facts.commit("c1", 1));
        }
        Path march = directory.resolve("journal/2026-03.jsonl");
        try (RandomAccessFile file = new RandomAccessFile(march.toFile(), "rw")) {
            file.setLength(file.length() + 3L * JournalReader.MAX_LINE);
            file.seek(file.length() - 1);
            file.write('\n');
        }
        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            ledger.append(Facts.commit("c2", 1));
            assertThat(ledger.catchUp(Duration.ofSeconds(30))).isTrue();
            assertThat(ledger.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.kind()).isEqualTo(LedgerProblem.Kind.CHECKSUM);
                assertThat(problem.line()).isEqualTo(2);
            });
        }
        assertThat(commitsIn(directory)).containsExactly("c1", "c2");
    }

    @Test
    void monthsThatTurnUnderConcurrentAppendsKeepEveryLineOnce() throws Exception {
        // a day passes with every fourth look at this clock
        AtomicLong looks = new AtomicLong();
        Clock hurried = new Clock() {
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
                return MARCH.instant().plus(Duration.ofDays(looks.incrementAndGet() / 4));
            }
        };
        ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
        CompactionRules eager = new CompactionRules(true, Duration.ofMillis(1), Duration.ofMillis(1), 0);
        try (Ledger ledger = Ledger.open(directory, hurried, eager)) {
            List<Thread> writers = new ArrayList<>();
            for (int w = 0; w < 4; w++) {
                String name = "w" + w + "-";
                Thread writer = new Thread(() -> {
                    for (int n = 0; n < 150; n++) {
                        try {
                            ledger.append(Facts.commit(name + n, n));
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                        acknowledged.add(name + n);
                    }
                });
                writer.start();
                writers.add(writer);
            }
            for (Thread writer : writers) {
                writer.join();
            }
            assertThat(ledger.catchUp(Duration.ofSeconds(30))).isTrue();
            assertThat(ledger.problems()).isEmpty();
            ledger.compact(Throttle.none(), LedgerProgress.NONE);
        }
        assertThat(acknowledged).hasSize(600);
        assertThat(commitsIn(directory)).containsExactlyInAnyOrderElementsOf(acknowledged);
        JournalFiles files = new JournalFiles(directory);
        List<String> months = files.months();
        assertThat(months).hasSizeGreaterThan(3);
        assertThat(months.subList(0, months.size() - 1)).allMatch(files::isArchived);
    }
}
