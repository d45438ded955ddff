package io.jenkins.plugins.sprintdelivery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.incident.IncidentFormat;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncidentCommandTest {

    private static final Scope MARCH =
            Scope.production(Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-04-01T00:00:00Z"));

    @TempDir
    private Path directory;

    private CommandRun run(Object... arguments) {
        return CommandRun.of(Stream.concat(Stream.of("incident", "--ledger", ledger()), Stream.of(arguments))
                .toArray());
    }

    private Path ledger() {
        return directory.resolve("ledger");
    }

    private List<Incident> incidents() {
        try (LedgerReader reader = LedgerReader.open(ledger(), Clock.systemUTC())) {
            reader.catchUp(Duration.ofSeconds(30));
            return reader.queries().incidents(MARCH, 10);
        }
    }

    @Test
    void isOpenedAndResolvedByHand() {
        assertThat(run("--open", "I-1", "--service", "shop", "--severity", "high", "--at", "2026-03-03T12:00:00Z")
                        .status())
                .isZero();
        CommandRun resolved = run("--resolve", "I-1", "--at", "2026-03-03T12:40:00Z", "--restored-by", "d2", "--json");

        assertThat(resolved.status()).isZero();
        assertThat(resolved.json().get("recorded").asInt()).isEqualTo(1);
        assertThat(incidents()).singleElement().satisfies(incident -> {
            assertThat(incident.service()).isEqualTo("shop");
            assertThat(incident.opened()).isEqualTo("2026-03-03T12:00:00Z");
            assertThat(incident.resolved()).isEqualTo("2026-03-03T12:40:00Z");
            assertThat(incident.restoredBy()).isEqualTo("d2");
        });
    }

    @Test
    void anIncidentDoesNotTakeTheIdOfAnotherPlace() {
        assertThat(run("--open", "I-1", "--service", "shop", "--at", "2026-03-03T12:00:00Z")
                        .status())
                .isZero();

        CommandRun other = run("--open", "I-1", "--service", "mail", "--at", "2026-03-03T13:00:00Z");

        assertThat(other.status()).isEqualTo(2);
        assertThat(other.err()).contains("'I-1' is on record as an incident of shop in production");
        assertThat(incidents())
                .singleElement()
                .satisfies(incident -> assertThat(incident.service()).isEqualTo("shop"));
    }

    @Test
    void aMessageOfAlertmanagerIsRecordedOnce() throws IOException {
        Path file = directory.resolve("alertmanager.json");
        try (InputStream body = IncidentFormat.class.getResourceAsStream("alertmanager.json")) {
            Files.write(file, body.readAllBytes());
        }

        CommandRun first = run("--from", file, "--format", "alertmanager", "--map-service", "shop=web-shop");
        CommandRun second = run("--from", file, "--format", "alertmanager", "--map-service", "shop=web-shop");

        assertThat(first.out()).isEqualToIgnoringNewLines("Recorded 2 incidents, 0 were known as they are.");
        assertThat(first.err()).contains("Left out: the alert 'Watchdog' names no service");
        assertThat(second.out()).isEqualToIgnoringNewLines("Recorded 0 incidents, 2 were known as they are.");
        assertThat(incidents()).extracting(Incident::service).containsExactly("web-shop", "mail");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--resolve I-9 | the ledger knows no incident 'I-9'; open it first with --open",
                "--open I-1 | --open needs --service",
                "--open I-1 --service shop --severity bad | 'bad' is no severity; use one of: low",
                "--open I-1 --service shop --at noon | --at 'noon' is no time",
                "--open I-1 --service shop --restored-by d | --restored-by goes with --resolve",
                "--from nothing.json | there is no file nothing.json",
                "--from nothing.json --format nagios | 'nagios' is no format of incidents",
                "--open I-1 --resolve I-1 | are mutually exclusive"
            })
    void whatCannotBeUsedIsSaid(String arguments, String message) {
        CommandRun run = run((Object[]) arguments.split(" "));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains(message);
        assertThat(run.out()).isEmpty();
    }
}
