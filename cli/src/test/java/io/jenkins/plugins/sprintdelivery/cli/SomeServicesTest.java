package io.jenkins.plugins.sprintdelivery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.board.ApiAnswer;
import io.jenkins.plugins.sprintdelivery.core.board.ApiRequest;
import io.jenkins.plugins.sprintdelivery.core.board.BoardApi;
import io.jenkins.plugins.sprintdelivery.core.board.DeliveryBoard;
import io.jenkins.plugins.sprintdelivery.core.board.SomeServices;
import io.jenkins.plugins.sprintdelivery.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Who may see some services sees nothing of the others, whatever is asked for. */
class SomeServicesTest {

    @TempDir
    private static Path directory;

    private static LedgerReader ledger;

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        SampleHistory.write(directory);
        ledger = LedgerReader.open(directory, SampleHistory.CLOCK);
        ledger.catchUp(Duration.ofSeconds(30));
    }

    @AfterAll
    static void close() {
        ledger.close();
    }

    private static BoardApi api(String... services) {
        return new BoardApi(
                new DeliveryBoard(new SomeServices(ledger.queries(), List.of(services)), SampleHistory.CLOCK),
                "urn:test");
    }

    private static BoardApi everything() {
        return new BoardApi(new DeliveryBoard(ledger.queries(), SampleHistory.CLOCK), "urn:test");
    }

    private static String body(BoardApi api, String path, Map<String, String> query) {
        ApiAnswer answer = api.answer(new ApiRequest(path, query));
        assertThat(answer.status()).as(path).isEqualTo(200);
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void noDocumentNamesAnotherService() {
        BoardApi shop = api("shop");
        for (String path : shop.paths()) {
            Map<String, String> query =
                    switch (path.replace(".csv", "")) {
                        case "metric" -> Map.of("name", "change-failure-rate", "sprint", "S1");
                        case "compare" -> Map.of("sprint", "S2", "with", "S1");
                        case "build" -> Map.of("job", "shop/main", "number", "3");
                        case "ticket" -> Map.of("key", "WEB-100");
                        case "deployment" -> Map.of("id", "shop-1.1.0-production", "with", "shop-1.3.0-production");
                        case "environment" -> Map.of("environment", "production");
                        case "badge.svg" -> Map.of("service", "shop", "environment", "production");
                        default -> Map.of();
                    };
            assertThat(body(shop, path, query)).as(path).doesNotContain("mail", "search", "Mails are delayed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"board", "metrics", "deployments", "tickets", "gates", "incidents", "trend", "cdevents"})
    void oneServiceIsWhatTheWholeLedgerSaysOfIt(String path) {
        Map<String, String> query =
                path.equals("trend") ? Map.of("service", "mail") : Map.of("service", "mail", "sprint", "S2");

        assertThat(seen(api("mail"), path, query)).isEqualTo(seen(everything(), path, query));
    }

    /** Without the choices of a page and the services that need this one, which are those that may be seen. */
    private static String seen(BoardApi api, String path, Map<String, String> query) {
        return body(api, path, query)
                .replaceFirst("\"services\":\\{[^}]*}", "")
                .replaceFirst("\"dependencies\":\\{\"items\":.*?,\"more\":false}", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"metrics", "deployments", "tickets", "gates", "incidents", "running", "trend"})
    void allServicesTogetherAreTheWholeLedger(String path) {
        Map<String, String> query = path.equals("running") || path.equals("trend") ? Map.of() : Map.of("sprint", "S2");

        assertThat(Json.mapper().readTree(body(api("mail", "search", "shop"), path, query)))
                .isEqualTo(Json.mapper().readTree(body(everything(), path, query)));
    }

    @Test
    void severalServicesHaveOneMedianASprint() {
        for (JsonNode point : Json.mapper()
                .readTree(body(api("mail", "shop"), "trend", Map.of()))
                .get("points")) {
            assertThat(point.get("leadTimeSeconds").isNumber())
                    .as(point.toString())
                    .isTrue();
        }
    }

    /** WEB-901 and others were promised, and no service has worked on them; WEB-603 and others are mail's. */
    @Test
    void ofThePromiseOnlyWhatOtherServicesDidNotWorkOnIsAdded() {
        BoardApi shop = new BoardApi(
                new DeliveryBoard(
                        new SomeServices(ledger.queries(), List.of("shop"), tracker -> tracker.equals("shop")),
                        SampleHistory.CLOCK),
                "urn:test");

        JsonNode tickets =
                Json.mapper().readTree(body(shop, "tickets", Map.of())).get("items");

        assertThat(tickets.findValuesAsString("key"))
                .contains("WEB-600", "WEB-610", "WEB-901", "WEB-902", "WEB-904")
                .doesNotContain("WEB-603", "WEB-606", "WEB-903");
        JsonNode mail = Json.mapper()
                .readTree(body(everything(), "tickets", Map.of("service", "mail")))
                .get("items");
        assertThat(mail.findValuesAsString("key")).contains("WEB-603").doesNotContain("WEB-901", "WEB-600");
    }

    /** Of shop the reader sees nothing but what search's own gate says of it. */
    @Test
    void whatRunsOfAnotherServiceIsWhatTheGateFound() {
        assertThat(body(api("search"), "dependencies", Map.of()))
                .contains("\"needs\":\"mail\",\"atLeast\":\"6.0.0\",\"in\":\"production\",\"running\":\"6.0.0\"");
        assertThat(body(api("shop"), "dependencies", Map.of())).doesNotContain("search");
    }

    @Test
    void whatMayNotBeSeenIsNotFound() {
        BoardApi shop = api("shop");

        assertThat(shop.answer(new ApiRequest("deployment", Map.of("id", "mail-1.1.0-production")))
                        .status())
                .isEqualTo(404);
        assertThat(shop.answer(new ApiRequest("build", Map.of("job", "mail/main", "number", "3")))
                        .status())
                .isEqualTo(404);
        assertThat(shop.answer(new ApiRequest("build", Map.of("job", "shop/main", "number", "3")))
                        .status())
                .isEqualTo(200);
        assertThat(shop.answer(new ApiRequest("board", Map.of("service", "mail")))
                        .status())
                .isEqualTo(404);
        assertThat(shop.answer(new ApiRequest("ticket", Map.of("key", "WEB-103")))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whoMaySeeNothingSeesEmptyDocuments() {
        assertThat(Json.mapper().readTree(body(api(), "board", Map.of())).at("/deployments/items"))
                .isEmpty();
    }
}
