package io.jenkins.plugins.sprintdelivery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

class StatsCommandTest {

    @TempDir
    private static Path directory;

    private static Path ledger;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void write() throws IOException, InterruptedException {
        ledger = directory.resolve("ledger");
        SampleHistory.write(ledger);
    }

    private int stats(Path where, String... arguments) {
        CommandLine command = SprintDeliveryCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>(List.of("stats", "--ledger", where.toString()));
        all.addAll(List.of(arguments));
        return command.execute(all.toArray(String[]::new));
    }

    @Test
    void jsonHasEveryMetricWithItsSample() {
        assertThat(stats(ledger, "--sprint", "S1", "--json")).isZero();

        JsonNode report = Json.mapper().readTree(out.toString());
        assertThat(report.at("/sprint/id").asString()).isEqualTo("S1");
        assertThat(report.get("metrics"))
                .hasSize(19)
                .allSatisfy(metric -> assertThat(metric.propertyNames())
                        .contains("name", "value", "unit", "n", "excluded", "sufficient"));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aPeriodIncludesItsLastDay() {
        assertThat(stats(ledger, "--since", "2026-01-05", "--until", "2026-01-18", "--service", "shop", "--json"))
                .isZero();

        JsonNode report = Json.mapper().readTree(out.toString());
        assertThat(report.get("deployments")).hasSize(16);
        assertThat(report.has("sprint")).isFalse();
    }

    @Test
    void theTableIsForPeople() {
        assertThat(stats(ledger, "--sprint", "Sprint 1")).isZero();

        assertThat(out.toString())
                .startsWith("Sprint 1\n")
                .containsPattern("Change failure rate +16\\.7 % +12")
                .containsPattern("Carried over +insufficient data +0 +no tracker is configured");
    }

    @Test
    void csvAndMarkdownAreOneWordAway() {
        assertThat(stats(ledger, "--sprint", "S2", "--csv")).isZero();
        assertThat(out.toString()).startsWith("name,label,value,unit,n,sufficient,excluded,gap,formula\r\n");

        out.getBuffer().setLength(0);
        assertThat(stats(ledger, "--sprint", "S2", "--markdown")).isZero();
        assertThat(out.toString()).startsWith("# Sprint 2\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--sprint=S9      | the ledger knows no sprint 'S9'; use one of: S6, S5, S4, S3, S2, S1",
                "--service=shpo   | the ledger knows no service 'shpo'; did you mean 'shop'?",
                "--environment=prod | the ledger knows no environment 'prod'; did you mean 'production'?",
                "--tier=moon      | 'moon' is no environment tier; use one of:",
                "--since=lately   | --since 'lately' is no date; use one such as 2026-03-01"
            })
    void whatCannotBeUsedIsSaidInOneLine(String argument, String message) {
        assertThat(stats(ledger, argument)).isEqualTo(2);

        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).singleElement().asString().contains(message);
    }

    @Test
    void aDirectoryThatIsNoLedgerStaysAsItWas() {
        Path missing = directory.resolve("missing");

        assertThat(stats(missing)).isEqualTo(2);

        assertThat(err.toString().lines()).singleElement().asString().contains("no ledger can be read in");
        assertThat(Files.exists(missing)).isFalse();
    }

    @Test
    void aSprintAndAPeriodExcludeEachOther() {
        assertThat(stats(ledger, "--sprint", "S1", "--since", "2026-01-01")).isEqualTo(2);

        assertThat(err.toString()).contains("exclude each other");
    }
}
