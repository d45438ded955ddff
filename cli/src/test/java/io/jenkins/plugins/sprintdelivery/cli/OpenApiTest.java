package io.jenkins.plugins.sprintdelivery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.jenkins.plugins.sprintdelivery.core.board.BoardApi;
import io.jenkins.plugins.sprintdelivery.core.board.DeliveryBoard;
import io.jenkins.plugins.sprintdelivery.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The description of the API against the running server: every path, every answer. */
class OpenApiTest {

    private static final JsonNode API = read();

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

    private static JsonNode read() {
        try {
            return Json.mapper().readTree(Files.readString(Path.of("../docs/openapi.json")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<String> paths() {
        return API.get("paths").propertyNames().stream();
    }

    @Test
    void everyPathIsDescribedAndNoOther() {
        BoardApi api = new BoardApi(new DeliveryBoard(ledger.queries(), SampleHistory.CLOCK), "urn:test");

        assertThat(API.get("paths").propertyNames())
                .containsExactlyInAnyOrderElementsOf(
                        api.paths().stream().map(path -> "/" + path).toList());
    }

    @ParameterizedTest
    @MethodSource("paths")
    void theAnswerIsAsDescribed(String path) throws Exception {
        assertIsDescribed(path, required(path));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void everyParameterIsTaken(String path) throws Exception {
        for (JsonNode parameter : parameters(path)) {
            if (!parameter.has("required")) {
                assertIsDescribed(path, required(path) + "&" + assignment(parameter));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("paths")
    void anotherParameterIsRefusedAsDescribed(String path) throws Exception {
        HttpResponse<String> answer = get(path + "?" + required(path) + "&sprnt=S1");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("there is no parameter 'sprnt'");
        assertValid(schema("#/components/schemas/Problem"), answer.body());
    }

    @ParameterizedTest
    @MethodSource("paths")
    void anUnchangedAnswerIsNotSentAgain(String path) throws Exception {
        String target = path + "?" + required(path);
        String tag = get(target).headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = client.send(
                request(target).header("If-None-Match", "\"other\", W/" + tag).build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(again.statusCode()).isEqualTo(304);
    }

    /** Follows the links from the first page to the last: every item once. */
    @Test
    void pagesAreLinked() throws Exception {
        int items = 0;
        String next = "deployments?sprint=S1&limit=10";
        int pages = 0;
        while (next != null) {
            HttpResponse<String> answer = get("/" + next);
            JsonNode page = Json.mapper().readTree(answer.body());
            items += page.get("items").size();
            pages++;
            next = page.has("next") ? page.get("next").asString() : null;
            assertThat(answer.headers().firstValue("Link"))
                    .isEqualTo(Optional.ofNullable(next).map(link -> "</api/v1/" + link + ">; rel=\"next\""));
        }

        assertThat(items).isEqualTo(48);
        assertThat(pages).isEqualTo(5);
    }

    private void assertIsDescribed(String path, String query) throws Exception {
        HttpResponse<String> answer = get(path + "?" + query);
        assertThat(answer.statusCode())
                .as(path + "?" + query + " " + answer.body())
                .isEqualTo(200);
        String type = answer.headers().firstValue("Content-Type").orElseThrow().split(";")[0];
        JsonNode content = API.at("/paths").get(path).at("/get/responses/200/content");
        assertThat(content.propertyNames()).containsExactly(type);
        if (type.endsWith("json")) {
            assertValid(schema(content.get(type).at("/schema/$ref").asString()), answer.body());
        } else {
            assertThat(answer.body()).isNotBlank();
        }
    }

    private static void assertValid(Schema schema, String body) {
        assertThat(schema.validate(body, InputFormat.JSON).stream()
                        .map(Object::toString)
                        .toList())
                .isEmpty();
    }

    private static Schema schema(String reference) {
        ObjectNode schema = Json.mapper().createObjectNode();
        schema.put("$ref", reference);
        schema.set("$defs", API.at("/components/schemas"));
        String text = schema.toString().replace("#/components/schemas/", "#/$defs/");
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text, InputFormat.JSON);
    }

    private static List<JsonNode> parameters(String path) {
        return StreamSupport.stream(
                        API.at("/paths").get(path).at("/get/parameters").spliterator(), false)
                .map(parameter -> parameter.has("$ref")
                        ? API.at(parameter.get("$ref").asString().substring(1))
                        : parameter)
                .toList();
    }

    private static String required(String path) {
        return parameters(path).stream()
                .filter(parameter -> parameter.has("required"))
                .map(OpenApiTest::assignment)
                .collect(Collectors.joining("&"));
    }

    private static String assignment(JsonNode parameter) {
        return parameter.get("name").asString() + "="
                + URLEncoder.encode(parameter.get("example").asString(), StandardCharsets.UTF_8);
    }

    private static HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(server.url() + "api/v1" + target));
    }

    private HttpResponse<String> get(String target) throws Exception {
        return client.send(request(target).build(), HttpResponse.BodyHandlers.ofString());
    }
}
