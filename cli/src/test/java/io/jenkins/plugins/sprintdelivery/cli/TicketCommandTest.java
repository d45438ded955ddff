package io.jenkins.plugins.sprintdelivery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A ticket at the prompt, from events that were imported there. */
class TicketCommandTest {

    @TempDir
    private static Path directory;

    private static String ledger;

    @BeforeAll
    static void importEvents() throws Exception {
        ledger = directory.resolve("ledger").toString();
        Path events = directory.resolve("events.jsonl");
        Files.writeString(events, """
                {"type":"build","reference":{"job":"shop/main","number":7},"service":"shop","result":"successful",\
                "started":"2026-03-03T10:00:00Z","tickets":["SHOP-1"],"version":"1.0"}
                {"type":"build","reference":{"job":"shop/main","number":8},"service":"shop","result":"failed",\
                "started":"2026-03-03T11:00:00Z","tickets":["SHOP-1","SHOP-2"]}
                {"type":"deployment","id":"d1","service":"shop","environment":{"name":"production","tier":"production"},\
                "version":"1.0","status":"successful","started":"2026-03-03T10:30:00Z","finished":"2026-03-03T10:40:00Z",\
                "build":{"job":"shop/main","number":7}}
                """);
        assertThat(CommandRun.of("import", "--events", events.toString(), "--ledger", ledger)
                        .status())
                .isZero();
    }

    @Test
    void whatWasBuiltAndNeverDeployedIsSaid() {
        CommandRun run = CommandRun.of("ticket", "--ledger", ledger, "SHOP-1");

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("SHOP-1: furthest in production", "reached production at ", " with shop 1.0")
                .containsPattern(
                        "shop/main #8 failed, never deployed\\R.*shop/main #7 successful 1.0, deployed to production")
                .contains("shop 1.0 to production, successful");
    }

    @Test
    void aTicketThatWasOnlyBuiltIsFound() {
        CommandRun run = CommandRun.of("ticket", "--ledger", ledger, "SHOP-2");
        assertThat(run.out())
                .contains(
                        "SHOP-2: not deployed anywhere yet",
                        "shop/main #8 failed, never deployed",
                        "Deployments:\n  none");

        JsonNode document = Json.mapper()
                .readTree(CommandRun.of("ticket", "--ledger", ledger, "SHOP-2", "--json")
                        .out());
        assertThat(document.at("/builds/items/0/build/number").asInt()).isEqualTo(8);
        assertThat(document.at("/builds/items/0/deployed")).isEmpty();
    }

    @Test
    void anUnknownTicketAndAMissingLedgerAreSaidInOneLine() {
        CommandRun unknown = CommandRun.of("ticket", "--ledger", ledger, "SHOP-9");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("SHOP-9").hasLineCount(1);

        CommandRun missing =
                CommandRun.of("ticket", "--ledger", directory.resolve("none").toString(), "SHOP-1");
        assertThat(missing.status()).isEqualTo(2);
        assertThat(missing.err()).contains("no ledger can be read");
    }
}
