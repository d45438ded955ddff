package io.jenkins.plugins.sprintdelivery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.board.ApiAnswer;
import io.jenkins.plugins.sprintdelivery.core.board.ApiRequest;
import io.jenkins.plugins.sprintdelivery.core.board.DeliveryBoard;
import io.jenkins.plugins.sprintdelivery.core.board.ReleaseApi;
import io.jenkins.plugins.sprintdelivery.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What may be released and what waits, from a real ledger. */
class ReleasesTest {

    @TempDir
    private static Path directory;

    private static LedgerReader ledger;

    private final ReleaseScenes scene = new ReleaseScenes();
    private final ReleaseApi api =
            new ReleaseApi(new DeliveryBoard(ledger.queries(), SampleHistory.CLOCK).releases(scene));

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

    private ApiAnswer answer(String path, String... query) {
        Map<String, String> parameters = new TreeMap<>();
        for (int i = 0; i < query.length; i += 2) {
            parameters.put(query[i], query[i + 1]);
        }
        return api.answer(new ApiRequest(path, parameters));
    }

    private String body(String path, String... query) {
        ApiAnswer answer = answer(path, query);
        assertThat(answer.status()).as(path).isEqualTo(200);
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private List<JsonNode> rows(String... query) {
        return StreamSupport.stream(
                        Json.mapper()
                                .readTree(body("releases", query))
                                .at("/releases/items")
                                .spliterator(),
                        false)
                .toList();
    }

    private List<String> places(String... query) {
        return rows(query).stream()
                .map(row -> row.get("service").asString() + " "
                        + row.at("/environment/name").asString())
                .toList();
    }

    private JsonNode row(String service, String environment) {
        return rows("service", service, "environment", environment).get(0);
    }

    @Test
    void everyServiceInEveryEnvironmentSaysWhatRunsAndWhatItsGateSaid() {
        assertThat(places())
                .hasSize(12)
                .startsWith("mail production", "mail staging", "mail testing", "mail development", "search production");
        JsonNode shop = row("shop", "production");
        assertThat(shop.get("version").asString()).isEqualTo("6.0.0");
        assertThat(shop.at("/sprint/name").asString()).isEqualTo("Sprint 6");
        assertThat(shop.get("tickets").asInt()).isEqualTo(1);
        assertThat(shop.get("state").asString()).isEqualTo("warned");
        assertThat(shop.at("/gate/version").asString()).isEqualTo("6.1.0");
        assertThat(shop.at("/gate/open/0").asString()).isEqualTo("tests.failed: 3");
        assertThat(row("shop", "development").get("state").asString()).isEqualTo("none");
        assertThat(row("search", "production").get("state").asString()).isEqualTo("passed");
    }

    @Test
    void whatWaitsStandsAtItsPlaceAlsoWhereNothingRunsYet() {
        scene.waiting =
                List.of(ReleaseScenes.waiting("production", true), ReleaseScenes.waiting("production-eu", false));

        assertThat(places("state", "waiting")).containsExactly("shop production", "shop production-eu");
        assertThat(places("mine", "true")).containsExactly("shop production");
        assertThat(places("sort", "deadline").subList(0, 2)).containsExactly("shop production", "shop production-eu");
        JsonNode waiting = row("shop", "production").at("/waiting/0");
        assertThat(waiting.get("open").toString()).isEqualTo("[\"approval: 0 of 1 approval\"]");
        assertThat(waiting.at("/approve/allowed").asBoolean()).isTrue();
        assertThat(waiting.at("/override/why").asString()).contains("nobody");
        assertThat(row("shop", "production-eu").has("version")).isFalse();
        assertThat(Json.mapper().readTree(body("releases")).get("forYou").asInt())
                .isEqualTo(1);
    }

    @Test
    void aFreezeIsAnnouncedAndThenHolds() {
        assertThat(row("mail", "production").get("state").asString()).isEqualTo("passed");
        assertThat(row("mail", "production").at("/freezes/0/name").asString()).isEqualTo(ReleaseScenes.FREEZE);
        assertThat(row("shop", "production").get("freezes")).isEmpty();

        scene.freezeIn = Duration.ofHours(-1);

        assertThat(row("mail", "production").get("state").asString()).isEqualTo("frozen");
        assertThat(row("mail", "production").at("/gate/verdict").asString()).isEqualTo("PASS");
    }

    @Test
    void whatAReaderMayNotSeeIsNowhere() {
        scene.hidden = "mail";

        assertThat(places()).hasSize(8);
        for (String path : List.of("releases", "releases.csv", "releases.html")) {
            assertThat(body(path)).doesNotContain("mail");
        }
        ApiAnswer hidden = answer("badge.svg", "service", "mail", "environment", "production");
        assertThat(hidden.status()).isEqualTo(404);
        assertThat(new String(hidden.body(), StandardCharsets.UTF_8))
                .isEqualTo(new String(
                                answer("badge.svg", "service", "none", "environment", "production")
                                        .body(),
                                StandardCharsets.UTF_8)
                        .replace("none", "mail"));
    }

    @Test
    void choicesAndOrder() {
        assertThat(places("service", "shop", "environment", "staging")).containsExactly("shop staging");
        assertThat(places("team", "Web team")).hasSize(12);
        assertThat(places("team", "another")).isEmpty();
        assertThat(places("sprint", "S6", "state", "passed")).containsExactly("mail production", "search production");
        assertThat(places("sort", "environment").get(0)).isEqualTo("mail production");
        assertThat(places("sort", "service", "descending", "true").get(0)).isEqualTo("shop production");
        assertThat(places("sort", "state").get(0)).isEqualTo("shop production");
    }

    @Test
    void aWrongQuestionIsToldWhatIsWrong() {
        assertThat(new String(answer("releases", "state", "pased").body(), StandardCharsets.UTF_8))
                .contains("there is no state 'pased'; did you mean 'passed'?");
        assertThat(answer("releases", "sort", "color").status()).isEqualTo(400);
        assertThat(answer("releases", "mine", "yes").status()).isEqualTo(400);
        assertThat(answer("releases", "colour", "red").status()).isEqualTo(400);
        assertThat(answer("badge.svg", "service", "shop").status()).isEqualTo(400);
    }

    @Test
    void whereNothingHappenedTheDocumentIsTheSame() {
        String tag = answer("releases").etag();

        assertThat(answer("releases").isKnown(tag)).isTrue();

        scene.waiting = List.of(ReleaseScenes.waiting("production", true));
        assertThat(answer("releases").isKnown(tag)).isFalse();
    }

    @Test
    void thePlainPageIsATableWithAForm() {
        scene.waiting = List.of(ReleaseScenes.waiting("production", true));

        String page = body("releases.html", "service", "shop", "sort", "state");

        assertThat(page)
                .contains(
                        "4 of 12 shown, 1 waiting for you.",
                        "<option value=\"shop\" selected>shop",
                        "<form method=\"get\">")
                .contains(
                        "aria-sort=\"ascending\"><a href=\"?descending=true&amp;service=shop&amp;sort=state\">Gate</a>")
                .contains("7.0.0 at release since 2026-03-24 10:00 UTC until 2026-03-24 14:00 UTC", "approve: you may")
                .doesNotContain("<script", "style=");
        assertThat(body("releases.html")).contains("Christmas &lt;b&gt;freeze").doesNotContain("<b>");
    }

    @Test
    void theTableIsCsvToo() {
        scene.waiting = List.of(ReleaseScenes.waiting("production", false));

        assertThat(body("releases.csv", "service", "shop", "environment", "production")
                        .lines())
                .hasSize(2)
                .element(1)
                .asString()
                .startsWith("shop,production,production,6.0.0,")
                .contains(",S6,Web team,1,waiting,release,WARN,6.1.0,", ",approval: 0 of 1 approval,");
    }

    @Test
    void theBadgeSaysWhatRunsAndWhatTheGateSaid() {
        ApiAnswer badge = answer("badge.svg", "service", "shop", "environment", "production");

        assertThat(badge.type()).isEqualTo("image/svg+xml");
        assertThat(new String(badge.body(), StandardCharsets.UTF_8))
                .contains("aria-label=\"shop · production: 6.0.0 · WARN\"");
    }
}
