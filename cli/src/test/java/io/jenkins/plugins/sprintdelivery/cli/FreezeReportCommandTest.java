package io.jenkins.plugins.sprintdelivery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreezeReportCommandTest {

    @TempDir
    private Path directory;

    @Test
    void whatIsRecordedAfterASprintWasFrozenDoesNotChangeItsReport() throws Exception {
        SampleHistory.write(directory);
        String before = failureRate();

        CommandRun frozen = CommandRun.of("freeze-report", "--ledger", directory, "--sprint", "S2");
        try (Ledger ledger = Ledger.open(directory, Clock.systemUTC())) {
            ledger.append(new LedgerEvent.IncidentRecorded(new Incident(
                    "late",
                    "search",
                    Environment.named("production"),
                    null,
                    "Found later",
                    SampleHistory.START.plus(Duration.ofDays(27)),
                    null,
                    null,
                    null)));
            ledger.catchUp(Duration.ofSeconds(30));
        }

        assertThat(frozen.out()).isEqualToIgnoringNewLines("Kept the report of Sprint 2.");
        assertThat(failureRate()).isEqualTo(before);
        assertThat(CommandRun.of("stats", "--ledger", directory, "--sprint", "S2")
                        .out())
                .contains("Frozen at ", "after the sprint had closed");
        assertThat(CommandRun.of("stats", "--ledger", directory, "--sprint", "S2", "--tier", "staging")
                        .out())
                .doesNotContain("Frozen");
    }

    private String failureRate() {
        return CommandRun.of("stats", "--ledger", directory, "--sprint", "S2")
                .out()
                .lines()
                .filter(line -> line.startsWith("Change failure rate"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyClosedSprintIsFrozenOnce() throws Exception {
        SampleHistory.write(directory);

        assertThat(CommandRun.of("freeze-report", "--ledger", directory).out().lines())
                .hasSizeGreaterThanOrEqualTo(5);
        assertThat(CommandRun.of("freeze-report", "--ledger", directory).out())
                .isEqualToIgnoringNewLines("Every report is kept already.");
        CommandRun unknown = CommandRun.of("freeze-report", "--ledger", directory, "--sprint", "S9");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("the ledger knows no sprint 'S9'");
    }
}
