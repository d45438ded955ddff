package io.jenkins.plugins.sprintdelivery.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class BoardServerTest {

    @TempDir
    private static Path directory;

    private static LedgerReader ledger;
    private static BoardServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void serve() throws IOException, InterruptedException {
        SampleHistory.write(directory);
        ledger = LedgerReader.open(directory, SampleHistory.CLOCK);
        server = BoardFixture.start(ledger);
    }

    @AfterAll
    static void stop() {
        server.close();
        ledger.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "sprint-delivery-board.js", "sprint-delivery-board.css", "board/dom.js", "api/v1/board"})
    void everyAnswerForbidsWhatThePageDoesNotNeed(String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .hasValue("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                        + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    @Test
    void thePageHasNothingInlineAndNothingFromElsewhere() throws Exception {
        assertThat(get("").body())
                .doesNotContain("style=", "onclick", "http://", "https://", "<style")
                .doesNotContainPattern("<script(?![^>]*src=)");
    }

    @Test
    void theBoardIsTheCurrentSprintUnlessAskedOtherwise() throws Exception {
        JsonNode current = Json.mapper().readTree(get("api/v1/board").body());
        JsonNode first = Json.mapper()
                .readTree(get("api/v1/board?sprint=S1&service=shop").body());

        assertThat(current.at("/sprint/name").asString()).isEqualTo("Sprint 6");
        assertThat(current.at("/sprint/daysLeft").asInt()).isEqualTo(6);
        assertThat(current.at("/sprint/phase").asString()).isEqualTo("active");
        assertThat(current.at("/running/items").size()).isEqualTo(3 * 4);
        assertThat(first.at("/sprint/phase").asString()).isEqualTo("closed");
        assertThat(first.at("/deployments/items").size()).isEqualTo(4 * 4);
        assertThat(first.at("/deployments/items").findValuesAsString("service")).containsOnly("shop");
    }

    @Test
    void theBoardLeavesOutWhatIsADocumentOfItsOwn() throws Exception {
        ObjectNode whole =
                (ObjectNode) Json.mapper().readTree(get("api/v1/board").body());
        ObjectNode without = whole.deepCopy();
        without.remove(List.of("promise", "metrics"));

        assertThat(Json.mapper()
                        .readTree(get("api/v1/board?without=promise,metrics").body()))
                .isEqualTo(without);
        for (String part : List.of("promise", "metrics")) {
            JsonNode own = Json.mapper().readTree(get("api/v1/" + part).body());
            assertThat(whole.get(part)).as(part).isNotNull().isEqualTo(own.get(part));
        }
        HttpResponse<String> refused = get("api/v1/board?without=tickets");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body())
                .contains("there is no part 'tickets' that can be left out; use one of: promise, metrics");
    }

    @Test
    void metricsOfTheBoardCarryTheirSample() throws Exception {
        JsonNode metrics =
                Json.mapper().readTree(get("api/v1/board?sprint=S1").body()).get("metrics");

        // twelve production deployments of three services; the shop's second failed, mail's second had an incident
        for (JsonNode metric : metrics) {
            if (metric.get("name").asString().equals("change-failure-rate")) {
                assertThat(metric.get("value").asDouble()).isEqualTo(2 / 12.0);
                assertThat(metric.get("n").asInt()).isEqualTo(12);
            }
        }
        assertThat(metrics.findValuesAsString("name")).contains("change-failure-rate", "lead-time", "availability");
    }

    @Test
    void sprintsAndTrendListEverySprint() throws Exception {
        JsonNode sprints = Json.mapper().readTree(get("api/v1/sprints").body());
        JsonNode trend = Json.mapper().readTree(get("api/v1/trend").body());

        assertThat(sprints.at("/sprints/items").findValuesAsString("id"))
                .containsExactly("S6", "S5", "S4", "S3", "S2", "S1");
        assertThat(sprints.get("current").asString()).isEqualTo("S6");
        assertThat(trend.get("points").findValuesAsString("sprint"))
                .containsExactly("S1", "S2", "S3", "S4", "S5", "S6");
        assertThat(trend.at("/points/0/changeFailureRate").asDouble()).isEqualTo(2 / 12.0);
    }

    @Test
    void whatStaysOnTheMachineIsNotCompressed() throws Exception {
        HttpResponse<byte[]> answer = client.send(
                request("api/v1/board").header("Accept-Encoding", "gzip").build(),
                HttpResponse.BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(Json.mapper().readTree(answer.body()).at("/sprint/name").asString())
                .isEqualTo("Sprint 6");
    }

    @Test
    void anUnchangedDocumentIsNotSentAgain() throws Exception {
        String tag = get("api/v1/board").headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = client.send(
                request("api/v1/board").header("If-None-Match", tag).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sprint=S9", "service=shpo", "environment=prod"})
    void whatTheLedgerDoesNotKnowIsNotFound(String query) throws Exception {
        HttpResponse<String> answer = get("api/v1/board?" + query);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("\"error\":\"the ledger knows no ");
    }

    @Test
    void aTierThatIsNoneIsABadRequest() throws Exception {
        HttpResponse<String> answer = get("api/v1/board?tier=moon");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("'moon' is no environment tier");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing.js", "board/", "../pom.xml", "api/v2/board", "SampleHistory.class", "%2e%2e/x.js"})
    void otherPathsAreNotFound(String path) throws Exception {
        assertThat(get(path).statusCode()).isBetween(400, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void onlyReadingIsAllowed(String method) throws Exception {
        HttpResponse<String> answer = client.send(
                request("api/v1/board")
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @Test
    void aForeignNameThatPointsHereIsRefused() throws Exception {
        assertThat(statusFor("evil.example:" + port())).contains(" 421 ");
        assertThat(statusFor("localhost.evil.example")).contains(" 421 ");
        assertThat(statusFor("localhost:" + port())).contains(" 200 ");
        assertThat(statusFor("[::1]:" + port())).contains(" 200 ");
    }

    @Test
    void theReportIsSelfContained() throws Exception {
        HttpResponse<String> html = get("api/v1/report.html?sprint=S2");

        assertThat(html.body())
                .contains("<title>Sprint 2</title>", "<th scope=\"row\"><bdi>WEB-")
                .doesNotContain("<script");
        assertThat(html.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("style-src 'sha256-");
        assertThat(get("api/v1/report.md").body()).startsWith("# Sprint 6\n");
        assertThat(get("api/v1/report.csv").body()).startsWith("name,label,value,unit,n,");
    }

    @Test
    void aPortInUseIsSaidInOneLine() {
        try (BoardServer second = BoardFixture.server(ledger)) {
            assertThatThrownBy(() -> second.start(port()))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("cannot listen on 127.0.0.1 port " + port())
                    .hasMessageNotContaining("\n");
        }
    }

    private static int port() {
        return URI.create(server.url()).getPort();
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The status line for a request that names this host, which the JDK's client would not let us choose. */
    private static String statusFor(String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            String request = "GET /api/v1/sprints HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }
}
