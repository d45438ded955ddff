package io.jenkins.plugins.sprintdelivery.core.tracker;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Authorization;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.HttpLimits;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.HttpTransport;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Wording;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.Trackers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every tracker has to do, against a server that answers in its vendor's shapes. A new tracker gets all of it by one
 * class that says where its bodies are and which address answers with which.
 *
 * <p>All bodies tell one story. On 2026-01-26 the board of the web shop has Sprint 6, closed, Sprint 7, active, and
 * Sprint 8, which is to come. Sprint 7 has three tickets on at least two pages: 12 is blocked and at work, 13 is done, 14
 * is to do. There is no ticket 99. Grace moved 12 into the sprint on 2026-01-21.
 */
public abstract class TrackerContract {

    /** The moment at which everything is asked. */
    protected static final Instant NOW = Instant.parse("2026-01-26T12:00:00Z");

    /** A secret that must not be seen anywhere. */
    protected static final String SECRET = "s3cr3t-t0ken-0f-Ada";

    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final int MAX_BODY = 128 * 1024;
    private static final int MAX_PAGES = 20;

    /** The vendor's server. */
    protected static WireMockServer server;

    @BeforeAll
    static void startServer() {
        server = new WireMockServer(
                wireMockConfig().dynamicPort().dynamicHttpsPort().stubCorsEnabled(false));
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

    // ---- what a vendor's test says ----

    /** The site's settings at this URL, with the board of the story. */
    protected abstract SiteSettings site(URI url);

    /** The folder of the vendor's bodies. */
    protected abstract String folder();

    /** Lets the server tell the story. */
    protected abstract void stubStory();

    /** Lets the server answer the sprint's tickets with pages that never end. */
    protected abstract void stubEndlessPages();

    /** The header that has to say who asks. */
    protected abstract Map.Entry<String, String> authorization();

    /** How many requests two known and one unknown key may cost. */
    protected int requestsForTickets() {
        return 2;
    }

    /** The key of the ticket with this number. */
    protected String key(int number) {
        return "SHOP-" + number;
    }

    /** What the tracker calls Ada. */
    protected String ada() {
        return "Ada Lovelace";
    }

    /** Who the tracker says that the secret belongs to. */
    protected String account() {
        return ada();
    }

    /** What the tracker calls Grace. */
    protected String grace() {
        return "Grace Hopper";
    }

    /** The estimate of ticket 12, or null where the tracker has none. */
    protected BigDecimal estimate() {
        return new BigDecimal("3");
    }

    /** The links of ticket 12. */
    protected List<TicketLink> links() {
        return List.of();
    }

    /** The sprints that ticket 12 names, by name. */
    protected List<String> sprintsOfTicket() {
        return List.of("Sprint 7");
    }

    /** What a move into Sprint 7 names it by. */
    protected String movedTo() {
        return "107";
    }

    /** The name of a sprint as this vendor's teams write it. */
    protected String sprintName(int number) {
        return "Sprint " + number;
    }

    // ---- how to say it ----

    protected static void stub(MappingBuilder request, ResponseDefinitionBuilder answer) {
        server.stubFor(request.willReturn(answer));
    }

    /** A good answer with the body of a file of the vendor's folder. */
    protected ResponseDefinitionBuilder file(String name) {
        return json(body(name));
    }

    protected static ResponseDefinitionBuilder json(String body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body);
    }

    protected String body(String name) {
        String path = "/io/jenkins/plugins/sprintdelivery/core/tracker/" + folder() + "/" + name;
        try (InputStream input = TrackerContract.class.getResourceAsStream(path)) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpLimits limits(Duration exchange) {
        return new HttpLimits(
                exchange,
                MAX_BODY,
                4,
                0,
                Duration.ofMillis(1),
                Duration.ofMillis(50),
                1_000,
                Duration.ofMinutes(1),
                MAX_PAGES);
    }

    private Tracker tracker(URI url, Duration exchange) {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
        return new Trackers(client, limits(exchange), CLOCK).open(site(url), Secret.of(SECRET));
    }

    /** What asks the server by itself, for a tracker that is not made from settings. */
    protected final SiteHttp http() {
        Authorization none = Authorization.bearer(Secret.of(SECRET));
        Wording wording = new Wording("shop", none);
        HttpLimits limits = limits(Duration.ofSeconds(10));
        return new SiteHttp(
                new HttpTransport(HttpClient.newHttpClient(), none, limits, wording), wording, limits, CLOCK);
    }

    /** The clock that stands still at {@link #NOW}. */
    protected static Clock clock() {
        return CLOCK;
    }

    protected final Tracker tracker() {
        return tracker(url(), Duration.ofSeconds(10));
    }

    private static URI url() {
        return URI.create("http://localhost:" + server.port());
    }

    private String board() {
        return site(url()).board();
    }

    private List<String> keys() {
        return List.of(key(12), key(13), key(99));
    }

    private TrackedSprint sprint7() {
        return new TrackedSprint(
                "107", sprintName(7), board(), null, SprintState.ACTIVE, NOW, NOW.plusSeconds(1), null, null);
    }

    private Map<String, Callable<Object>> questions(Tracker tracker) {
        Map<String, Callable<Object>> questions = new LinkedHashMap<>();
        questions.put("account", tracker::account);
        questions.put("boards", () -> tracker.boards(""));
        questions.put("sprints", () -> tracker.sprints(board()));
        questions.put("tickets", () -> tracker.tickets(keys()));
        questions.put("ticketsOf", () -> tracker.ticketsOf(sprint7()));
        questions.put("sprintChanges", () -> tracker.sprintChanges(keys()));
        return questions;
    }

    // ---- the story ----

    @Test
    void saysWhoseSecretItIs() {
        stubStory();

        assertThat(tracker().account()).isEqualTo(account());

        Request request = server.getAllServeEvents().get(0).getRequest();
        assertThat(request.header(authorization().getKey()).values())
                .containsExactly(authorization().getValue());
    }

    @Test
    void findsBoardsByAPieceOfTheirName() {
        stubStory();

        List<Board> boards = tracker().boards("WEB");

        assertThat(boards).isNotEmpty().allMatch(board -> board.matches("web"));
    }

    @Test
    void readsTheSprintsOfABoardInOrder() {
        stubStory();

        List<TrackedSprint> sprints = tracker().sprints(board());

        assertThat(sprints.stream().filter(sprint -> sprint.start() != null))
                .extracting(TrackedSprint::name, TrackedSprint::state)
                .containsExactly(
                        tuple(sprintName(6), SprintState.CLOSED),
                        tuple(sprintName(7), SprintState.ACTIVE),
                        tuple(sprintName(8), SprintState.FUTURE));
        TrackedSprint active = sprints.get(1);
        assertThat(active.start()).isEqualTo("2026-01-19T00:00:00Z");
        assertThat(active.plannedEnd()).isEqualTo("2026-02-02T00:00:00Z");
        assertThat(active.board()).isEqualTo(board());
        assertThat(active.ranAt(NOW)).isTrue();
        assertThat(sprints.get(0).ranAt(NOW)).isFalse();
        assertThat(sprints.get(0).ranAt(Instant.parse("2026-01-18T23:59:59Z"))).isTrue();
        assertThat(active.dated("shop")).isPresent();
    }

    @Test
    void readsTicketsInABatchAndLeavesOutWhatIsUnknown() {
        stubStory();
        Tracker tracker = tracker();
        tracker.tickets(List.of());
        server.resetRequests();

        List<TrackedTicket> tickets = tracker.tickets(keys());

        assertThat(tickets).extracting(TrackedTicket::key).containsExactlyInAnyOrder(key(12), key(13));
        TrackedTicket twelve = ticket(tickets, 12);
        assertThat(twelve.title()).isEqualTo("Pay by card");
        assertThat(twelve.blocked()).isTrue();
        assertThat(twelve.assignee()).isEqualTo(ada());
        assertThat(twelve.links()).isEqualTo(links());
        assertThat(twelve.url()).isNotNull();
        assertThat(ticket(tickets, 13).category()).isEqualTo(StatusCategory.DONE);
        assertThat(ticket(tickets, 13).blocked()).isFalse();
        assertThat(server.getAllServeEvents()).hasSizeLessThanOrEqualTo(requestsForTickets());
    }

    @Test
    void readsTheTicketsOfASprintToTheLastPage() {
        stubStory();
        Tracker tracker = tracker();
        TrackedSprint active = tracker.sprints(board()).get(1);

        List<TrackedTicket> tickets = tracker.ticketsOf(active);

        assertThat(tickets).extracting(TrackedTicket::key).containsExactlyInAnyOrder(key(12), key(13), key(14));
        TrackedTicket twelve = ticket(tickets, 12);
        if (estimate() == null) {
            assertThat(twelve.estimate()).isNull();
        } else {
            assertThat(twelve.estimate()).isEqualByComparingTo(estimate());
        }
        assertThat(twelve.sprints()).extracting(SprintReference::name).isEqualTo(sprintsOfTicket());
        assertThat(twelve.sprints().get(twelve.sprints().size() - 1).isOf(active))
                .isTrue();
        assertThat(twelve.links()).isEqualTo(links());
        assertThat(ticket(tickets, 14).category()).isEqualTo(StatusCategory.TO_DO);
        assertThat(ticket(tickets, 14).assignee()).isNull();
        assertThat(ticket(tickets, 14).estimate()).isNull();
    }

    @Test
    void saysWhoMovedATicketIntoTheSprintAndWhen() {
        stubStory();
        Tracker tracker = tracker();

        Map<String, List<SprintChange>> changes = tracker.sprintChanges(List.of(key(12), key(13)));

        if (!tracker.keepsSprintHistory()) {
            assertThat(changes).isEmpty();
            return;
        }
        assertThat(changes).containsOnlyKeys(key(12));
        assertThat(changes.get(key(12))).singleElement().satisfies(change -> {
            assertThat(change.at()).isEqualTo("2026-01-21T09:00:00Z");
            assertThat(change.by()).isEqualTo(grace());
            assertThat(change.before()).doesNotContain(movedTo());
            assertThat(change.after()).contains(movedTo());
        });
    }

    private TrackedTicket ticket(List<TrackedTicket> tickets, int number) {
        return tickets.stream()
                .filter(ticket -> ticket.key().equals(key(number)))
                .findFirst()
                .orElseThrow();
    }

    // ---- when it does not go well ----

    /** What a server may do instead of answering, and what it has to be called. */
    private enum Wrong {
        TOKEN(
                TrackerFailure.WrongCredentials.class,
                "make a new token",
                aResponse().withStatus(401)),
        PERMISSION(
                TrackerFailure.NoPermission.class,
                "give it the rights",
                aResponse().withStatus(403)),
        BOARD(
                TrackerFailure.NotFound.class,
                "check the url, the board",
                aResponse().withStatus(404)),
        LIMIT(
                TrackerFailure.RateLimited.class,
                "asked again at 2026-01-26T12:05:00Z",
                aResponse().withStatus(429).withHeader("Retry-After", "300")),
        ERROR(TrackerFailure.Unavailable.class, "asked again later", aResponse().withStatus(500)),
        DOWN_FOR_MAINTENANCE(
                TrackerFailure.Unavailable.class,
                "asked again later",
                aResponse()
                        .withStatus(503)
                        .withHeader("Content-Type", "text/html")
                        .withBody("<html>Sorry</html>")),
        REDIRECT(
                TrackerFailure.Redirected.class,
                "on to login.example.com, which is not followed",
                aResponse().withStatus(302).withHeader("Location", "https://login.example.com/?next=x")),
        WEB_PAGE(
                TrackerFailure.Malformed.class,
                "a web page and no JSON",
                aResponse().withHeader("Content-Type", "text/html").withBody("<!DOCTYPE html><html>Log in</html>")),
        TORN(TrackerFailure.Malformed.class, "no JSON that can be read", json("{\"values\": [{\"id\": 1")),
        DEEP(TrackerFailure.Malformed.class, "no JSON that can be read", json("[".repeat(10_000))),
        LARGE(TrackerFailure.Malformed.class, "larger than 128 kB", json("[\"" + "x".repeat(MAX_BODY) + "\"]")),
        EMPTY(TrackerFailure.Malformed.class, "the answer", aResponse());

        private final Class<? extends TrackerFailure> failure;
        private final String words;
        private final ResponseDefinitionBuilder answer;

        Wrong(Class<? extends TrackerFailure> failure, String words, ResponseDefinitionBuilder answer) {
            this.failure = failure;
            this.words = words;
            this.answer = answer;
        }
    }

    @ParameterizedTest
    @EnumSource
    void callsWhatIsWrongByItsNameAndSaysWhatToDo(Wrong wrong) {
        stub(any(anyUrl()), wrong.answer);

        questions(tracker()).forEach((name, question) -> {
            Throwable thrown = catchThrowable(question);
            // an empty answer to a question for one thing that is not there is an answer
            if (thrown == null && isAsked(name)) {
                assertThat(wrong).as(name).isEqualTo(Wrong.BOARD);
            } else if (isAsked(name)) {
                assertThat(thrown).as(name).isInstanceOf(TrackerException.class);
                assertThat(((TrackerException) thrown).failure()).as(name).isInstanceOf(wrong.failure);
                assertThat(thrown.getMessage()).as(name).contains(wrong.words).doesNotContain(SECRET);
            }
        });
    }

    // what a vendor cannot be asked for costs no request and cannot go wrong
    private boolean isAsked(String question) {
        return !question.equals("sprintChanges") || tracker().keepsSprintHistory();
    }

    private static Throwable catchThrowable(Callable<Object> question) {
        return org.assertj.core.api.Assertions.catchThrowable(question::call);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "\"x\"",
                "17",
                "[null]",
                "[[]]",
                "[{}]",
                "{\"values\":{}}",
                "{\"values\":[null,1]}",
                "{\"issues\":[{\"key\":{}}]}",
                "{\"value\":[{\"id\":[]}]}",
                "{\"data\":null}",
                "{\"data\":[]}",
                "{\"data\":{\"repositoryOwner\":7}}",
                "{\"tasks\":[{\"id\":true}]}",
                "{\"items\":[{\"ref\":[]}]}"
            })
    void aLieIsEitherReadAsNothingOrCalledOne(String lie) {
        stub(any(anyUrl()), json(lie));

        questions(tracker()).forEach((name, question) -> {
            Throwable thrown = catchThrowable(question);
            if (thrown != null) {
                assertThat(thrown).as(name).isInstanceOf(TrackerException.class);
                assertThat(((TrackerException) thrown).failure())
                        .as(name)
                        .isInstanceOfAny(TrackerFailure.Malformed.class, TrackerFailure.NotFound.class);
            }
        });
    }

    @Test
    void pagesThatNeverEndAreLeft() {
        stubStory();
        Tracker tracker = tracker();
        TrackedSprint active = tracker.sprints(board()).get(1);
        stubEndlessPages();
        server.resetRequests();

        TrackerException stopped = catchThrowableOfType(TrackerException.class, () -> endless(tracker, active));

        assertThat(stopped.failure()).isInstanceOf(TrackerFailure.Malformed.class);
        assertThat(stopped).hasMessageContaining("Reading was stopped");
        assertThat(server.getAllServeEvents()).hasSizeLessThanOrEqualTo(MAX_PAGES + 5);
    }

    /** Asks what {@link #stubEndlessPages} answers. */
    protected Object endless(Tracker tracker, TrackedSprint active) {
        return tracker.ticketsOf(active);
    }

    @Test
    void oneThatIsSlowIsNotWaitedFor() {
        stub(any(anyUrl()), json("{}").withFixedDelay(4_000));

        assertEndsInTime(tracker(url(), Duration.ofMillis(300)));
    }

    @Test
    void oneThatTricklesIsNotWaitedFor() {
        stub(any(anyUrl()), json("[" + " ".repeat(40) + "]").withChunkedDribbleDelay(40, 4_000));

        assertEndsInTime(tracker(url(), Duration.ofMillis(300)));
    }

    private void assertEndsInTime(Tracker tracker) {
        long before = System.nanoTime();

        TrackerException late = catchThrowableOfType(TrackerException.class, () -> tracker.sprints(board()));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(3_500));
        assertThat(late.failure()).isInstanceOf(TrackerFailure.TimedOut.class);
        assertThat(late).hasMessageContaining("no whole answer within 300 ms");
    }

    @Test
    void oneThatIsDownIsCalledUnavailable() {
        WireMockServer gone = new WireMockServer(wireMockConfig().dynamicPort());
        gone.start();
        URI url = URI.create(gone.baseUrl());
        gone.stop();

        TrackerException down = catchThrowableOfType(
                TrackerException.class,
                () -> tracker(url, Duration.ofSeconds(5)).sprints(board()));

        assertThat(down.failure()).isInstanceOf(TrackerFailure.Unavailable.class);
        assertThat(down).hasMessageContaining("nothing answers at localhost");
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() {
        stubStory();
        URI url = URI.create("https://localhost:" + server.httpsPort());

        TrackerException refused = catchThrowableOfType(
                TrackerException.class,
                () -> tracker(url, Duration.ofSeconds(10)).sprints(board()));

        assertThat(refused.failure()).isInstanceOf(TrackerFailure.Untrusted.class);
        assertThat(refused).hasMessageContaining("no trusted connection");
        assertThat(server.getAllServeEvents()).isEmpty();
    }

    @Test
    void theSecretIsInNoAddressAndNoMessageEvenIfTheServerSaysIt() {
        stubStory();
        assertThatCode(() -> questions(tracker()).values().forEach(TrackerContract::catchThrowable))
                .doesNotThrowAnyException();
        for (ServeEvent event : server.getAllServeEvents()) {
            assertThat(event.getRequest().getUrl()).doesNotContain(SECRET);
        }
        server.resetAll();
        stub(
                any(anyUrl()),
                json("{\"message\": \"the token " + SECRET + " of "
                                + authorization().getValue().replace("\"", "\\\"") + " is bad\"}")
                        .withStatus(401));

        questions(tracker()).forEach((name, question) -> {
            Throwable thrown = catchThrowable(question);
            assumeTrue(thrown != null || !isAsked(name));
            if (thrown != null) {
                assertThat(thrown.toString()).as(name).doesNotContain(SECRET).contains("****");
                assertThat(thrown.getCause()).as(name).isNull();
            }
        });
    }
}
