package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.sprintdelivery.core.ledger.Facts;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import java.io.ByteArrayOutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The room that the journal makes for what is still to be written, and what becomes of it after a crash. */
class JournalRoomTest {

    private static final Clock MARCH = Clock.fixed(Instant.parse("2026-03-31T23:00:00Z"), ZoneOffset.UTC);
    private static final int MANY = 200;
    private static final String ROOM = "\n".repeat(20_000);

    @TempDir
    Path directory;

    private Path march() {
        return directory.resolve("journal/2026-03.jsonl");
    }

    /** How many bytes are behind the lines. */
    private long room() throws Exception {
        return Files.size(march()) - Files.readString(march()).lastIndexOf("}\n") - 2;
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(n -> "c" + n).toList();
    }

    private static void append(Ledger ledger, int from, int to) throws Exception {
        for (int n = from; n < to; n++) {
            ledger.append(Facts.commit("c" + n, n));
        }
    }

    private void write(int count) throws Exception {
        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            append(ledger, 0, count);
        }
    }

    /** What a reader finds that knows nothing of the writer. */
    private List<String> commitsNow() throws Exception {
        List<String> ids = new ArrayList<>();
        JournalReader reader = new JournalReader(new JournalFiles(directory), 1 << 16);
        JournalPosition end = reader.endNow();
        JournalPosition position = JournalPosition.START;
        while (position.compareTo(end) < 0) {
            JournalReader.Batch batch = reader.read(position, end);
            assertThat(batch.problems()).isEmpty();
            batch.entries().forEach(entry -> ids.add(((Commit) entry.event().fact()).id()));
            position = batch.end();
        }
        return ids;
    }

    @Test
    void aBusyLedgerHasRoomWhileItIsOpenAndNoneAfter() throws Exception {
        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            append(ledger, 0, 10);
            assertThat(room()).isZero();

            append(ledger, 10, MANY);
            assertThat(room()).isPositive();
            assertThat(commitsNow()).isEqualTo(names(MANY));
            try (Ledger reader = Ledger.openReadOnly(directory, MARCH)) {
                assertThat(reader.catchUp(Duration.ofSeconds(20))).isTrue();
                assertThat(reader.problems()).isEmpty();
            }
            assertThat(LedgerCheck.run(directory, LedgerProgress.NONE).isSound())
                    .isTrue();
            ByteArrayOutputStream export = new ByteArrayOutputStream();
            assertThat(LedgerExport.write(directory, null, null, export, LedgerProgress.NONE)
                            .exported())
                    .isEqualTo(MANY);
        }
        assertThat(room()).isZero();
        assertThat(Files.readAllLines(march())).hasSize(MANY);
    }

    @Test
    void roomThatACrashLeftIsTakenOffAndNothingIsSetAside() throws Exception {
        write(3);
        String lines = Files.readString(march());
        Files.writeString(march(), lines + ROOM);
        assertThat(commitsNow()).isEqualTo(names(3));

        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            assertThat(march()).hasContent(lines);
            append(ledger, 3, 4);
            assertThat(ledger.catchUp(Duration.ofSeconds(20))).isTrue();
            assertThat(ledger.problems()).isEmpty();
        }
        assertThat(commitsNow()).isEqualTo(names(4));
    }

    @Test
    void aLineThatACrashCutOffInTheRoomIsSetAsideWithoutTheRoom() throws Exception {
        write(4);
        List<String> lines = Files.readAllLines(march());
        String last = lines.get(3);
        for (int cut : List.of(1, 20, last.length() - 1)) {
            Files.writeString(
                    march(), String.join("\n", lines.subList(0, 3)) + "\n" + last.substring(0, cut) + "\n" + ROOM);
            assertThat(commitsNow()).as("cut at " + cut).isEqualTo(names(3));

            Clock clock = Clock.offset(MARCH, Duration.ofSeconds(cut));
            try (Ledger ledger = Ledger.open(directory, clock)) {
                assertThat(ledger.catchUp(Duration.ofSeconds(20))).isTrue();
                String name = "journal/2026-03.jsonl.torn-"
                        + clock.instant().toString().replace(":", "");
                assertThat(ledger.problems()).extracting(LedgerProblem::file).contains(name);
                assertThat(Files.readString(directory.resolve(name))).isEqualTo(last.substring(0, cut));
            }
            assertThat(Files.readAllLines(march())).isEqualTo(lines.subList(0, 3));
        }
    }

    @Test
    void aLineThatReachedTheDiskWithoutItsBeginningIsSetAside() throws Exception {
        write(3);
        List<String> lines = Files.readAllLines(march());
        String last = lines.get(2);
        // of the two pages that it was written to only the second one got there
        String half = "\n".repeat(50) + last.substring(50);
        Files.writeString(march(), String.join("\n", lines.subList(0, 2)) + "\n" + half + "\n" + ROOM);

        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            assertThat(ledger.catchUp(Duration.ofSeconds(20))).isTrue();
            assertThat(ledger.problems()).extracting(LedgerProblem::kind).containsExactly(LedgerProblem.Kind.TORN);
            append(ledger, 3, 4);
        }
        assertThat(commitsNow()).containsExactly("c0", "c1", "c3");
    }

    @Test
    void linesThatReachedTheDiskWithoutThoseBeforeThemAreThereAndTheHoleSaysNothing() throws Exception {
        write(3);
        List<String> lines = Files.readAllLines(march());
        Files.writeString(
                march(), lines.get(0) + "\n" + "\n".repeat(lines.get(1).length() + 1) + lines.get(2) + "\n" + ROOM);

        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            append(ledger, 3, 4);
            assertThat(ledger.catchUp(Duration.ofSeconds(20))).isTrue();
            assertThat(ledger.problems()).isEmpty();
        }
        assertThat(commitsNow()).containsExactly("c0", "c2", "c3");
        assertThat(LedgerCheck.run(directory, LedgerProgress.NONE).isSound()).isTrue();
        ByteArrayOutputStream export = new ByteArrayOutputStream();
        LedgerExport.Report report = LedgerExport.write(directory, null, null, export, LedgerProgress.NONE);
        assertThat(report.exported()).isEqualTo(3);
        assertThat(report.leftOut()).isZero();
        assertThat(export.toString(StandardCharsets.UTF_8)).doesNotContain("\n\n");
    }

    @Test
    void aLastLineThatIsDamagedAndWasFollowedByNoRoomIsReportedAsDamaged() throws Exception {
        write(3);
        byte[] bytes = Files.readAllBytes(march());
        bytes[bytes.length - 30] ^= 4;
        Files.write(march(), bytes);
        Files.delete(directory.resolve("projection/ledger.mv.db"));

        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            assertThat(ledger.catchUp(Duration.ofSeconds(20))).isTrue();
            assertThat(ledger.problems()).extracting(LedgerProblem::kind).containsExactly(LedgerProblem.Kind.CHECKSUM);
        }
        assertThat(Files.readAllBytes(march())).isEqualTo(bytes);
    }

    @Test
    void aFileCutInItsRoomOrInItsLinesWhileItIsOpenLosesNothingThatFollows() throws Exception {
        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            append(ledger, 0, MANY);
            long lines = Files.readString(march()).indexOf("\n\n") + 1L;
            cut(lines + 10);
            append(ledger, MANY, MANY + 1);
            assertThat(commitsNow()).isEqualTo(names(MANY + 1));

            cut(lines - 40);
            append(ledger, MANY + 1, MANY + 2);
            append(ledger, MANY + 2, MANY + 3);
        }
        List<String> kept = new ArrayList<>(names(MANY + 3));
        kept.removeAll(List.of("c" + (MANY - 1), "c" + MANY));
        JournalReader reader = new JournalReader(new JournalFiles(directory), 1 << 20);
        JournalReader.Batch batch = reader.read(JournalPosition.START, reader.endNow());
        assertThat(batch.entries())
                .extracting(entry -> ((Commit) entry.event().fact()).id())
                .isEqualTo(kept);
        assertThat(batch.problems()).hasSize(1);
    }

    private void cut(long length) throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(march().toFile(), "rw")) {
            file.setLength(length);
        }
    }

    @Test
    void aFileReplacedAfterItWasWrittenToForAWhileIsNotWrittenTo() throws Exception {
        Path original = directory.resolve("original");
        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            append(ledger, 0, 2);
            // by now no name has changed for so long that the directory is looked at alone
            Thread.sleep(2_500);
            append(ledger, 2, 3);
            Files.move(march(), original);
            Files.copy(original, march());

            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> append(ledger, 3, 4))
                        .isInstanceOf(LedgerWriteException.class)
                        .hasMessageContaining("was replaced by another file while the ledger was open");
                Thread.sleep(2_500);
            }
        }
        assertThat(commitsNow()).isEqualTo(names(3));
    }

    @Test
    void aDirectoryDeletedWhileTheLedgerIsOpenIsPutBack() throws Exception {
        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            append(ledger, 0, MANY);
            try (var files = Files.list(march().getParent())) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(march().getParent());

            append(ledger, MANY, MANY + 1);
            assertThat(commitsNow()).isEqualTo(names(MANY + 1));
        }
    }
}
