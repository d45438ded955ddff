package io.jenkins.plugins.sprintdelivery.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsCommandTest {

    private static WireMockServer server;

    @TempDir
    private Path temporary;

    private Path ledger;
    private Path token;

    @BeforeAll
    static void startServer() {
        server = new WireMockServer(wireMockConfig().dynamicPort());
        server.start();
    }

    @AfterAll
    static void stopServer() {
        server.stop();
    }

    @BeforeEach
    void recordADeployment() throws IOException {
        server.resetAll();
        server.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(202)));
        ledger = temporary.resolve("ledger");
        token = Files.writeString(temporary.resolve("token"), "s3cr3t-token\n");
        Instant finished = Instant.now().minus(10, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);
        Path events = Files.writeString(
                temporary.resolve("events.jsonl"), """
                {"type":"deployment","id":"d-1","service":"shop","environment":{"name":"production","tier":"production"},\
                "version":"2.4.0","status":"successful","started":"%s","finished":"%s","tickets":["SHOP-17"]}
                """.formatted(finished.minusSeconds(60), finished));
        assertThat(CommandRun.of("import", "--events", events, "--ledger", ledger)
                        .status())
                .isZero();
    }

    private CommandRun push(Object... more) {
        Object[] all = new Object[more.length + 8];
        System.arraycopy(
                new Object[] {
                    "events", "push", "--ledger", ledger, "--to", server.baseUrl() + "/in", "--secret-file", token
                },
                0,
                all,
                0,
                8);
        System.arraycopy(more, 0, all, 8, more.length);
        return CommandRun.of(all);
    }

    @Test
    void whatTheLedgerLearnedIsSentOnceAndShown() {
        CommandRun first = push();
        CommandRun again = push();

        assertThat(first.status()).isZero();
        assertThat(first.out())
                .contains("events: deployment-event d-1 successful: delivered")
                .contains("events: deployment-event SHOP-17 d-1 successful: delivered");
        assertThat(again.status()).isZero();
        assertThat(again.out()).isEqualToIgnoringNewLines("There is nothing to tell.");
        server.verify(
                1,
                postRequestedFor(urlEqualTo("/in"))
                        .withHeader("ce-type", equalTo("dev.cdevents.service.deployed.0.1.1"))
                        .withHeader("ce-source", equalTo("urn:sprint-delivery:events"))
                        .withHeader("Authorization", equalTo("Bearer s3cr3t-token")));
        assertThat(CommandRun.of("events", "push", "--ledger", ledger, "--list").out())
                .contains("d-1 successful: delivered");
    }

    @Test
    void aReceiverThatIsDownIsStatusOneAndTriedAgain() {
        server.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(503).withBody("s3cr3t-token")));

        CommandRun run = push("--mode", "structured", "--name", "broker");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .contains("broker: deployment-event d-1 successful: queued, next attempt")
                .contains("503");
        assertThat(run.out() + run.err()).doesNotContain("s3cr3t");
    }

    @Test
    void whatIsTypedWronglyIsSaid() {
        assertThat(CommandRun.of("events", "push", "--ledger", ledger).err()).contains("--to");
        assertThat(push("--mode", "batch").err())
                .contains("'batch' is no content mode; use one of: binary, structured");
        assertThat(push("--name", "a b").err()).contains("an event sink's name has letters");
        CommandRun without = CommandRun.of(
                "events", "push", "--ledger", ledger, "--to", server.baseUrl(), "--secret-env", "NO_SUCH_VARIABLE_SD");
        assertThat(without.status()).isEqualTo(2);
        assertThat(without.err()).contains("the environment variable NO_SUCH_VARIABLE_SD");
        server.verify(0, postRequestedFor(anyUrl()));
    }
}
