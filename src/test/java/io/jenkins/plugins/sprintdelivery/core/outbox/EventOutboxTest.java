package io.jenkins.plugins.sprintdelivery.core.outbox;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.projection.PostgresServer;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.GateTarget;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry.State;
import io.jenkins.plugins.sprintdelivery.core.model.Person;
import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import io.jenkins.plugins.sprintdelivery.core.sink.EventSink;
import io.jenkins.plugins.sprintdelivery.core.sink.SinkSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.AdjustableClock;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What the ledger learns, on its way to event sinks that fail, with a real ledger in either database and real HTTP. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class EventOutboxTest {

    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final String TICKET = "dev.cdeventsx.sprintdelivery-ticket.deployed.0.1.0";

    private static WireMockServer server;

    @TempDir
    Path directory;

    private final AdjustableClock clock = new AdjustableClock(NOW);
    private final boolean shared;
    private Ledger ledger;

    EventOutboxTest(boolean shared) {
        this.shared = shared;
    }

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
    void open() throws Exception {
        server.resetAll();
        server.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(202)));
        ledger = open(directory);
    }

    private Ledger open(Path home) throws Exception {
        return shared
                ? Ledger.open(
                        home, PostgresServer.shared().store("events" + Integer.toHexString(home.hashCode())), clock)
                : Ledger.open(home, clock);
    }

    @AfterEach
    void close() throws Exception {
        ledger.close();
    }

    private EventSink sink(String name) {
        return sink(name, HttpClient.newHttpClient());
    }

    private EventSink sink(String name, HttpClient client) {
        return EventSink.open(
                SinkSettings.of(name, server.baseUrl() + "/" + name, "binary"), null, client, EventSink.LIMITS, clock);
    }

    private OutboxRun run(EventSink... sinks) throws Exception {
        return new EventOutbox(ledger, "https://ci.example.com/", List.of(sinks), clock).run();
    }

    private void deployed(String id, String service, DeploymentStatus status, Instant finished, String... tickets)
            throws Exception {
        ledger.append(new LedgerEvent.DeploymentRecorded(new Deployment(
                id,
                service,
                Environment.named("production"),
                "2." + id,
                null,
                null,
                null,
                status,
                finished.minusSeconds(60),
                status == DeploymentStatus.IN_PROGRESS ? null : finished,
                null,
                null,
                List.of(tickets),
                List.of())));
    }

    private void incident(Instant resolved) throws Exception {
        ledger.append(new LedgerEvent.IncidentRecorded(new Incident(
                "INC-9",
                "shop",
                Environment.named("production"),
                Severity.HIGH,
                "Payments time out",
                NOW.minusSeconds(30),
                resolved,
                null,
                null)));
    }

    /** Types and subjects of what came to a sink, in the order in which it came. */
    private static List<String> came(String sink) {
        List<String> came = new ArrayList<>();
        for (ServeEvent event : server.getAllServeEvents()) {
            if (event.getRequest().getUrl().equals("/" + sink)
                    && event.getResponse().getStatus() == 202) {
                came.add(event.getRequest().getHeader("ce-type").replaceFirst("\\.0\\.1\\.[01]$", "") + " "
                        + event.getRequest().getHeader("ce-subject"));
            }
        }
        Collections.reverse(came);
        return came;
    }

    private static List<String> ids(String sink) {
        return server.getAllServeEvents().stream()
                .filter(event -> event.getRequest().getUrl().equals("/" + sink))
                .map(event -> event.getRequest().getHeader("ce-id"))
                .toList();
    }

    private static List<State> states(OutboxRun run) {
        return run.tried().stream().map(OutboxEntry::state).toList();
    }

    @Test
    void everyKindOfFactIsToldOnceInTheOrderInWhichItHappened() throws Exception {
        deployed("1", "shop", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(600), "SHOP-1", "SHOP-2");
        deployed("2", "cart", DeploymentStatus.FAILED, NOW.minusSeconds(500));
        deployed("3", "till", DeploymentStatus.IN_PROGRESS, NOW);
        incident(null);
        GateTarget target = new GateTarget("release", "shop", "production", "2.2", null);
        Person anna = new Person("anna", "Anna");
        ledger.append(
                new LedgerEvent.GateRecorded(new GateEvaluation(
                        "g-1",
                        "shop",
                        Environment.named("production"),
                        "2.2",
                        NOW.minusSeconds(20),
                        null,
                        null,
                        new GateResult(Verdict.FAIL, "release", null, List.of(), List.of(), null))),
                new LedgerEvent.ApprovalRecorded(
                        new GateApproval("a-1", target, anna, List.of(), NOW.minusSeconds(15), "", null)),
                new LedgerEvent.OverrideRecorded(new GateOverride(
                        "o-1", target, anna, NOW.minusSeconds(10), "down", NOW.plusSeconds(600), null, null)));

        OutboxRun first = run(sink("broker"));
        OutboxRun second = run(sink("broker"));

        assertThat(first.isWell()).isTrue();
        assertThat(came("broker"))
                .containsExactly(
                        "dev.cdevents.service.deployed shop",
                        "dev.cdeventsx.sprintdelivery-ticket.deployed SHOP-1",
                        "dev.cdeventsx.sprintdelivery-ticket.deployed SHOP-2",
                        "dev.cdeventsx.sprintdelivery-deployment.failed 2",
                        "dev.cdevents.incident.detected INC-9",
                        "dev.cdeventsx.sprintdelivery-approval.refused g-1",
                        "dev.cdeventsx.sprintdelivery-approval.updated a-1",
                        "dev.cdeventsx.sprintdelivery-approval.overridden o-1");
        assertThat(second.queued()).isEmpty();
        assertThat(second.tried()).isEmpty();
        assertThat(ledger.queries().outbox(100)).hasSize(8).allMatch(entry -> entry.state() == State.DELIVERED);

        clock.advance(Duration.ofMinutes(10));
        incident(clock.instant());
        deployed("3", "till", DeploymentStatus.SUCCESSFUL, clock.instant());
        run(sink("broker"));

        assertThat(came("broker").subList(8, 10))
                .containsExactlyInAnyOrder(
                        "dev.cdevents.incident.resolved INC-9", "dev.cdevents.service.deployed till");
    }

    @Test
    void whatIsOlderThanADayIsNoNews() throws Exception {
        deployed("1", "shop", DeploymentStatus.SUCCESSFUL, NOW.minus(Duration.ofDays(2)));

        assertThat(run(sink("broker")).queued()).isEmpty();
    }

    @Test
    void aRollbackOfWhatWasToldIsAnEventOfItsOwnAndRepeatsNothing() throws Exception {
        deployed("1", "shop", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(600));
        deployed("2", "shop", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(400));
        run(sink("broker"));
        deployed("1", "shop", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(600));
        ledger.append(new LedgerEvent.DeploymentRecorded(new Deployment(
                "3",
                "shop",
                Environment.named("production"),
                "2.1",
                null,
                null,
                null,
                DeploymentStatus.SUCCESSFUL,
                NOW.minusSeconds(200),
                NOW.minusSeconds(100),
                null,
                null,
                List.of(),
                List.of())));
        run(sink("broker"));
        run(sink("broker"));

        assertThat(came("broker"))
                .containsExactly(
                        "dev.cdevents.service.deployed shop",
                        "dev.cdevents.service.upgraded shop",
                        "dev.cdevents.service.rolledback shop");
    }

    @Test
    void aSinkThatIsDownGetsEverythingLaterInOrderAndWithTheSameIds() throws Exception {
        server.stubFor(post(urlEqualTo("/broker")).willReturn(aResponse().withStatus(503)));
        deployed("1", "shop", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(600), "SHOP-1");
        OutboxRun down = run(sink("broker"), sink("other"));

        assertThat(down.tried()).extracting(OutboxEntry::site).containsExactly("broker", "other", "other");
        assertThat(came("other")).hasSize(2);
        OutboxEntry waiting = down.tried().get(0);
        assertThat(waiting.state()).isEqualTo(State.QUEUED);
        assertThat(waiting.due()).isBetween(NOW.plusSeconds(45), NOW.plusSeconds(76));
        assertThat(waiting.message()).contains("event sink 'broker'", "503");
        // what is behind it in its lane waits with it, also when something new comes
        deployed("2", "shop", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(300));
        assertThat(run(sink("broker"), sink("other")).tried())
                .extracting(OutboxEntry::site)
                .containsExactly("other");

        ledger.close();
        ledger = open(directory);
        server.stubFor(post(urlEqualTo("/broker")).willReturn(aResponse().withStatus(202)));
        clock.advance(Duration.ofMinutes(2));
        run(sink("broker"), sink("other"));

        assertThat(came("broker"))
                .containsExactly(
                        "dev.cdevents.service.deployed shop",
                        "dev.cdeventsx.sprintdelivery-ticket.deployed SHOP-1",
                        "dev.cdevents.service.upgraded shop");
        assertThat(ids("broker")).containsAll(ids("other"));
    }

    @Test
    void oneEventThatAlwaysFailsHoldsBackItsOwnLaneOnly() throws Exception {
        server.stubFor(post(urlEqualTo("/broker"))
                .withHeader("ce-subject", equalTo("shop"))
                .willReturn(aResponse().withStatus(500)));
        deployed("1", "shop", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(600), "SHOP-1");
        deployed("2", "cart", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(500));
        run(sink("broker"));
        clock.advance(Duration.ofSeconds(10));

        run(sink("broker"));

        assertThat(came("broker")).containsExactly("dev.cdevents.service.deployed cart");
    }

    @Test
    void anEventThatIsRefusedIsNotSentAgainAndHoldsNothingBack() throws Exception {
        server.stubFor(post(urlEqualTo("/broker"))
                .withHeader("ce-subject", equalTo("shop"))
                .willReturn(aResponse().withStatus(400)));
        deployed("1", "shop", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(600), "SHOP-1");

        assertThat(states(run(sink("broker")))).containsExactly(State.REJECTED, State.DELIVERED);
        clock.advance(Duration.ofHours(2));
        assertThat(run(sink("broker")).tried()).isEmpty();
        assertThat(came("broker")).containsExactly(TICKET.replace(".0.1.0", "") + " SHOP-1");
    }

    @Test
    void aSinkThatAsksForTimeGetsItAndAfterSevenDaysItIsGivenUp() throws Exception {
        server.stubFor(post(urlEqualTo("/broker"))
                .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "1800")));
        deployed("1", "shop", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(600));
        assertThat(run(sink("broker")).tried().get(0).due()).isEqualTo(NOW.plusSeconds(1800));

        clock.advance(Duration.ofDays(7).plusSeconds(1));

        assertThat(states(run(sink("broker")))).containsExactly(State.GIVEN_UP);
    }

    @Test
    void whatIsForASinkThatIsGoneWaitsForItAndIsGivenUpInTheEnd() throws Exception {
        server.stubFor(post(urlEqualTo("/broker")).willReturn(aResponse().withStatus(503)));
        deployed("1", "shop", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(600));
        run(sink("broker"));

        assertThat(run().tried()).isEmpty();
        clock.advance(Duration.ofDays(7).plusSeconds(1));
        OutboxEntry gone = run().tried().get(0);

        assertThat(gone.state()).isEqualTo(State.GIVEN_UP);
        assertThat(gone.message()).contains("no event sink 'broker' any more");
        assertThat(run().tried()).isEmpty();
    }

    @Test
    void aSinkWithoutItsSecretLosesNothing() throws Exception {
        deployed("1", "shop", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(600));
        EventSink without = EventSink.unusable(
                SinkSettings.of("broker", server.baseUrl() + "/broker", "binary"), "there are no credentials 'x'");
        assertThat(run(without).tried().get(0).message())
                .isEqualTo("Nothing was sent to the event sink 'broker': there are no credentials 'x'.");

        clock.advance(Duration.ofMinutes(2));
        run(sink("broker"));

        assertThat(came("broker")).containsExactly("dev.cdevents.service.deployed shop");
    }

    @Test
    void trackersAndSinksOfOneNameDoNotGetEachOthersMessages() throws Exception {
        server.stubFor(post(urlEqualTo("/jira")).willReturn(aResponse().withStatus(503)));
        deployed("1", "shop", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(600), "SHOP-1");
        run(sink("jira"));
        clock.advance(Duration.ofMinutes(5));

        assertThat(new Outbox(ledger, List.of(), clock).run().tried()).isEmpty();
    }

    private GateOverride overridden(Person second, Instant secondAt) throws Exception {
        GateOverride override = new GateOverride(
                "o-1",
                new GateTarget("release", "shop", "production", "2.2", null),
                new Person("anna", "Anna"),
                NOW.minusSeconds(10),
                "it says \"secondAt\": never",
                NOW.plus(Duration.ofDays(9)),
                second,
                secondAt);
        ledger.append(new LedgerEvent.OverrideRecorded(override));
        return override;
    }

    @Test
    void theSecondPersonsAgreementIsToldAlsoDaysAfterTheOverride() throws Exception {
        overridden(null, null);
        run(sink("broker"));
        clock.advance(Duration.ofDays(3));
        assertThat(run(sink("broker")).queued()).isEmpty();

        overridden(new Person("ben", null), clock.instant());
        OutboxRun agreed = run(sink("broker"));
        run(sink("broker"));

        assertThat(agreed.queued()).extracting(OutboxEntry::said).containsExactly("agreed");
        assertThat(came("broker"))
                .containsExactly(
                        "dev.cdeventsx.sprintdelivery-approval.overridden o-1",
                        "dev.cdeventsx.sprintdelivery-approval.updated o-1");
        assertThat(ids("broker")).doesNotHaveDuplicates();
        assertThat(server.getAllServeEvents().get(0).getRequest().getBodyAsString())
                .contains("\"responder\":\"urn:user:ben\"", "\"override\":\"o-1\"");
        // who comes later is told nothing of that
        assertThat(run(sink("broker"), sink("new")).queued()).isEmpty();
    }

    @Test
    void anOverrideThatWasAgreedToBeforeItIsToldIsTwoEvents() throws Exception {
        overridden(new Person("ben", null), NOW.minusSeconds(5));

        run(sink("broker"));
        run(sink("broker"));

        assertThat(came("broker"))
                .containsExactly(
                        "dev.cdeventsx.sprintdelivery-approval.overridden o-1",
                        "dev.cdeventsx.sprintdelivery-approval.updated o-1");
    }

    @Test
    void aRestartInTheMiddleOfDeliveryLosesNothingAndKeepsTheOrder() throws Exception {
        int count = 12;
        for (int n = 0; n < count; n++) {
            deployed("d" + n, "shop", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(600 - n));
        }
        server.stubFor(post(urlEqualTo("/broker"))
                .willReturn(aResponse().withStatus(202).withFixedDelay(100)));
        AtomicReference<Exception> end = new AtomicReference<>();
        Thread sending = new Thread(() -> {
            try {
                run(sink("broker"));
            } catch (Exception e) {
                end.set(e);
            }
        });
        sending.start();
        while (ids("broker").size() < 3) {
            Thread.onSpinWait();
        }
        ledger.close();
        sending.join();
        assertThat(end.get()).isNotNull();
        assertThat(ids("broker").size()).isLessThan(count);

        ledger = open(directory);
        run(sink("broker"));
        assertThat(run(sink("broker")).tried()).isEmpty();

        List<String> first = new ArrayList<>(ids("broker"));
        Collections.reverse(first);
        assertThat(first.stream().distinct()).hasSize(count);
        // what was sent and not yet noted comes twice, at most one, and nothing comes out of turn
        assertThat(first.size()).isLessThanOrEqualTo(count + 1);
        assertThat(ledger.queries().outbox(100))
                .hasSize(count)
                .allMatch(entry -> entry.state() == State.DELIVERED)
                .extracting(OutboxEntry::subject)
                .containsExactlyElementsOf(IntStream.range(0, count)
                        .mapToObj(n -> "d" + (count - 1 - n))
                        .toList());
    }

    @Test
    void eventsGoThroughTheProxyAndWaitWhileItIsDown() throws Exception {
        WireMockServer proxy = new WireMockServer(wireMockConfig().dynamicPort().enableBrowserProxying(true));
        proxy.start();
        int port = proxy.port();
        HttpClient client = HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress("localhost", port)))
                .build();
        try {
            deployed("1", "shop", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(600));
            run(sink("broker", client));
            assertThat(came("broker")).hasSize(1);
            assertThat(proxy.getAllServeEvents()).hasSize(1);
        } finally {
            proxy.stop();
        }
        deployed("2", "shop", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(500));
        OutboxEntry waiting = run(sink("broker", client)).tried().get(0);
        assertThat(waiting.state()).isEqualTo(State.QUEUED);
        assertThat(came("broker")).hasSize(1);

        proxy = new WireMockServer(wireMockConfig().port(port).enableBrowserProxying(true));
        proxy.start();
        try {
            clock.advance(Duration.ofMinutes(2));
            run(sink("broker", client));
            assertThat(came("broker"))
                    .containsExactly("dev.cdevents.service.deployed shop", "dev.cdevents.service.upgraded shop");
        } finally {
            proxy.stop();
        }
    }
}
