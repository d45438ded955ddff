package io.jenkins.plugins.sprintdelivery.core.tracker.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.sprintdelivery.core.tracker.AdjustableClock;
import io.jenkins.plugins.sprintdelivery.core.tracker.Secret;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteHttpTest {

    private static final Instant START = Instant.parse("2026-01-26T12:00:00Z");
    private static final Authorization AUTHORIZATION = Authorization.bearer(Secret.of("t0ken"));
    private static final Wording WORDING = new Wording("shop", AUTHORIZATION);

    private static WireMockServer server;

    private final AdjustableClock clock = new AdjustableClock(START);

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
    void resetServer() {
        server.resetAll();
    }

    private static HttpLimits limits(int retries, int concurrent, int breaker) {
        return new HttpLimits(
                Duration.ofSeconds(10),
                1024 * 1024,
                concurrent,
                retries,
                Duration.ofMillis(1),
                Duration.ofSeconds(2),
                breaker,
                Duration.ofMillis(300),
                10);
    }

    private SiteHttp http(HttpLimits limits) {
        return new SiteHttp(
                new HttpTransport(HttpClient.newHttpClient(), AUTHORIZATION, limits, WORDING), WORDING, limits, clock);
    }

    private static URI url(String path) {
        return URI.create(server.baseUrl() + path);
    }

    private static ResponseDefinitionBuilder json(String body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body);
    }

    // ---- failures that pass ----

    @Test
    void aFailureThatPassesIsTriedAgain() {
        server.stubFor(get(urlEqualTo("/x"))
                .inScenario("s")
                .willReturn(aResponse().withStatus(502))
                .willSetStateTo("up"));
        server.stubFor(get(urlEqualTo("/x"))
                .inScenario("s")
                .whenScenarioStateIs("up")
                .willReturn(json("{\"ok\":true}")));

        JsonReply reply = http(limits(2, 4, 100)).get(url("/x"));

        assertThat(reply.json().path("ok").asBoolean()).isTrue();
        server.verify(2, getRequestedFor(urlEqualTo("/x")));
    }

    @Test
    void triesEndAndAFailureThatStaysIsNotTriedAgain() {
        server.stubFor(get(urlEqualTo("/down")).willReturn(aResponse().withStatus(503)));
        server.stubFor(get(urlEqualTo("/forbidden")).willReturn(aResponse().withStatus(403)));
        SiteHttp http = http(limits(2, 4, 100));

        assertThatThrownBy(() -> http.get(url("/down"))).isInstanceOf(TrackerException.class);
        assertThatThrownBy(() -> http.get(url("/forbidden"))).isInstanceOf(TrackerException.class);

        server.verify(3, getRequestedFor(urlEqualTo("/down")));
        server.verify(1, getRequestedFor(urlEqualTo("/forbidden")));
    }

    @Test
    void whatIsHandedOverIsNotHandedOverTwice() {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(503)));

        assertThatThrownBy(() -> http(limits(2, 4, 100)).send(url("/x"), Map.of("a", 1)))
                .isInstanceOf(TrackerException.class);

        assertThat(server.getAllServeEvents()).hasSize(1);
    }

    @Test
    void aSiteThatFailsAgainAndAgainIsLeftAloneForAWhile() throws Exception {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(500)));
        SiteHttp http = http(limits(0, 4, 3));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> http.get(url("/x"))).hasMessageContaining("answered 500");
        }

        assertThatThrownBy(() -> http.get(url("/x")))
                .isInstanceOf(TrackerException.class)
                .hasMessageContaining("failed several times in a row and is left alone");
        assertThat(server.getAllServeEvents()).hasSize(3);

        server.stubFor(any(anyUrl()).willReturn(json("{}")));
        Thread.sleep(400);
        assertThat(http.get(url("/x")).json().isObject()).isTrue();
    }

    // ---- limits ----

    @ParameterizedTest
    @CsvSource({
        "429, Retry-After, 120, 120",
        "429, Retry-After, 'Mon, 26 Jan 2026 12:03:00 GMT', 180",
        "429, X-RateLimit-Reset, 2026-01-26T12:01:40Z, 100",
        "429, X-RateLimit-Reset, 1769428860, 60",
        "429, RateLimit-Reset, 1769428860, 60",
        "429, X-RateLimiting-Interval-Seconds, 30, 30",
        "429, X-Nothing, 1, 10",
        "429, Retry-After, nonsense, 10",
        "429, Retry-After, 99999999, 3600",
        "403, Retry-After, 60, 60",
    })
    void aLimitIsKeptByWhicheverHeaderNamesIt(int status, String header, String value, long seconds) {
        server.stubFor(get(urlEqualTo("/x"))
                .willReturn(aResponse().withStatus(status).withHeader(header, value)));
        SiteHttp http = http(limits(2, 4, 100));

        TrackerException limited = catchThrowableOfType(TrackerException.class, () -> http.get(url("/x")));

        assertThat(limited.failure())
                .isInstanceOfSatisfying(TrackerFailure.RateLimited.class, failure -> assertThat(failure.until())
                        .isEqualTo(START.plusSeconds(seconds)));
        server.stubFor(get(urlEqualTo("/x")).willReturn(json("{}")));
        clock.set(START.plusSeconds(seconds - 1));
        assertThatThrownBy(() -> http.get(url("/x"))).isInstanceOf(TrackerException.class);
        clock.set(START.plusSeconds(seconds));
        assertThat(http.get(url("/x")).json().isObject()).isTrue();
    }

    @Test
    void aForbiddenAnswerWithoutAnythingLeftIsALimitToo() {
        server.stubFor(get(urlEqualTo("/x"))
                .willReturn(aResponse()
                        .withStatus(403)
                        .withHeader("X-RateLimit-Remaining", "0")
                        .withHeader("X-RateLimit-Reset", "1769428860")));

        assertThat(catchThrowableOfType(TrackerException.class, () -> http(limits(0, 4, 100)).get(url("/x")))
                        .failure())
                .isInstanceOf(TrackerFailure.RateLimited.class);
    }

    @Test
    void theLastAnswerAllowedIsUsedAndTheNextIsNotAskedFor() {
        server.stubFor(get(urlEqualTo("/x"))
                .willReturn(json("{}")
                        .withHeader("X-RateLimit-Remaining", "0")
                        .withHeader("X-RateLimit-Reset", "1769428860")));
        SiteHttp http = http(limits(0, 4, 100));

        http.get(url("/x"));

        assertThatThrownBy(() -> http.get(url("/x"))).hasMessageContaining("asked again at 2026-01-26T12:01:00Z");
        server.verify(1, getRequestedFor(urlEqualTo("/x")));
    }

    @Test
    void aShortWaitIsWaited() {
        server.stubFor(get(urlEqualTo("/x"))
                .inScenario("s")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "1"))
                .willSetStateTo("over"));
        server.stubFor(
                get(urlEqualTo("/x")).inScenario("s").whenScenarioStateIs("over").willReturn(json("{}")));
        HttpLimits limits = limits(2, 4, 100);
        SiteHttp http = new SiteHttp(
                new HttpTransport(HttpClient.newHttpClient(), AUTHORIZATION, limits, WORDING),
                WORDING,
                limits,
                Clock.systemUTC());
        long before = System.nanoTime();

        assertThat(http.get(url("/x")).json().isObject()).isTrue();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(900));
    }

    @Test
    void noMoreThanAFewAreAskedAtOnce() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Transport transport = call -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
                Thread.sleep(20);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            now.decrementAndGet();
            return new Reply(call.uri(), 200, HttpHeaders.of(Map.of(), (a, b) -> true), new byte[] {'1'});
        };
        SiteHttp http = new SiteHttp(transport, WORDING, limits(0, 3, 100), clock);
        ExecutorService threads = Executors.newFixedThreadPool(12);
        try {
            List<Future<JsonReply>> replies = IntStream.range(0, 40)
                    .mapToObj(n -> threads.submit(() -> http.get(url("/" + n))))
                    .toList();
            for (Future<JsonReply> reply : replies) {
                reply.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(most.get()).isBetween(2, 3);
    }

    // ---- what did not change ----

    @Test
    void whatDidNotChangeIsNotSentAgain() {
        server.stubFor(get(urlEqualTo("/x")).atPriority(2).willReturn(json("{\"a\":1}").withHeader("ETag", "\"v1\"")));
        server.stubFor(get(urlEqualTo("/x"))
                .atPriority(1)
                .withHeader("If-None-Match", equalTo("\"v1\""))
                .willReturn(aResponse().withStatus(304)));
        SiteHttp http = http(limits(0, 4, 100));

        JsonReply first = http.get(url("/x"));
        JsonReply second = http.get(url("/x"));

        assertThat(second.json()).isEqualTo(first.json());
        server.verify(
                1, getRequestedFor(urlEqualTo("/x")).withHeader("If-None-Match", equalTo("\"v1\"")));
    }

    @Test
    void theNextPageOfAnAnswerThatDidNotChangeIsKnownStill() {
        server.stubFor(get(urlEqualTo("/x"))
                .atPriority(2)
                .willReturn(json("[1]").withHeader("ETag", "\"v1\"").withHeader("Link", "</x?page=2>; rel=\"next\"")));
        server.stubFor(get(urlEqualTo("/x"))
                .atPriority(1)
                .withHeader("If-None-Match", equalTo("\"v1\""))
                .willReturn(aResponse().withStatus(304)));
        SiteHttp http = http(limits(0, 4, 100));

        http.get(url("/x"));

        assertThat(http.get(url("/x")).nextLink()).contains(url("/x?page=2"));
    }

    // ---- redirects ----

    @Test
    void aRedirectOnTheSameHostIsFollowedAndOneInACircleIsNot() {
        server.stubFor(get(urlEqualTo("/old"))
                .willReturn(aResponse().withStatus(301).withHeader("Location", "/new")));
        server.stubFor(get(urlEqualTo("/new")).willReturn(json("{}")));
        server.stubFor(get(urlEqualTo("/round"))
                .willReturn(aResponse().withStatus(302).withHeader("Location", "/round")));
        SiteHttp http = http(limits(0, 4, 100));

        assertThat(http.get(url("/old")).json().isObject()).isTrue();
        assertThatThrownBy(() -> http.get(url("/round"))).hasMessageContaining("round in circles");
    }

    @ParameterizedTest
    @CsvSource({"//evil.example.com/x", "http://localhost:1/x", "https://localhost/x", "'', ", "http://[bad"})
    void aRedirectAnywhereElseIsRefused(String location) {
        server.stubFor(get(urlEqualTo("/x"))
                .willReturn(aResponse().withStatus(302).withHeader("Location", location == null ? "" : location)));

        assertThat(catchThrowableOfType(TrackerException.class, () -> http(limits(0, 4, 100)).get(url("/x")))
                        .failure())
                .isInstanceOf(TrackerFailure.Redirected.class);
    }

    @Test
    void aClientThatFollowsRedirectsByItselfIsRefused() {
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();

        assertThatThrownBy(() -> new HttpTransport(client, AUTHORIZATION, HttpLimits.DEFAULT, WORDING))
                .isInstanceOf(IllegalArgumentException.class);
    }

    // ---- bodies without end ----

    @Test
    void fiftyMegabytesAreNotTakenIn() throws IOException {
        AtomicLong sent = new AtomicLong();
        HttpServer large = serve(body -> {
            byte[] piece = new byte[64 * 1024];
            for (int i = 0; i < 800; i++) {
                body.write(piece);
                sent.addAndGet(piece.length);
            }
        });
        try {
            TrackerException tooLarge = catchThrowableOfType(
                    TrackerException.class, () -> http(limits(0, 4, 100)).get(urlOf(large)));

            assertThat(tooLarge.failure()).isInstanceOf(TrackerFailure.Malformed.class);
            assertThat(tooLarge).hasMessageContaining("larger than 1024 kB");
            assertThat(sent.get()).isLessThan(20L * 1024 * 1024);
        } finally {
            large.stop(0);
        }
    }

    @Test
    void oneByteASecondIsNotWaitedFor() throws IOException {
        HttpServer slow = serve(body -> {
            try {
                for (int i = 0; i < 100; i++) {
                    body.write(' ');
                    body.flush();
                    Thread.sleep(1_000);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        HttpLimits limits = new HttpLimits(
                Duration.ofMillis(1_500), 1024, 4, 0, Duration.ofMillis(1), Duration.ofMillis(2), 100,
                Duration.ofSeconds(1), 10);
        try {
            long before = System.nanoTime();

            TrackerException late =
                    catchThrowableOfType(TrackerException.class, () -> http(limits).get(urlOf(slow)));

            assertThat(late.failure()).isInstanceOf(TrackerFailure.TimedOut.class);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(6));
        } finally {
            slow.stop(0);
        }
    }

    @FunctionalInterface
    private interface Writer {
        void write(OutputStream body) throws IOException;
    }

    private static HttpServer serve(Writer writer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                writer.write(body);
            } catch (IOException gone) {
                // the caller went away, as it should
                exchange.close();
            }
        });
        server.start();
        return server;
    }

    private static URI urlOf(HttpServer server) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    }

    // ---- on the way ----

    @ParameterizedTest
    @CsvSource({"http, 407", "https, 407", "https, 403"})
    void aProxyThatRefusesIsCalledThat(String scheme, int status) throws IOException {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread refusing = new Thread(() -> refuse(proxy, status));
            refusing.setDaemon(true);
            refusing.start();
            HttpClient client = HttpClient.newBuilder()
                    .proxy(ProxySelector.of(new InetSocketAddress("localhost", proxy.getLocalPort())))
                    .build();
            HttpLimits limits = limits(0, 4, 100);
            SiteHttp http =
                    new SiteHttp(new HttpTransport(client, AUTHORIZATION, limits, WORDING), WORDING, limits, clock);

            TrackerException refused = catchThrowableOfType(
                    TrackerException.class, () -> http.get(URI.create(scheme + "://tracker.example.com/x")));

            assertThat(refused.failure()).isInstanceOf(TrackerFailure.ProxyRefused.class);
            assertThat(refused).hasMessageContaining("whether it lets tracker.example.com through");
        }
    }

    private static void refuse(ServerSocket proxy, int status) {
        try (Socket caller = proxy.accept()) {
            caller.getInputStream().read(new byte[8_192]);
            caller.getOutputStream()
                    .write(("HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException closed) {
            // the test is over
            assertThat(proxy.isClosed()).isTrue();
        }
    }

    @Test
    void settingsOfAProxyThatMakeNoSenseAreAFailureAsAnyOther() {
        HttpClient client = HttpClient.newBuilder()
                .proxy(new ProxySelector() {
                    @Override
                    public List<Proxy> select(URI uri) {
                        throw new IllegalArgumentException("HTTPS_PROXY is no address");
                    }

                    @Override
                    public void connectFailed(URI uri, SocketAddress address, IOException problem) {
                        throw new AssertionError(problem);
                    }
                })
                .build();
        HttpLimits limits = limits(0, 4, 100);
        SiteHttp http =
                new SiteHttp(new HttpTransport(client, AUTHORIZATION, limits, WORDING), WORDING, limits, clock);

        assertThatThrownBy(() -> http.get(url("/x")))
                .isInstanceOf(TrackerException.class)
                .hasMessageContaining("was not asked: HTTPS_PROXY is no address");
    }

    @Test
    void aHostThatIsNotKnownIsNamed() {
        TrackerException unknown = catchThrowableOfType(
                TrackerException.class,
                () -> http(limits(0, 4, 100)).get(URI.create("http://no-such-host.invalid/x")));

        assertThat(unknown.failure()).isInstanceOf(TrackerFailure.Unavailable.class);
        assertThat(unknown).hasMessageContaining("no-such-host.invalid");
    }

    @Test
    void anInterruptedWaitEndsAndStaysInterrupted() throws Exception {
        server.stubFor(any(anyUrl()).willReturn(json("{}").withFixedDelay(3_000)));
        SiteHttp http = http(limits(0, 4, 100));
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<Boolean> asked = threads.submit(() -> {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> http.get(url("/x"))).isInstanceOf(TrackerException.class);
                return Thread.currentThread().isInterrupted();
            });
            assertThat(asked.get()).isTrue();
        } finally {
            threads.shutdownNow();
        }
    }
}
