package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesBehindTest {

    private static final int LINE = "12345678\n".length();

    @TempDir
    Path directory;

    private JournalFiles files;
    private LinesBehind behind;

    @BeforeEach
    void twoMonths() throws IOException {
        files = new JournalFiles(directory);
        behind = new LinesBehind(files);
        Files.createDirectories(files.directory());
        write("2026-03.jsonl", 100);
        write("2026-04.jsonl", 50);
    }

    private void write(String file, int lines) throws IOException {
        Files.writeString(files.path(file), "12345678\n".repeat(lines));
    }

    private static JournalPosition after(String file, int lines) {
        return new JournalPosition(file, (long) lines * LINE, lines);
    }

    @Test
    void countsWhileBothPlacesMoveOn() throws IOException {
        assertThat(behind.between(JournalPosition.START, after("2026-04.jsonl", 30)))
                .isEqualTo(130);
        assertThat(behind.between(after("2026-03.jsonl", 40), after("2026-04.jsonl", 30)))
                .isEqualTo(90);
        assertThat(behind.between(after("2026-04.jsonl", 10), after("2026-04.jsonl", 50)))
                .isEqualTo(40);
        assertThat(behind.between(after("2026-04.jsonl", 50), after("2026-04.jsonl", 50)))
                .isZero();
    }

    @Test
    void countsAnewWhereAPlaceMovesBack() throws IOException {
        behind.between(after("2026-04.jsonl", 50), after("2026-04.jsonl", 50));

        assertThat(behind.between(JournalPosition.START, after("2026-04.jsonl", 50)))
                .isEqualTo(150);
        assertThat(behind.between(after("2026-03.jsonl", 40), after("2026-03.jsonl", 90)))
                .isEqualTo(50);
    }

    @Test
    void countsAnewWhereCompactionGaveAMonthAnotherFile() throws IOException {
        behind.between(after("2026-03.jsonl", 40), after("2026-04.jsonl", 50));
        Files.delete(files.path("2026-03.jsonl"));
        write("2026-03.r001.jsonl", 70);

        assertThat(behind.between(after("2026-03.r001.jsonl", 20), after("2026-04.jsonl", 50)))
                .isEqualTo(100);
    }

    @Test
    void readsOnlyWhatThePlacesMovedOver() throws IOException {
        behind.between(JournalPosition.START, after("2026-04.jsonl", 10));
        // what lies between the places from now on is not looked at again
        Files.writeString(files.path("2026-03.jsonl"), "12345678\n".repeat(20) + "x".repeat(80 * LINE));

        assertThat(behind.between(after("2026-03.jsonl", 20), after("2026-04.jsonl", 15)))
                .isEqualTo(95);
    }
}
