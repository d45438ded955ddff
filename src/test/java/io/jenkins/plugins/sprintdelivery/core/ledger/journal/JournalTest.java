package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.sprintdelivery.core.ledger.Facts;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the journal when files are damaged, full or not ours. */
class JournalTest {

    private static final Clock MARCH = Clock.fixed(Instant.parse("2026-03-31T23:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path directory;

    private Path journal() {
        return directory.resolve("journal/2026-03.jsonl");
    }

    private static LedgerEvent[] commits(int from, int to) {
        return Stream.iterate(from, n -> n < to, n -> n + 1)
                .map(n -> Facts.commit("c" + n, n))
                .toArray(LedgerEvent[]::new);
    }

    private void write(LedgerEvent... events) throws Exception {
        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            ledger.append(events);
            ledger.catchUp(Duration.ofSeconds(20));
        }
    }

    private List<String> commitsIn(Ledger ledger) throws Exception {
        List<String> ids = new ArrayList<>();
        assertThat(ledger.catchUp(Duration.ofSeconds(20))).isTrue();
        JournalReader.Batch batch = new JournalReader(new JournalFiles(directory), 1 << 20)
                .read(JournalPosition.START, new JournalPosition("9999-12.jsonl", 0, 0));
        batch.entries().forEach(entry -> ids.add(((Commit) entry.event().fact()).id()));
        return ids;
    }

    @Test
    void aLineCanBeCheckedWithoutThisSoftware() throws Exception {
        write(commits(0, 1));

        String line = Files.readString(journal()).strip();

        assertThat(line).startsWith("{\"v\":1,\"id\":\"").contains("\"event\":{\"type\":\"commit\",\"id\":\"c0\"");
        CRC32C crc = new CRC32C();
        crc.update((line.substring(0, line.length() - 18) + "}").getBytes(StandardCharsets.UTF_8));
        assertThat(line).endsWith(String.format(",\"crc\":\"%08x\"}", crc.getValue()));
    }

    @Test
    void aTornLastLineIsSetAsideAndTheRestIsKept() throws Exception {
        write(commits(0, 3));
        Files.writeString(journal(), "{\"v\":1,\"id\":\"0199", StandardOpenOption.APPEND);

        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            ledger.append(commits(3, 4));

            assertThat(commitsIn(ledger)).containsExactly("c0", "c1", "c2", "c3");
            assertThat(ledger.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.kind()).isEqualTo(LedgerProblem.Kind.TORN);
                assertThat(directory.resolve(problem.file())).hasContent("{\"v\":1,\"id\":\"0199");
            });
        }
    }

    @Test
    void aFlippedBitCostsItsLineOnlyAndIsReportedWithFileAndLine() throws Exception {
        write(commits(0, 3));
        byte[] bytes = Files.readAllBytes(journal());
        int secondLine = new String(bytes, StandardCharsets.UTF_8).indexOf("\"c1\"");
        bytes[secondLine + 1] ^= 4;
        Files.write(journal(), bytes);
        deleteProjection();

        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            assertThat(commitsIn(ledger)).containsExactly("c0", "c2");
            assertThat(ledger.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.kind()).isEqualTo(LedgerProblem.Kind.CHECKSUM);
                assertThat(problem.toString()).startsWith("journal/2026-03.jsonl:2: the line is damaged");
            });
        }
    }

    @Test
    void whatANewerVersionWroteIsKeptSkippedAndReported() throws Exception {
        write(commits(0, 1));
        appendLine(body().replace("\"type\":\"commit\"", "\"type\":\"vote\""));
        appendLine(body().replace("{\"v\":1,", "{\"v\":2,"));

        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            ledger.append(commits(1, 2));

            assertThat(commitsIn(ledger)).containsExactly("c0", "c1");
            assertThat(ledger.problems())
                    .extracting(LedgerProblem::kind)
                    .containsExactly(LedgerProblem.Kind.UNKNOWN, LedgerProblem.Kind.UNKNOWN);
            assertThat(ledger.problems().get(0).message()).contains("'vote'");
        }
    }

    private String body() throws Exception {
        String line = Files.readAllLines(journal()).get(0);
        return line.substring(0, line.length() - 18) + "}";
    }

    private void appendLine(String withoutCrc) throws Exception {
        CRC32C crc = new CRC32C();
        crc.update(withoutCrc.getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                journal(),
                withoutCrc.substring(0, withoutCrc.length() - 1)
                        + String.format(",\"crc\":\"%08x\"}\n", crc.getValue()),
                StandardOpenOption.APPEND);
    }

    @Test
    void aLineThatIsThereTwiceCountsOnce() throws Exception {
        write(Facts.event(Facts.deployment("d1", "1.0", 1)));
        Files.writeString(journal(), Files.readString(journal()), StandardOpenOption.APPEND);

        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            assertThat(ledger.catchUp(Duration.ofSeconds(20))).isTrue();
            assertThat(ledger.problems()).isEmpty();
            assertThat(ledger.queries().running()).hasSize(1);
        }
    }

    @Test
    void aMonthBeginsAFileAndAClockThatRunsBackwardsDoesNot() throws Exception {
        Clock april = Clock.offset(MARCH, Duration.ofHours(2));
        write(commits(0, 1));
        try (Ledger ledger = Ledger.open(directory, april)) {
            ledger.append(commits(1, 2));
        }
        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            ledger.append(commits(2, 3));

            assertThat(commitsIn(ledger)).contains("c0");
        }
        assertThat(Files.readAllLines(directory.resolve("journal/2026-04.jsonl")))
                .hasSize(2);
        assertThat(Files.readAllLines(journal())).hasSize(1);
    }

    @Test
    void aFailedWriteSaysWhatToDoLeavesNothingBehindAndCanBeRepeated() throws Exception {
        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            // whoever runs the tests may be root, whom no permission stops
            Files.createDirectory(journal());

            assertThatThrownBy(() -> ledger.append(commits(0, 1)))
                    .isInstanceOf(LedgerWriteException.class)
                    .hasMessageContaining("cannot write the ledger's journal in " + directory.resolve("journal"))
                    .hasMessageContaining("nothing was recorded")
                    .hasMessageContaining("free space");

            Files.delete(journal());
            ledger.append(commits(1, 2));
            assertThat(commitsIn(ledger)).containsExactly("c1");
        }
    }

    @Test
    void anInterruptDoesNotDisturbAWriteAndIsNotLost() throws Exception {
        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            Thread.currentThread().interrupt();
            ledger.append(commits(0, 1));
            assertThat(Thread.interrupted()).isTrue();
            ledger.append(commits(1, 2));

            assertThat(commitsIn(ledger)).containsExactly("c0", "c1");
        }
    }

    @Test
    void oneProcessWritesAndTheOthersAreToldWhich() throws Exception {
        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            assertThat(ledger.status().isCurrent()).isTrue();
            assertThatThrownBy(() -> Ledger.open(directory, MARCH))
                    .isInstanceOf(LedgerLockedException.class)
                    .hasMessageContaining("is being written by process "
                            + ProcessHandle.current().pid());
        }
        Ledger.open(directory, MARCH).close();
    }

    @Test
    void aDatabaseThatIsDamagedIsSetAsideAndMadeAnew() throws Exception {
        write(Facts.event(Facts.deployment("d1", "1.0", 1)));
        Path database = directory.resolve("projection/ledger.mv.db");
        Files.write(database, new byte[64 * 1024]);

        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            assertThat(ledger.catchUp(Duration.ofSeconds(20))).isTrue();

            assertThat(ledger.queries().deployment("d1")).isPresent();
            assertThat(ledger.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.kind()).isEqualTo(LedgerProblem.Kind.PROJECTION);
                assertThat(problem.message()).contains("nothing is lost");
                assertThat(directory.resolve(problem.file())).isDirectory();
            });
        }
    }

    @Test
    void aDatabaseThatIsAheadOfAReplacedJournalIsMadeAnew() throws Exception {
        write(Facts.event(Facts.deployment("d1", "1.0", 1)), Facts.event(Facts.deployment("d2", "1.1", 2)));
        String first = Files.readAllLines(journal()).get(0);
        Files.writeString(journal(), first + "\n");

        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            assertThat(ledger.catchUp(Duration.ofSeconds(20))).isTrue();
            assertThat(ledger.queries().deployment("d1")).isPresent();
            assertThat(ledger.queries().deployment("d2")).isEmpty();
        }
    }

    @Test
    void aMonthThatWasBegunAndNotWrittenIsNothingToWaitFor() throws Exception {
        write(Facts.event(Facts.deployment("d1", "1.0", 1)));
        Files.createFile(journal().resolveSibling("2026-04.jsonl"));

        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            assertThat(ledger.catchUp(Duration.ofSeconds(20))).isTrue();
            ledger.append(Facts.event(Facts.deployment("d2", "1.1", 2)));
            assertThat(ledger.catchUp(Duration.ofSeconds(20))).isTrue();
            assertThat(ledger.queries().deployment("d1")).isPresent();
            assertThat(ledger.queries().deployment("d2")).isPresent();
        }
    }

    @Test
    void aSchemaOfANewerVersionIsSetAsideUntouched() throws Exception {
        write(Facts.event(Facts.deployment("d1", "1.0", 1)));
        try (Connection connection =
                        DriverManager.getConnection("jdbc:h2:file:" + directory.resolve("projection/ledger"), "", "");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO \"flyway_schema_history\" SELECT 99, '99', 'newer', \"type\", 'V99__n.sql', 1,"
                            + " \"installed_by\", \"installed_on\", 1, TRUE FROM \"flyway_schema_history\" WHERE \"version\" = '5'");
        }

        try (Ledger ledger = Ledger.open(directory, MARCH)) {
            assertThat(ledger.catchUp(Duration.ofSeconds(20))).isTrue();
            assertThat(ledger.queries().deployment("d1")).isPresent();
            assertThat(ledger.problems())
                    .extracting(LedgerProblem::kind)
                    .containsExactly(LedgerProblem.Kind.PROJECTION);
        }
    }

    private void deleteProjection() throws Exception {
        Files.delete(directory.resolve("projection/ledger.mv.db"));
    }
}
