package io.jenkins.plugins.sprintdelivery.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.jenkins.plugins.sprintdelivery.cli.git.GitFixture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TrackerCommandTest {

    private static WireMockServer server;

    @TempDir
    private Path temporary;

    private Path settings;
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
    void tellTheStory() throws IOException {
        server.resetAll();
        token = Files.writeString(temporary.resolve("token"), "s3cr3t\n");
        settings = Files.writeString(temporary.resolve("settings.yml"), settingsText("{file: '" + token + "'}"));
        server.stubFor(get(urlPathEqualTo("/user")).willReturn(body("user.json")));
        server.stubFor(get(urlPathEqualTo("/projects/acme%2Fshop")).willReturn(body("project.json")));
        server.stubFor(get(urlPathEqualTo("/projects/acme%2Fshop/iterations")).willReturn(body("iterations.json")));
        server.stubFor(get(urlPathEqualTo("/projects/acme%2Fshop/issues")).willReturn(body("issues.json")));
    }

    private static String settingsText(String secret) {
        return """
                sprints: {cadence: {start: 2026-01-05, length: 2w, name: 'C{n}'}}
                trackers:
                  shop:
                    type: gitlab
                    url: http://localhost:%d
                    project: acme/shop
                    board: iterations
                    keys: ['#']
                    secret: %s
                """.formatted(server.port(), secret);
    }

    private static ResponseDefinitionBuilder body(String file) throws IOException {
        String path = "/io/jenkins/plugins/sprintdelivery/core/tracker/gitlab/" + file;
        try (InputStream input = TrackerCommandTest.class.getResourceAsStream(path)) {
            return aResponse()
                    .withHeader("Content-Type", "application/json")
                    .withBody(new String(input.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static void everythingAnswers(ResponseDefinitionBuilder answer) {
        server.stubFor(get(urlPathMatching("/.*")).willReturn(answer));
    }

    @Test
    void testSaysWhatWorks() {
        CommandRun run = CommandRun.of("tracker", "test", "--config", settings);

        assertThat(run.out()).isEqualToNormalizingNewlines("""
                shop: well
                  The tracker answers, and the secret belongs to Ada Lovelace.
                  The board 'iterations' is there and has 3 sprints.
                  The active sprint is 'Sprint 7'.
                """);
        assertThat(run.status()).isZero();
        server.verify(getRequestedFor(urlPathEqualTo("/user")).withHeader("PRIVATE-TOKEN", equalTo("s3cr3t")));
    }

    @Test
    void testSaysWhatIsWrongAndWhatToDo() {
        everythingAnswers(aResponse().withStatus(401));

        CommandRun run = CommandRun.of("tracker", "test", "--config", settings, "--json");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.json().get("shop").get("well").asBoolean()).isFalse();
        assertThat(run.json().get("shop").get("problem").asString())
                .contains("GET /user) answered 401")
                .contains("make a new token")
                .doesNotContain("s3cr3t");
    }

    @Test
    void syncBringsThePromiseIntoTheLedgerAndStatsShowIt() throws IOException {
        server.stubFor(get(urlPathMatching("/projects/acme%2Fshop/issues/.*"))
                .willReturn(aResponse()
                        .withHeader("Content-Type", "application/json")
                        .withBody("[]")));
        Path ledger = temporary.resolve("ledger");

        CommandRun first = CommandRun.of("tracker", "sync", "--config", settings, "--ledger", ledger);
        CommandRun again = CommandRun.of("tracker", "sync", "--config", settings, "--ledger", ledger, "--json");
        CommandRun stats = CommandRun.of("stats", "--ledger", ledger, "--sprint", "Sprint 7", "--json");

        assertThat(first.err()).isEmpty();
        assertThat(first.out()).contains("commitment recorded of").contains("Sprint 7");
        assertThat(again.json().get(0).get("committed")).isEmpty();
        assertThat(again.json().get(0).get("changed")).isEmpty();
        assertThat(stats.json().at("/promise/tracker").asString()).isEqualTo("shop");
        assertThat(stats.json().at("/promise/basis").asString()).isEqualTo("history");
        assertThat(CommandRun.of("stats", "--ledger", ledger, "--sprint", "Sprint 7")
                        .out())
                .contains("Promise: ")
                .containsPattern("Carried over +0 +2")
                .containsPattern("Added after the start +\\d +2")
                .containsPattern("Deployed, not done +insufficient data .*no ticket of the sprint has reached");
    }

    @Test
    void pushTellsTheTrackerOnceAndListShowsWhereItStands() throws Exception {
        Files.writeString(settings, settingsText("{file: '" + token + "'}") + "    write: [comments]\n");
        server.stubFor(post(urlPathEqualTo("/projects/acme%2Fshop/issues/12/notes"))
                .willReturn(aResponse().withStatus(201).withBody("{}")));
        Path ledger = temporary.resolve("ledger");
        Instant now = Instant.now();
        Path events = Files.writeString(
                temporary.resolve("events.jsonl"),
                "{\"type\":\"deployment\",\"id\":\"d1\",\"service\":\"shop\",\"environment\":{\"name\":\"production\","
                        + "\"tier\":\"production\"},\"version\":\"2.4\",\"status\":\"successful\",\"started\":\""
                        + now.minusSeconds(60) + "\",\"finished\":\"" + now.minusSeconds(30)
                        + "\",\"tickets\":[\"#12\"]}\n");
        assertThat(CommandRun.of("import", "--events", events, "--ledger", ledger)
                        .status())
                .isZero();

        CommandRun push = CommandRun.of("tracker", "push", "--config", settings, "--ledger", ledger);
        CommandRun again = CommandRun.of("tracker", "push", "--config", settings, "--ledger", ledger);
        CommandRun list =
                CommandRun.of("tracker", "push", "--list", "--config", settings, "--ledger", ledger, "--json");

        assertThat(push.err()).isEmpty();
        assertThat(push.status()).isZero();
        assertThat(push.out()).isEqualToNormalizingNewlines("shop: comment #12 d1 successful: delivered\n");
        assertThat(again.out()).isEqualToNormalizingNewlines("There is nothing to tell.\n");
        assertThat(list.json().get(0).get("state").asString()).isEqualTo("delivered");
        server.verify(1, postRequestedFor(urlPathEqualTo("/projects/acme%2Fshop/issues/12/notes")));
    }

    @Test
    void nothingIsPushedWhereTheSettingsDoNotSaySo() {
        CommandRun run =
                CommandRun.of("tracker", "push", "--config", settings, "--ledger", temporary.resolve("ledger"));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("nothing is written to any tracker; add 'write' to its settings");
    }

    @Test
    void syncSaysWhichTrackerDidNotAnswer() {
        everythingAnswers(aResponse().withStatus(403));

        CommandRun run =
                CommandRun.of("tracker", "sync", "--config", settings, "--ledger", temporary.resolve("ledger"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("answered 403");
    }

    @Test
    void aSecretThatIsNotThereIsSaidToBeMissing() throws IOException {
        Files.delete(token);
        Path other = Files.writeString(
                temporary.resolve("other.yml"), settingsText("{env: NO_SUCH_VARIABLE_OF_SPRINT_DELIVERY}"));

        assertThat(CommandRun.of("tracker", "sprints", "--config", settings))
                .satisfies(run -> assertThat(run.status()).isEqualTo(1))
                .satisfies(run -> assertThat(run.err())
                        .contains("the file " + token + ", which should hold the secret, is not there; set it"));
        assertThat(CommandRun.of("tracker", "sprints", "--config", other).err())
                .contains("the environment variable NO_SUCH_VARIABLE_OF_SPRINT_DELIVERY, which should hold");
    }

    @Test
    void aSecretMayComeFromTheEnvironment() throws IOException {
        Files.writeString(settings, settingsText("{env: PATH}"));

        assertThat(CommandRun.of("tracker", "test", "--config", settings).status())
                .isZero();

        server.verify(
                getRequestedFor(urlPathEqualTo("/user")).withHeader("PRIVATE-TOKEN", equalTo(System.getenv("PATH"))));
    }

    @Test
    void listsBoardsSprintsAndTickets() {
        assertThat(CommandRun.of("tracker", "boards", "--config", settings, "--search", "mile")
                        .out())
                .isEqualToNormalizingNewlines("milestones  Acme / Web shop: milestones  (milestones)\n");
        assertThat(CommandRun.of("tracker", "sprints", "--config", settings).out())
                .isEqualToNormalizingNewlines("""
                        106  2026-01-05 to 2026-01-18  closed  2026-01-05 to 2026-01-18
                        107  Sprint 7  active  2026-01-19 to 2026-02-01
                        108  2026-02-02 to 2026-02-15  future  2026-02-02 to 2026-02-15
                        """);
        assertThat(CommandRun.of("tracker", "tickets", "--config", settings, "#12", "#13")
                        .out())
                .isEqualToNormalizingNewlines("""
                        #12  Doing  Pay by card  (blocked)  Ada Lovelace
                        #13  closed  Round prices  Ada Lovelace
                        """);
        JsonNode ofSprint = CommandRun.of("tracker", "tickets", "--config", settings, "--sprint", "active", "--json")
                .json();
        assertThat(ofSprint.findValuesAsString("category")).containsExactly("in-progress", "done");
        assertThat(ofSprint.get(0).get("sprints").get(0).get("name").asString()).isEqualTo("Sprint 7");
    }

    @Test
    void wrongUsageIsSaidInOneLine() throws IOException {
        Path none = Files.writeString(temporary.resolve("none.yml"), "service: shop");

        assertThat(CommandRun.of("tracker", "tickets", "--config", settings).err())
                .isEqualToNormalizingNewlines("sprint-delivery: give either keys of tickets or --sprint\n");
        assertThat(CommandRun.of("tracker", "test", "--config", settings, "--tracker", "shp")
                        .err())
                .contains("there is no tracker 'shp', did you mean 'shop'? valid: shop");
        assertThat(CommandRun.of("tracker", "test", "--config", none))
                .satisfies(run -> assertThat(run.status()).isEqualTo(2))
                .satisfies(run -> assertThat(run.err()).contains("no tracker is configured; add 'trackers' to"));
        assertThat(CommandRun.of("tracker", "tickets", "--config", settings, "--sprint", "Sprint 99")
                        .err())
                .contains("the board has no sprint 'Sprint 99'");
    }

    // ---- tag ----

    private CommandRun tag(Object... more) throws Exception {
        Path repository = temporary.resolve("repository");
        try (GitFixture git = GitFixture.in(repository)) {
            git.at("2026-01-20T10:00:00Z").commit("#12 pay");
        }
        Object[] arguments = new Object[5 + more.length];
        arguments[0] = "tag";
        arguments[1] = "--repo";
        arguments[2] = repository;
        arguments[3] = "--config";
        arguments[4] = settings;
        System.arraycopy(more, 0, arguments, 5, more.length);
        return CommandRun.of(arguments);
    }

    @Test
    void tagTakesTheTrackersSprint() throws Exception {
        CommandRun run = tag("--tracker-wait", "60");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("Sprint: Sprint 7 (2026-01-19 to 2026-02-01) of the tracker 'shop'");
    }

    @Test
    void tagGoesOnWithTheCalendarWhenTheTrackerFailsAndSaysSo() throws Exception {
        everythingAnswers(aResponse().withStatus(503));

        CommandRun run = tag("--json", "--tracker-wait", "60");

        assertThat(run.status()).isZero();
        assertThat(run.json().get("sprint").get("name").asString()).isEqualTo("C2");
        assertThat(run.json().get("sprintOrigin").asString()).isEqualTo("calendar");
        assertThat(run.json().get("sprintNote").asString())
                .contains("answered 503")
                .endsWith("The calendar was used instead.");
        assertThat(run.err()).contains("The calendar was used instead.");
    }

    @Test
    void tagDoesNotWaitLongerThanItMay() throws Exception {
        everythingAnswers(aResponse().withFixedDelay(8_000));
        tag("--tracker-wait", "0");
        long before = System.nanoTime();

        CommandRun run = tag("--json", "--tracker-wait", "0.3");

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        assertThat(run.json().get("sprintNote").asString()).contains("did not answer within 300 ms");
        assertThat(tag("--tracker-wait", "-1").err()).contains("a number of seconds from 0 to 600");
    }
}
