package io.jenkins.plugins.sprintdelivery.cli;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.jenkins.plugins.sprintdelivery.cli.git.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Conditions on tickets, by a tracker that answers, one that is down, and one that is slow. */
class GateTicketsAtThePromptTest {

    private static final String STATES = "{type: tickets.states, states: [Done]}";

    private static WireMockServer server;

    @TempDir
    private Path temporary;

    private GitFixture git;
    private Path repo;
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
    void tellTheStory() throws Exception {
        server.resetAll();
        repo = temporary.resolve("shop");
        git = GitFixture.in(repo);
        git.write("a.txt", "one\n");
        git.add().commit("SHOP-1: pay\n\nSHOP-2 too");
        token = Files.writeString(temporary.resolve("token"), "s3cr3t\n");
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        server.stubFor(get(urlPathEqualTo("/sprints"))
                .willReturn(json("[{'id': '107', 'name': 'Sprint 7', 'state': 'active', 'from': '"
                        + today.minusDays(700) + "', 'until': '" + today.plusDays(700) + "'}]")));
    }

    @AfterEach
    void closeRepository() {
        git.close();
    }

    private static ResponseDefinitionBuilder json(String body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body.replace('\'', '"'));
    }

    private static void tickets(String first, String second) {
        server.stubFor(get(urlPathEqualTo("/tickets")).willReturn(json("[" + first + ", " + second + "]")));
    }

    private static String ticket(String key, String status, String sprint) {
        return "{'key': '" + key + "', 'title': 'About " + key + "', 'status': '" + status + "', 'sprint': '" + sprint
                + "', 'page': 'https://plan.acme.com/" + key + "'}";
    }

    private void settings(String policy) throws Exception {
        git.write(".sprint-delivery.yml", """
                trackers:
                  plan:
                    type: http-json
                    url: http://localhost:%d
                    header: X-Api-Key
                    secret: {file: '%s'}
                    board: 12
                    sprints: {url: /sprints, id: /id, name: /name, state: /state, start: /from, end: /until}
                    tickets:
                      url: /tickets?keys={keys}
                      key: /key
                      title: /title
                      status: /status
                      sprints: /sprint
                      page: /page
                gates: {policies: {p: %s}}
                """.formatted(server.port(), token, policy));
    }

    private CommandRun gate(String... more) {
        Object[] arguments = new Object[5 + more.length];
        System.arraycopy(new Object[] {"gate", "--repo", repo, "--policy", "p"}, 0, arguments, 0, 5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        return CommandRun.of(arguments);
    }

    private static JsonNode only(CommandRun run) {
        return run.json().get("conditions").get(0);
    }

    @Test
    void everyTicketIsAskedOfTheTracker() throws Exception {
        settings("{conditions: [" + STATES + ", {type: tickets.ofSprint}]}");
        tickets(ticket("SHOP-1", "Done", "Sprint 7"), ticket("SHOP-2", "Done", "107"));

        CommandRun run = gate("--json");

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(only(run).get("evidence").get(0).asString())
                .isEqualTo("SHOP-1 Done: About SHOP-1 https://plan.acme.com/SHOP-1");
        assertThat(run.json().get("sprint").get("name").asString()).isEqualTo("Sprint 7");
        server.verify(1, getRequestedFor(urlPathEqualTo("/tickets")).withHeader("X-Api-Key", equalTo("s3cr3t")));
    }

    @Test
    void whatIsNotDoneAndWhatIsOfAnotherSprintStopsTheRelease() throws Exception {
        settings("{conditions: [" + STATES + ", {type: tickets.ofSprint}]}");
        tickets(ticket("SHOP-1", "In Review", "Sprint 7"), ticket("SHOP-2", "Done", "Sprint 8"));

        CommandRun run = gate();

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .contains("tickets.states    expected every ticket Done: 1 of 2 tickets not")
                .contains("SHOP-1 In Review: About SHOP-1 https://plan.acme.com/SHOP-1")
                .contains("expected only tickets of this sprint: 1 of 2 tickets outside of Sprint 7")
                .contains("Sprint: Sprint 7");
    }

    @Test
    void aTicketThatTheTrackerFlagsIsABlocker() throws Exception {
        settings("{conditions: [{type: tickets.blockers}]}");
        git.write(
                ".sprint-delivery.yml",
                Files.readString(repo.resolve(".sprint-delivery.yml"))
                        .replace("page: /page", "page: /page\n      blocked: /flag"));
        tickets(
                ticket("SHOP-1", "Doing", "Sprint 7").replace("{", "{'flag': true, "),
                ticket("SHOP-2", "Done", "Sprint 7").replace("{", "{'flag': true, "));

        assertThat(only(gate("--json")).get("actual").asString()).isEqualTo("1 open blocker");
    }

    @Test
    void aTrackerThatIsDownDecidesNothingAndThePolicySaysWhatThatDoes() throws Exception {
        server.stubFor(get(urlPathMatching("/.*")).willReturn(aResponse().withStatus(401)));
        settings("{conditions: [" + STATES + "]}");

        CommandRun undecided = gate("--json");
        settings("{inconclusive: warn, conditions: [" + STATES + "]}");
        CommandRun warned = gate();

        assertThat(undecided.status()).isEqualTo(3);
        assertThat(only(undecided).get("verdict").asString()).isEqualTo("INCONCLUSIVE");
        assertThat(only(undecided).get("actual").asString())
                .startsWith("The tracker 'plan' (localhost")
                .contains("answered 401")
                .doesNotContain("s3cr3t");
        assertThat(only(undecided).get("remedy").asString())
                .isEqualTo("see that the tracker 'plan' answers, and ask again");
        assertThat(warned.status()).isZero();
        assertThat(warned.out()).startsWith("Gate: WARN by policy 'p'");
    }

    @Test
    void aSlowTrackerHoldsTheCommandNoLongerThanAsked() throws Exception {
        server.stubFor(get(urlPathMatching("/.*")).willReturn(json("[]").withFixedDelay(20_000)));
        settings("{conditions: [" + STATES + "]}");
        long before = System.nanoTime();

        CommandRun run = gate("--json", "--tracker-wait", "0.5");

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
        assertThat(run.status()).isEqualTo(3);
        assertThat(only(run).get("actual").asString()).contains("did not answer within");
    }

    @Test
    void withoutATrackerTheConditionSaysWhatIsMissing() throws Exception {
        git.write(".sprint-delivery.yml", "gates: {policies: {p: {conditions: [" + STATES + "]}}}");

        assertThat(only(gate("--json")).get("remedy").asString())
                .isEqualTo("configure the tracker that the tickets are in");
    }
}
