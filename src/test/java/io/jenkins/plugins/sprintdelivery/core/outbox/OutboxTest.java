package io.jenkins.plugins.sprintdelivery.core.outbox;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.JobMove;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry.State;
import io.jenkins.plugins.sprintdelivery.core.tracker.AdjustableClock;
import io.jenkins.plugins.sprintdelivery.core.tracker.Secret;
import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerWriter;
import io.jenkins.plugins.sprintdelivery.core.tracker.WriteBack;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.HttpLimits;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.Trackers;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the ledger knows, on its way to trackers that fail, with a real ledger and real HTTP. */
class OutboxTest {

    private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String DEPLOYMENTS = "/jira/deployments/0.1/cloud/c10ud/bulk";
    private static final String BUILDS = "/jira/builds/0.1/cloud/c10ud/bulk";
    private static final String COMMENTS = "/projects/acme%2Fshop/issues/12/notes";
    private static final HttpLimits LIMITS = new HttpLimits(
            Duration.ofSeconds(5),
            1024 * 1024,
            4,
            0,
            Duration.ofMillis(1),
            Duration.ofMillis(10),
            1_000,
            Duration.ofSeconds(30),
            100);

    private static WireMockServer server;

    @TempDir
    Path directory;

    private final AdjustableClock clock = new AdjustableClock(NOW);
    private Ledger ledger;

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
        server.stubFor(get(urlEqualTo("/_edge/tenant_info")).willReturn(okJson("{\"cloudId\": \"c10ud\"}")));
        server.stubFor(post(urlEqualTo("/oauth/token"))
                .willReturn(okJson("{\"access_token\": \"t0ken\", \"expires_in\": 3600, \"token_type\": \"Bearer\"}")));
        jiraTakes(
                DEPLOYMENTS, "{\"acceptedDeployments\": [{}], \"rejectedDeployments\": [], \"unknownIssueKeys\": []}");
        jiraTakes(BUILDS, "{\"acceptedBuilds\": [{}], \"rejectedBuilds\": [], \"unknownIssueKeys\": [\"SHOP-99\"]}");
        server.stubFor(
                post(urlEqualTo(COMMENTS)).willReturn(okJson("{\"id\": 1}").withStatus(201)));
        server.stubFor(get(urlPathEqualTo(COMMENTS)).willReturn(okJson("[]")));
        ledger = Ledger.open(directory, clock);
    }

    @AfterEach
    void close() throws Exception {
        ledger.close();
    }

    private static void jiraTakes(String path, String answer) {
        server.stubFor(post(urlEqualTo(path)).willReturn(okJson(answer).withStatus(202)));
    }

    private void restart() throws Exception {
        ledger.close();
        ledger = Ledger.open(directory, clock);
    }

    private OutboxSite jira() {
        TrackerType.JiraCloud type = new TrackerType.JiraCloud(URI.create(server.baseUrl()));
        return site("jira", type, "SHOP-", Set.of(WriteBack.BUILDS, WriteBack.DEPLOYMENTS));
    }

    private OutboxSite gitLab(WriteBack... writes) {
        return site("gitlab", new TrackerType.GitLab("acme/shop"), "#", Set.of(writes));
    }

    private OutboxSite site(String name, TrackerType type, String prefix, Set<WriteBack> writes) {
        SiteSettings settings =
                new SiteSettings(name, type, URI.create(server.baseUrl()), "ada", null, Set.of(), writes, "cl1ent");
        TrackerWriter writer = new Trackers(HttpClient.newHttpClient(), LIMITS, clock)
                .writer(settings, Secret.of("read"), Secret.of("s3cr3t"))
                .orElseThrow();
        return new OutboxSite(name, writes, (job, key) -> key.startsWith(prefix), writer);
    }

    private OutboxRun run(OutboxSite... sites) throws Exception {
        return new Outbox(ledger, List.of(sites), clock).run();
    }

    private void deployed(String id, DeploymentStatus status, Instant started, String environment) throws Exception {
        ledger.append(new LedgerEvent.DeploymentRecorded(new Deployment(
                id,
                "shop",
                Environment.named(environment),
                "2." + id,
                COMMIT,
                null,
                null,
                status,
                started,
                status == DeploymentStatus.IN_PROGRESS ? null : started.plusSeconds(60),
                new BuildReference("shop/main", 7, "https://ci.acme.com/job/shop/7/"),
                null,
                List.of("SHOP-1", "#12"),
                List.of())));
    }

    private static List<JsonNode> sent(String path) {
        return server.getAllServeEvents().stream()
                .map(ServeEvent::getRequest)
                .filter(request -> request.getUrl().equals(path)
                        && request.getMethod().getName().equals("POST"))
                .map(request -> Json.mapper().readTree(request.getBodyAsString()))
                .sorted((one, other) -> Long.compare(sequence(one), sequence(other)))
                .toList();
    }

    private static long sequence(JsonNode body) {
        return body.at("/deployments/0/updateSequenceNumber").asLong(0);
    }

    private static List<State> states(OutboxRun run) {
        return run.tried().stream().map(OutboxEntry::state).toList();
    }

    @Test
    void aDeploymentIsToldInEachOfItsStatesOnceWithRisingNumbers() throws Exception {
        Instant started = NOW.minusSeconds(120);
        deployed("1", DeploymentStatus.IN_PROGRESS, started, "production");
        run(jira());
        deployed("1", DeploymentStatus.SUCCESSFUL, started, "production");
        run(jira());
        run(jira());
        clock.advance(Duration.ofDays(3));
        deployed("1", DeploymentStatus.ROLLED_BACK, started, "production");
        run(jira());
        clock.advance(Duration.ofHours(2));
        run(jira());

        List<JsonNode> sent = sent(DEPLOYMENTS);
        assertThat(sent)
                .extracting(body -> body.at("/deployments/0/state").asString())
                .containsExactly("in_progress", "successful", "rolled_back");
        assertThat(sent)
                .extracting(OutboxTest::sequence)
                .isSorted()
                .doesNotHaveDuplicates()
                .first()
                .isEqualTo(NOW.toEpochMilli());
        assertThat(sent)
                .allSatisfy(body -> assertThat(
                                body.at("/deployments/0/associations/0/values").toString())
                        .isEqualTo("[\"SHOP-1\"]"));
    }

    /** Jira knows a deployment by pipeline, environment and number; a build by pipeline and number. */
    @Test
    void aJobThatIsRenamedInBetweenIsToldOfUnderTheNameThatTheTrackerKnowsAndLinksToWhereItIs() throws Exception {
        String before = "https://ci.acme.com/job/shop/7/";
        String after = "https://ci.acme.com/job/team/job/store/7/";
        ledger.append(
                new LedgerEvent.BuildRecorded(shopBuild("shop", BuildResult.IN_PROGRESS, before)),
                new LedgerEvent.DeploymentRecorded(shopDeployment("shop", DeploymentStatus.SUCCESSFUL, before)));
        run(jira());

        ledger.append(new LedgerEvent.JobMoved(new JobMove("shop", "team/store", clock.instant())));
        run(jira());
        assertThat(sent(DEPLOYMENTS)).as("that it moved is no news").hasSize(1);
        assertThat(sent(BUILDS)).hasSize(1);
        clock.advance(Duration.ofMinutes(5));
        ledger.append(
                new LedgerEvent.BuildRecorded(shopBuild("team/store", BuildResult.SUCCESSFUL, after)),
                new LedgerEvent.DeploymentRecorded(shopDeployment("team/store", DeploymentStatus.ROLLED_BACK, after)));
        run(jira());
        ledger.rebuild();
        assertThat(ledger.catchUp(Duration.ofSeconds(60))).isTrue();
        run(jira());

        assertThat(sent(DEPLOYMENTS))
                .extracting(
                        body -> body.at("/deployments/0/state").asString(),
                        body -> body.at("/deployments/0/pipeline/id").asString(),
                        body -> body.at("/deployments/0/deploymentSequenceNumber")
                                .asLong(),
                        body -> body.at("/deployments/0/url").asString())
                .containsExactly(
                        tuple("successful", "shop", NOW.minusSeconds(300).toEpochMilli(), before),
                        tuple("rolled_back", "shop", NOW.minusSeconds(300).toEpochMilli(), after));
        assertThat(sent(DEPLOYMENTS))
                .extracting(OutboxTest::sequence)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(sent(BUILDS))
                .extracting(
                        body -> body.at("/builds/0/state").asString(),
                        body -> body.at("/builds/0/pipelineId").asString(),
                        body -> body.at("/builds/0/buildNumber").asInt(),
                        body -> body.at("/builds/0/url").asString())
                .containsExactlyInAnyOrder(
                        tuple("in_progress", "shop", 7, before), tuple("successful", "shop", 7, after));
    }

    /** Queued under the old name, and told after the rename. */
    @Test
    void whatWaitsWhileItsJobIsRenamedLinksToWhereTheJobIsThen() throws Exception {
        server.stubFor(post(urlEqualTo(DEPLOYMENTS)).willReturn(aResponse().withStatus(503)));
        ledger.append(new LedgerEvent.DeploymentRecorded(
                shopDeployment("shop", DeploymentStatus.SUCCESSFUL, "https://ci.acme.com/job/shop/7/")));
        run(jira());
        ledger.append(new LedgerEvent.JobMoved(new JobMove("shop", "store", clock.instant())));
        jiraTakes(DEPLOYMENTS, "{\"acceptedDeployments\": [{}], \"unknownIssueKeys\": []}");
        server.resetRequests();
        clock.advance(Duration.ofMinutes(5));

        assertThat(states(run(jira()))).containsExactly(State.DELIVERED);
        assertThat(sent(DEPLOYMENTS)).singleElement().satisfies(body -> {
            assertThat(body.at("/deployments/0/url").asString()).isEqualTo("https://ci.acme.com/job/store/7/");
            assertThat(sequence(body)).isEqualTo(NOW.toEpochMilli());
        });
    }

    private static Build shopBuild(String job, BuildResult result, String url) {
        return new Build(
                new BuildReference(job, 7, url),
                job,
                result,
                NOW.minusSeconds(600),
                1_000,
                null,
                List.of("SHOP-1"),
                null,
                null,
                List.of());
    }

    private static Deployment shopDeployment(String job, DeploymentStatus status, String url) {
        return new Deployment(
                "d1",
                job,
                Environment.named("production"),
                "2.1",
                COMMIT,
                null,
                null,
                status,
                NOW.minusSeconds(300),
                NOW.minusSeconds(60),
                new BuildReference(job, 7, url),
                null,
                List.of("SHOP-1"),
                List.of());
    }

    @Test
    void aTrackerThatIsDownForAWhileGetsEverythingOnceAfterwards() throws Exception {
        server.stubFor(post(urlEqualTo(DEPLOYMENTS)).willReturn(aResponse().withStatus(503)));
        deployed("1", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(600), "production");
        deployed("2", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(300), "production");

        OutboxRun down = run(jira());
        assertThat(down.queued()).hasSize(2);
        // the first failure keeps the second one from being tried
        assertThat(states(down)).containsExactly(State.QUEUED);
        assertThat(down.tried().get(0).message()).contains("answered 503").doesNotContain("s3cr3t", "t0ken");
        assertThat(run(jira()).queued()).isEmpty();
        clock.advance(Duration.ofMinutes(2));
        run(jira());
        restart();
        jiraTakes(DEPLOYMENTS, "{\"acceptedDeployments\": [{}], \"unknownIssueKeys\": []}");
        server.resetRequests();
        clock.advance(Duration.ofHours(2));

        OutboxRun up = run(jira());

        assertThat(states(up)).containsExactly(State.DELIVERED, State.DELIVERED);
        assertThat(sent(DEPLOYMENTS)).hasSize(2);
        clock.advance(Duration.ofHours(2));
        assertThat(run(jira()).tried()).isEmpty();
        assertThat(sent(DEPLOYMENTS)).hasSize(2);
    }

    @Test
    void aRestartBetweenAttemptAndOutcomeRepeatsWithTheSameNumber() throws Exception {
        deployed("1", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(600), "production");
        OutboxSite real = jira();
        OutboxSite killed = new OutboxSite("jira", real.writes(), real.holds(), entry -> {
            real.writer().deliver(entry);
            throw new StackOverflowError("the process is killed here");
        });

        assertThatThrownBy(() -> run(killed)).isInstanceOf(StackOverflowError.class);
        restart();
        clock.advance(Duration.ofMinutes(5));
        OutboxRun again = run(jira());

        assertThat(states(again)).containsExactly(State.DELIVERED);
        assertThat(sent(DEPLOYMENTS))
                .hasSize(2)
                .extracting(OutboxTest::sequence)
                .containsOnly(NOW.toEpochMilli());
    }

    @Test
    void aCommentWhoseOutcomeWasLostIsNotWrittenTwice() throws Exception {
        deployed("1", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(600), "production");
        OutboxSite real = gitLab(WriteBack.COMMENTS);
        OutboxSite killed = new OutboxSite("gitlab", real.writes(), real.holds(), entry -> {
            real.writer().deliver(entry);
            throw new StackOverflowError("the process is killed here");
        });

        assertThatThrownBy(() -> run(killed)).isInstanceOf(StackOverflowError.class);
        restart();
        String text = sent(COMMENTS).get(0).get("body").asString();
        server.stubFor(get(urlPathEqualTo(COMMENTS))
                .willReturn(okJson(Json.mapper().writeValueAsString(List.of(java.util.Map.of("body", text))))));
        clock.advance(Duration.ofMinutes(5));
        OutboxRun again = run(real);

        assertThat(states(again)).containsExactly(State.DELIVERED);
        assertThat(sent(COMMENTS)).hasSize(1);
        assertThat(text).contains("`shop` `2.1` to `production`: successful.", "https://ci.acme.com/job/shop/7/");
    }

    @Test
    void aCommentThatBrokeOffOnTheWayIsLookedForAndWrittenAgain() throws Exception {
        server.stubFor(post(urlEqualTo(COMMENTS)).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
        deployed("1", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(600), "production");
        assertThat(states(run(gitLab(WriteBack.COMMENTS)))).containsExactly(State.QUEUED);

        server.stubFor(post(urlEqualTo(COMMENTS)).willReturn(okJson("{}").withStatus(201)));
        clock.advance(Duration.ofMinutes(5));

        assertThat(states(run(gitLab(WriteBack.COMMENTS)))).containsExactly(State.DELIVERED);
        server.verify(1, com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor(urlPathEqualTo(COMMENTS)));
    }

    @Test
    void commentsAreAboutFinishedDeploymentsToProductionAndStatusesAboutAll() throws Exception {
        server.stubFor(post(urlEqualTo("/projects/acme%2Fshop/statuses/" + COMMIT))
                .willReturn(okJson("{}").withStatus(201)));
        deployed("1", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(600), "staging");
        deployed("2", DeploymentStatus.IN_PROGRESS, NOW.minusSeconds(60), "production");
        deployed("old", DeploymentStatus.SUCCESSFUL, NOW.minus(Duration.ofDays(2)), "production");

        OutboxRun run = run(gitLab(WriteBack.COMMENTS, WriteBack.STATUSES));

        assertThat(run.tried())
                .extracting(OutboxEntry::kind, OutboxEntry::subject, OutboxEntry::state)
                .containsExactlyInAnyOrder(
                        org.assertj.core.api.Assertions.tuple(OutboxEntry.Kind.STATUS, "1", State.DELIVERED),
                        org.assertj.core.api.Assertions.tuple(OutboxEntry.Kind.STATUS, "2", State.DELIVERED));
        server.verify(postRequestedFor(anyUrl())
                .withRequestBody(matchingJsonPath("$.name", equalTo("sprint-delivery/staging")))
                .withRequestBody(matchingJsonPath("$.state", equalTo("success"))));
        server.verify(postRequestedFor(anyUrl())
                .withRequestBody(matchingJsonPath("$.name", equalTo("sprint-delivery/production")))
                .withRequestBody(matchingJsonPath("$.state", equalTo("pending"))));
    }

    @Test
    void buildsAreToldAndUnknownKeysAreKept() throws Exception {
        ledger.append(new LedgerEvent.BuildRecorded(new Build(
                new BuildReference("shop/main", 7, "https://ci.acme.com/job/shop/7/"),
                "shop",
                BuildResult.SUCCESSFUL,
                NOW.minusSeconds(60),
                1_000,
                null,
                List.of("SHOP-1", "SHOP-99", "#12"),
                null,
                null,
                List.of())));

        OutboxRun run = run(jira());

        assertThat(run.tried()).singleElement().satisfies(entry -> {
            assertThat(entry.state()).isEqualTo(State.DELIVERED);
            assertThat(entry.unknownKeys()).containsExactly("SHOP-99");
        });
        assertThat(sent(BUILDS).get(0).at("/builds/0/associations/0/values").toString())
                .isEqualTo("[\"SHOP-1\",\"SHOP-99\"]");
        assertThat(ledger.catchUp(Duration.ofSeconds(30))).isTrue();
        assertThat(ledger.queries().outbox(10)).containsExactlyElementsOf(run.tried());
    }

    @Test
    void whatATrackerRejectsIsNotTriedAgain() throws Exception {
        jiraTakes(
                DEPLOYMENTS,
                "{\"acceptedDeployments\": [], \"rejectedDeployments\": [{\"key\": {}, \"errors\": [{\"message\":"
                        + " \"No valid issue keys\"}]}], \"unknownIssueKeys\": [\"SHOP-1\"]}");
        deployed("1", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(600), "production");

        OutboxEntry entry = run(jira()).tried().get(0);

        assertThat(entry.state()).isEqualTo(State.REJECTED);
        assertThat(entry.message()).isEqualTo("Jira rejected it: No valid issue keys.");
        assertThat(entry.unknownKeys()).containsExactly("SHOP-1");
        clock.advance(Duration.ofHours(2));
        assertThat(run(jira()).tried()).isEmpty();
    }

    @Test
    void aLaterWordTakesThePlaceOfOneThatStillWaits() throws Exception {
        server.stubFor(post(urlEqualTo(DEPLOYMENTS)).willReturn(aResponse().withStatus(503)));
        deployed("1", DeploymentStatus.IN_PROGRESS, NOW.minusSeconds(600), "production");
        run(jira());
        deployed("1", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(600), "production");
        run(jira());
        jiraTakes(DEPLOYMENTS, "{\"acceptedDeployments\": [{}], \"unknownIssueKeys\": []}");
        server.resetRequests();
        clock.advance(Duration.ofHours(2));
        run(jira());

        assertThat(sent(DEPLOYMENTS))
                .extracting(body -> body.at("/deployments/0/state").asString())
                .containsExactly("successful");
        assertThat(ledger.catchUp(Duration.ofSeconds(30))).isTrue();
        assertThat(ledger.queries().outbox(10))
                .extracting(OutboxEntry::state)
                .containsExactly(State.DELIVERED, State.SUPERSEDED);
    }

    @Test
    void oAuthCredentialsAreChangedForATokenThatIsKeptUntilItExpiresOrIsRefused() throws Exception {
        OutboxSite jira = jira();
        deployed("1", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(600), "production");
        deployed("2", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(500), "production");
        run(jira);
        server.verify(1, postRequestedFor(urlEqualTo("/oauth/token")).withRequestBody(equalToJson("""
                {"audience": "api.atlassian.com", "grant_type": "client_credentials", "client_id": "cl1ent",
                 "client_secret": "s3cr3t"}""")));
        server.verify(
                2, postRequestedFor(urlEqualTo(DEPLOYMENTS)).withHeader("Authorization", equalTo("Bearer t0ken")));

        clock.advance(Duration.ofMinutes(61));
        deployed("3", DeploymentStatus.SUCCESSFUL, clock.instant().minusSeconds(400), "production");
        run(jira);
        server.verify(2, postRequestedFor(urlEqualTo("/oauth/token")));

        server.stubFor(post(urlEqualTo(DEPLOYMENTS)).willReturn(aResponse().withStatus(401)));
        deployed("4", DeploymentStatus.SUCCESSFUL, clock.instant().minusSeconds(300), "production");
        assertThat(run(jira).tried().get(0).state()).isEqualTo(State.QUEUED);
        clock.advance(Duration.ofMinutes(5));
        run(jira);
        server.verify(3, postRequestedFor(urlEqualTo("/oauth/token")));
    }

    @Test
    void aRateLimitIsWaitedForAndAfterSevenDaysItIsGivenUp() throws Exception {
        server.stubFor(post(urlEqualTo(DEPLOYMENTS))
                .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "1800")));
        deployed("1", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(600), "production");

        OutboxEntry limited = run(jira()).tried().get(0);
        assertThat(limited.due()).isEqualTo(NOW.plusSeconds(1800));

        server.stubFor(post(urlEqualTo(DEPLOYMENTS)).willReturn(aResponse().withStatus(403)));
        clock.advance(Duration.ofDays(7).plusSeconds(1));
        OutboxEntry gone = run(jira()).tried().get(0);
        assertThat(gone.state()).isEqualTo(State.GIVEN_UP);
        assertThat(gone.message()).contains("answered 403");
    }

    @Test
    void whatIsForATrackerThatIsGoneWaitsAndSaysSo() throws Exception {
        server.stubFor(post(urlEqualTo(DEPLOYMENTS)).willReturn(aResponse().withStatus(503)));
        deployed("1", DeploymentStatus.SUCCESSFUL, NOW.minusSeconds(600), "production");
        run(jira());
        clock.advance(Duration.ofMinutes(5));

        OutboxEntry entry = run().tried().get(0);

        assertThat(entry.state()).isEqualTo(State.QUEUED);
        assertThat(entry.message()).contains("There is no tracker 'jira' any more");
    }
}
