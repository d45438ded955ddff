package io.jenkins.plugins.sprintdelivery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.board.ApiAnswer;
import io.jenkins.plugins.sprintdelivery.core.board.ApiRequest;
import io.jenkins.plugins.sprintdelivery.core.board.BoardApi;
import io.jenkins.plugins.sprintdelivery.core.board.DeliveryBoard;
import io.jenkins.plugins.sprintdelivery.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The documents that a number or a name opens to, over a ledger whose history is known by hand. */
class BoardDetailsTest {

    @TempDir
    private static Path directory;

    private static LedgerReader ledger;
    private static BoardApi api;

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        SampleHistory.write(directory);
        ledger = LedgerReader.open(directory, SampleHistory.CLOCK);
        ledger.catchUp(Duration.ofSeconds(30));
        api = new BoardApi(new DeliveryBoard(ledger.queries(), SampleHistory.CLOCK), "urn:test");
    }

    @AfterAll
    static void close() {
        ledger.close();
    }

    @Test
    void aFailedDeploymentNamesWhatRestoredIt() {
        JsonNode document = json("deployment", "id", "shop-1.1.0-production");

        assertThat(document.get("failure").asBoolean()).isTrue();
        assertThat(document.get("seconds").asDouble()).isEqualTo(215);
        assertThat(document.at("/restoredBy/id").asString()).isEqualTo("shop-1.2.0-production");
        assertThat(document.get("restoredAt")).isEqualTo(document.at("/restoredBy/finished"));
        assertThat(document.get("running").asBoolean()).isFalse();
    }

    @Test
    void aBuildTellsWhatItWouldChangeWhereItsServiceRuns() {
        JsonNode document = json("build", "job", "shop/main", "number", "23");

        assertThat(document.at("/build/version").asString()).isEqualTo("6.2.0");
        assertThat(document.get("tickets").findValuesAsString("key")).containsExactly("WEB-620", "WEB-621", "WEB-622");
        assertThat(document.at("/tickets/0/furthest/name").asString()).isEqualTo("development");
        assertThat(document.at("/tickets/0/marks/0").asString()).isEqualTo("blocked");
        JsonNode production = document.at("/environments/0");
        assertThat(production.at("/running/version").asString()).isEqualTo("6.0.0");
        assertThat(production.at("/by/number").asInt()).isEqualTo(21);
        assertThat(production.get("direction").asString()).isEqualTo("forward");
        assertThat(production.get("commits")).hasSize(5);
        assertThat(production.get("tickets").toString())
                .isEqualTo("[\"WEB-610\",\"WEB-611\",\"WEB-620\",\"WEB-621\",\"WEB-622\"]");
        assertThat(document.at("/environments/3/direction").asString()).isEqualTo("same");
        ApiAnswer csv = api.answer(new ApiRequest("build.csv", Map.of("job", "shop/main", "number", "23")));
        assertThat(new String(csv.body(), StandardCharsets.UTF_8).lines())
                .hasSize(5)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("production,production,6.0.0,")
                        .contains("shop/main,21,forward"));
    }

    @Test
    void aBuildThatIsNotKnownIsSaidInWords() {
        ApiAnswer unknown = api.answer(new ApiRequest("build", Map.of("job", "shop/main", "number", "99")));
        ApiAnswer wrong = api.answer(new ApiRequest("build", Map.of("job", "shop/main", "number", "last")));

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(new String(unknown.body(), StandardCharsets.UTF_8))
                .contains("the ledger knows no build 'shop/main#99'");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(new String(wrong.body(), StandardCharsets.UTF_8))
                .contains("the parameter 'number' must be a number from 1 to 999999999, not 'last'");
    }

    @Test
    void ticketsAreKeptByWhatStandsOutOfThem() {
        assertThat(json("tickets", "mark", "done-not-deployed").get("items").findValuesAsString("key"))
                .containsExactly("WEB-610", "WEB-901");
        assertThat(text("tickets.csv", "mark", "blocked"))
                .isEqualTo("key,environment,tier,since,builds,commits,marks,waitsFor\r\n"
                        + "WEB-620,development,development,2026-03-22T20:21:35Z,1,1,blocked,WEB-623\r\n");
        assertThat(json("board").get("marks").findValuesAsString("count")).containsExactly("2", "1", "1", "2", "2");
        assertThat(json("board", "sprint", "S1").has("marks")).isFalse();
        assertThat(text("report.md")).contains("| done, not deployed |", "| State |");
        assertThat(answer("tickets", "mark", "blokced").status()).isEqualTo(400);
    }

    /** The gate asked while shop ran 6.0.0 and mail 6.0.0; mail has 6.1.0 since. */
    @Test
    void dependenciesAreJudgedByWhatRunsNow() {
        assertThat(text("dependencies.csv"))
                .isEqualTo("service,environment,tier,version,policy,at,needs,atLeast,in,running,readiness\r\n"
                        + "search,production,production,6.1.0,release,2026-03-20T10:48:00Z,shop,6.1.0,production,6.0.0,"
                        + "not-ready\r\n"
                        + "search,production,production,6.1.0,release,2026-03-20T10:48:00Z,mail,6.0.0,production,6.1.0,"
                        + "ready\r\n");
        assertThat(json("board", "environment", "staging").at("/dependencies/items"))
                .isEmpty();
        assertThat(json("dependencies", "sprint", "S1").get("items"))
                .as("the last gate of each place counts in every sprint")
                .hasSize(2);
    }

    @Test
    void aDeploymentThatBrokeSomethingNamesTheIncident() {
        JsonNode document = json("deployment", "id", "mail-1.1.0-production");

        assertThat(document.at("/deployment/status").asString()).isEqualTo("successful");
        assertThat(document.get("failure").asBoolean()).isTrue();
        assertThat(document.get("broke").findValuesAsString("id")).containsExactly("incident-1");
        assertThat(document.get("restoredAt")).isEqualTo(document.at("/broke/0/resolved"));
    }

    @Test
    void aDeploymentWithoutHarmBrokeNothing() {
        JsonNode document = json("deployment", "id", "shop-1.0.0-production");

        assertThat(document.get("failure").asBoolean()).isFalse();
        assertThat(document.get("broke")).isEmpty();
        assertThat(document.has("restoredAt")).isFalse();
        assertThat(document.at("/commits/items").findValuesAsString("subject"))
                .containsExactly("WEB-100: what users asked for");
    }

    @Test
    void twoDeploymentsOfOnePlaceDifferByWhatReachedItBetweenThem() {
        JsonNode comparison = json("deployment", "id", "shop-1.3.0-production", "with", "shop-1.0.0-production")
                .get("comparison");

        assertThat(comparison.at("/older/version").asString()).isEqualTo("1.0.0");
        assertThat(comparison.get("samePlace").asBoolean()).isTrue();
        // the second one failed and reached nothing
        assertThat(comparison.at("/between/items").findValuesAsString("version"))
                .containsExactly("1.3.0", "1.2.0");
        assertThat(comparison.get("ticketsOfOlder").get(0).asString()).isEqualTo("WEB-100");
    }

    @Test
    void deploymentsOfTwoPlacesAreComparedByTheirTickets() {
        JsonNode comparison = json("deployment", "id", "shop-1.0.0-production", "with", "mail-1.0.0-staging")
                .get("comparison");

        assertThat(comparison.get("samePlace").asBoolean()).isFalse();
        assertThat(comparison.at("/between/items")).isEmpty();
        assertThat(comparison.get("ticketsOfNewer").toString()).contains("WEB-10");
        assertThat(text("deployment.csv", "id", "shop-1.0.0-production", "with", "mail-1.0.0-staging")
                        .lines()
                        .skip(1))
                .hasSameSizeAs(comparison.at("/commits/items").findValues("id"))
                .isNotEmpty();
    }

    @Test
    void aTicketTellsItsWay() {
        JsonNode ticket = json("ticket", "key", "WEB-100");

        assertThat(ticket.at("/furthest/name").asString()).isEqualTo("production");
        assertThat(ticket.get("arrivals").findValuesAsString("version")).containsOnly("1.0.0");
        assertThat(ticket.get("arrivals")).hasSize(4);
        assertThat(ticket.at("/arrivals/0/environment/name").asString()).isEqualTo("development");
        assertThat(ticket.at("/commits/items")).hasSize(1);
        assertThat(ticket.at("/builds/items")).hasSize(1);
        assertThat(text("ticket.csv", "key", "WEB-100"))
                .startsWith("job,number,service,version,result,started,durationMillis,sprint,deployed")
                .contains("production staging testing development");
        assertThat(text("deployment.csv", "id", "shop-1.1.0-production")).startsWith("id,authored,subject,tickets");
        assertThat(text("environment.csv", "environment", "production", "sprint", "S1"))
                .contains("shop-1.0.0-production")
                .doesNotContain("staging");
        assertThat(ticket.at("/builds/items/0/deployed").findValuesAsString("name"))
                .containsExactly("production", "staging", "testing", "development");
    }

    @Test
    void anEnvironmentTellsWhatRunsThereAndItsAvailability() {
        JsonNode environment = json("environment", "environment", "production", "sprint", "S1", "service", "mail");

        assertThat(environment.at("/running/items")).hasSize(1);
        assertThat(environment.at("/incidents/items").findValuesAsString("id")).containsExactly("incident-1");
        assertThat(environment.at("/availability/value").asDouble()).isBetween(0.99, 0.9999);
        assertThat(environment.at("/history/items").findValuesAsString("service"))
                .containsOnly("mail");
        assertThat(environment.at("/history/items").size()).isGreaterThan(20);
    }

    @Test
    void aNumberOpensToItsFacts() {
        JsonNode metric = json("metric", "name", "change-failure-rate", "sprint", "S1");

        assertThat(metric.at("/metric/value").asDouble()).isEqualTo(2 / 12.0);
        assertThat(metric.at("/counted/items")).hasSize(12);
        assertThat(metric.at("/counted/items").findValuesAsString("note"))
                .containsExactlyInAnyOrder("failed", "caused an incident");
        assertThat(metric.at("/metric/bands/band").asString()).isEqualTo("low");
    }

    @Test
    void twoSprintsStandSideBySide() {
        JsonNode comparison = json("compare", "sprint", "S2", "with", "S1");

        assertThat(comparison.at("/with/id").asString()).isEqualTo("S1");
        assertThat(comparison.get("rows"))
                .hasSize(19)
                .allSatisfy(row -> assertThat(row.at("/metric/name")).isEqualTo(row.at("/with/name")));
        JsonNode leadTime = comparison.at("/rows/1");
        assertThat(leadTime.get("change").asDouble())
                .isEqualTo(leadTime.at("/metric/value").asDouble()
                        - leadTime.at("/with/value").asDouble());
        assertThat(comparison.at("/rows/8/change").isNull()).isTrue();
    }

    @Test
    void theTeamsSprintsAreFoundByTheirNames() {
        assertThat(json("sprints", "team", "Web team", "search", "NT 3")
                        .at("/sprints/items")
                        .findValuesAsString("id"))
                .containsExactly("S3");
        assertThat(json("board", "team", "Web team").at("/sprint/id").asString())
                .isEqualTo("S6");
    }

    @Test
    void ticketsAreFoundByAPartOfTheirKey() {
        JsonNode board = json("board", "sprint", "S1", "ticket", "web-10");

        assertThat(board.at("/tickets/items").findValuesAsString("key"))
                .isNotEmpty()
                .allMatch(key -> key.startsWith("WEB-10"));
        assertThat(board.at("/deployments/items"))
                .isNotEmpty()
                .allSatisfy(deployment ->
                        assertThat(deployment.get("tickets").toString()).contains("WEB-10"));
    }

    @Test
    void cdEventsTellTheSprintInOrder() {
        JsonNode events = json("cdevents", "sprint", "S1");

        assertThat(events.findValuesAsString("specversion")).containsOnly("1.0");
        assertThat(events).extracting(event -> event.get("id").asString()).doesNotHaveDuplicates();
        assertThat(events).extracting(event -> event.get("time").asString()).isSorted();
        assertThat(events.findValuesAsString("type"))
                .contains(
                        "dev.cdevents.service.deployed.0.1.1",
                        "dev.cdevents.service.upgraded.0.1.1",
                        "dev.cdevents.incident.resolved.0.1.0",
                        "dev.cdeventsx.sprintdelivery-approval.granted.0.1.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "deployment | id=x | 404 | the ledger knows no deployment 'x'",
                "deployment | | 400 | the parameter 'id' is missing",
                "ticket | key=X-1 | 404 | the ledger knows no build or deployment of the ticket 'X-1'",
                "metric | name=velocity | 400 | there is no metric 'velocity'; use one of",
                "board | team=Web | 404 | the ledger knows no team 'Web'",
                "deployments | limit=5000 | 400 | the parameter 'limit' must be a number from 1 to 1000",
                "deployments | ofset=1 | 400 | there is no parameter 'ofset'; did you mean 'offset'?",
                "environment | | 400 | the parameter 'environment' is missing",
                "compare | sprint=S1 | 400 | the parameter 'with' is missing",
                "nothing | | 404 | there is no document 'nothing'",
                "board.csv | sprint=S1 | 404 | there is no document 'board.csv'"
            })
    void whatCannotBeAnsweredIsSaid(String path, String query, int status, String message) {
        ApiAnswer answer = api.answer(
                new ApiRequest(path, query == null ? Map.of() : Map.of(query.split("=")[0], query.split("=")[1])));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(Json.mapper().readTree(answer.body()).get("error").asString())
                .startsWith(message);
    }

    private static JsonNode json(String path, String... query) {
        return Json.mapper().readTree(text(path, query));
    }

    private static String text(String path, String... query) {
        ApiAnswer answer = answer(path, query);
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(answer.status()).as(body).isEqualTo(200);
        return body;
    }

    private static ApiAnswer answer(String path, String... query) {
        Map<String, String> parameters = new TreeMap<>();
        for (int i = 0; i < query.length; i += 2) {
            parameters.put(query[i], query[i + 1]);
        }
        return api.answer(new ApiRequest(path, parameters));
    }
}
