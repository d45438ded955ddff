package io.jenkins.plugins.sprintdelivery.core.sink;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.jenkins.plugins.sprintdelivery.core.export.CdEvent;
import io.jenkins.plugins.sprintdelivery.core.tracker.AdjustableClock;
import io.jenkins.plugins.sprintdelivery.core.tracker.Secret;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.HttpLimits;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events over real HTTP, as CloudEvents' binding wants them, to receivers that behave and that do not. */
class EventSinkTest {

    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final String PATH = "/in?topic=delivery";
    private static final CdEvent EVENT = new CdEvent(
            "e-1",
            "dev.cdevents.service.deployed.0.1.1",
            "https://ci.example.com/",
            "wéb shop 100%",
            NOW,
            Map.of("context", Map.of("id", "e-1")));
    private static final HttpLimits LIMITS = new HttpLimits(
            Duration.ofSeconds(1),
            64 * 1024,
            1,
            0,
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            1_000,
            Duration.ofSeconds(1),
            1);

    private static WireMockServer server;
    private static WireMockServer elsewhere;

    @BeforeAll
    static void startServers() {
        server = new WireMockServer(wireMockConfig().dynamicPort().dynamicHttpsPort());
        server.start();
        elsewhere = new WireMockServer(wireMockConfig().dynamicPort());
        elsewhere.start();
    }

    @AfterAll
    static void stopServers() {
        server.stop();
        elsewhere.stop();
    }

    @BeforeEach
    void forget() {
        server.resetAll();
        elsewhere.resetAll();
        elsewhere.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(202)));
    }

    private static void answers(ResponseDefinitionBuilder answer) {
        server.stubFor(post(urlEqualTo(PATH)).willReturn(answer));
    }

    private static EventSink sink(ContentMode mode, String secret, String base) {
        SinkSettings settings = SinkSettings.of("broker", base + PATH, mode.toString());
        return EventSink.open(
                settings,
                secret == null ? null : Secret.of(secret),
                HttpClient.newHttpClient(),
                LIMITS,
                new AdjustableClock(NOW));
    }

    private static String base() {
        return "http://localhost:" + server.port();
    }

    private static TrackerFailure failure(EventSink sink) {
        return catchThrowableOfType(TrackerException.class, () -> sink.send(EVENT))
                .failure();
    }

    private static TrackerFailure failure() {
        return failure(sink(ContentMode.BINARY, "s3cr3t-token", base()));
    }

    @Test
    void inBinaryModeTheCdEventIsTheBody() {
        answers(aResponse().withStatus(204));

        sink(ContentMode.BINARY, "s3cr3t-token", base()).send(EVENT);

        server.verify(
                1,
                postRequestedFor(urlEqualTo(PATH))
                        .withHeader("Content-Type", equalTo("application/json"))
                        .withHeader("ce-specversion", equalTo("1.0"))
                        .withHeader("ce-id", equalTo("e-1"))
                        .withHeader("ce-type", equalTo("dev.cdevents.service.deployed.0.1.1"))
                        .withHeader("ce-source", equalTo("https://ci.example.com/"))
                        .withHeader("ce-subject", equalTo("w%C3%A9b%20shop%20100%25"))
                        .withHeader("ce-time", equalTo("2026-03-04T12:00:00Z"))
                        .withHeader("Authorization", equalTo("Bearer s3cr3t-token"))
                        .withRequestBody(equalToJson("{\"context\": {\"id\": \"e-1\"}}")));
    }

    @Test
    void inStructuredModeTheCloudEventIsTheBody() {
        answers(aResponse().withStatus(200).withBody("anything, which is not looked at"));

        sink(ContentMode.STRUCTURED, null, base()).send(EVENT);

        server.verify(
                1,
                postRequestedFor(urlEqualTo(PATH))
                        .withHeader("Content-Type", equalTo("application/cloudevents+json; charset=UTF-8"))
                        .withHeader("Authorization", absent())
                        .withHeader("ce-id", absent())
                        .withRequestBody(equalToJson("{\"specversion\": \"1.0\", \"id\": \"e-1\","
                                + " \"source\": \"https://ci.example.com/\", \"subject\": \"wéb shop 100%\","
                                + " \"type\": \"dev.cdevents.service.deployed.0.1.1\","
                                + " \"time\": \"2026-03-04T12:00:00Z\", \"datacontenttype\": \"application/json\","
                                + " \"data\": {\"context\": {\"id\": \"e-1\"}}}")));
    }

    @ParameterizedTest
    @CsvSource({
        "400, Refused", "413, Refused", "415, Refused", "422, Refused",
        "401, WrongCredentials", "403, NoPermission", "404, NotFound", "410, NotFound",
        "408, TimedOut", "500, Unavailable", "503, Unavailable", "407, ProxyRefused"
    })
    void aStatusSaysWhetherTheEventOrTheReceiverIsWrong(int status, String kind) {
        answers(aResponse()
                .withStatus(status)
                .withBody("you sent Bearer s3cr3t-token")
                .withHeader("Content-Type", "text/plain"));

        TrackerFailure failure = failure();

        assertThat(failure.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(failure.message()).contains("event sink 'broker'").doesNotContain("s3cr3t", "topic=");
    }

    @Test
    void aReceiverThatAsksForTimeGetsIt() {
        answers(aResponse().withStatus(429).withHeader("Retry-After", "120"));

        assertThat(failure())
                .isInstanceOfSatisfying(
                        TrackerFailure.RateLimited.class,
                        limited -> assertThat(limited.until()).isEqualTo(NOW.plusSeconds(120)));
    }

    @Test
    void aRedirectToAnotherHostIsNotFollowed() {
        answers(aResponse().withStatus(307).withHeader("Location", elsewhere.baseUrl() + "/in"));

        assertThat(failure()).isInstanceOf(TrackerFailure.Redirected.class);
        elsewhere.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void aRedirectOnTheSameHostTakesTheEventAlong() {
        answers(aResponse().withStatus(308).withHeader("Location", "/moved"));
        server.stubFor(post(urlEqualTo("/moved")).willReturn(aResponse().withStatus(202)));

        sink(ContentMode.BINARY, null, base()).send(EVENT);

        server.verify(1, postRequestedFor(urlEqualTo("/moved")).withHeader("ce-id", equalTo("e-1")));
    }

    @Test
    void aRedirectInCirclesEnds() {
        answers(aResponse().withStatus(307).withHeader("Location", PATH));

        assertThat(failure()).isInstanceOf(TrackerFailure.Redirected.class);
    }

    @Test
    void anAnswerWithoutEndIsCutOff() {
        answers(aResponse().withStatus(200).withBody(new byte[4 * 1024 * 1024]));

        assertThat(failure()).isInstanceOf(TrackerFailure.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {10_000, 60_000})
    void anAnswerThatDoesNotComeOrTricklesIsNotWaitedFor(int delay) {
        answers(
                delay == 10_000
                        ? aResponse().withStatus(200).withFixedDelay(delay)
                        : aResponse().withStatus(200).withBody(new byte[1_000]).withChunkedDribbleDelay(100, delay));

        long before = System.nanoTime();
        assertThat(failure()).isInstanceOf(TrackerFailure.TimedOut.class);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECTION_RESET_BY_PEER", "EMPTY_RESPONSE", "RANDOM_DATA_THEN_CLOSE"})
    void aBrokenConnectionIsAFailureOfTheReceiver(String fault) {
        answers(aResponse().withFault(Fault.valueOf(fault)));

        assertThat(failure()).isNotInstanceOf(TrackerFailure.Refused.class);
    }

    @Test
    void aCertificateThatNobodyVouchesForIsNotTrusted() {
        String base = "https://localhost:" + server.httpsPort();

        assertThat(failure(sink(ContentMode.BINARY, "s3cr3t-token", base)))
                .isInstanceOf(TrackerFailure.Untrusted.class);
        server.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void anEventThatIsTooLargeIsNotSent() {
        CdEvent large = new CdEvent("e-2", "t", "s", "x", NOW, Map.of("text", "x".repeat(EventSink.MAX_EVENT)));

        TrackerException problem = catchThrowableOfType(
                TrackerException.class,
                () -> sink(ContentMode.BINARY, null, base()).send(large));

        assertThat(problem.failure()).isInstanceOf(TrackerFailure.Refused.class);
        server.verify(0, postRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.com/",
                "https:///path",
                "https://user:password@example.com/",
                "https://example.com/#part",
                "not an address"
            })
    void anAddressThatIsNoneIsRefusedWithoutBeingRepeated(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SinkSettings.of("broker", url, "binary"))
                .withMessageContaining("an event sink's url")
                .satisfies(problem -> assertThat(problem.getMessage()).doesNotContain("password@"));
    }

    @Test
    void aModeThatIsNoneIsRefusedWithTheValidOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SinkSettings.of("broker", "https://example.com/", "batch"))
                .withMessageContaining("binary, structured");
    }
}
