package io.jenkins.plugins.sprintdelivery.core.tracker.site;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import io.jenkins.plugins.sprintdelivery.core.tracker.CommitStatuses;
import io.jenkins.plugins.sprintdelivery.core.tracker.Secret;
import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerWriter;
import io.jenkins.plugins.sprintdelivery.core.tracker.WriteBack;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Authorization;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.HttpLimits;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.HttpTransport;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Wording;
import io.jenkins.plugins.sprintdelivery.core.tracker.jira.JiraSubmission;
import io.jenkins.plugins.sprintdelivery.core.tracker.jira.JiraWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WriteBackTest {

    private static final Instant STARTED = Instant.parse("2026-01-26T10:00:00Z");
    private static final Instant FINISHED = Instant.parse("2026-01-26T10:05:00Z");
    private static final URI PAGE = URI.create("https://ci.acme.com/job/shop/7/");
    private static final Secret SECRET = Secret.of("t0ken");
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    private static WireMockServer server;

    private final Trackers trackers = new Trackers(HttpClient.newHttpClient(), HttpLimits.DEFAULT, Clock.systemUTC());

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

    private static ResponseDefinitionBuilder file(String name) throws IOException {
        String path = "/io/jenkins/plugins/sprintdelivery/core/tracker/" + name;
        try (InputStream input = WriteBackTest.class.getResourceAsStream(path)) {
            return aResponse()
                    .withStatus(201)
                    .withHeader("Content-Type", "application/json")
                    .withBody(new String(input.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static SiteSettings site(TrackerType type, Set<WriteBack> writes) {
        return new SiteSettings("s", type, URI.create(server.baseUrl()), "user", "12", Set.of(), writes, null);
    }

    private TrackerWriter writer(TrackerType type) {
        return trackers.writer(site(type, WriteBack.takenBy(type)), SECRET, null)
                .orElseThrow();
    }

    private static OutboxEntry entry(OutboxEntry.Kind kind, String ticket, String version) {
        Deployment deployment = new Deployment(
                "d1",
                "shop",
                Environment.named("production"),
                version,
                COMMIT,
                null,
                null,
                DeploymentStatus.FAILED,
                STARTED,
                FINISHED,
                null,
                null,
                List.of("#12"),
                List.of());
        return new OutboxEntry(
                "e-1",
                "s",
                kind,
                "d1",
                ticket,
                "failed",
                1,
                null,
                deployment,
                null,
                PAGE.toString(),
                OutboxEntry.State.QUEUED,
                0,
                FINISHED,
                FINISHED,
                null,
                List.of());
    }

    private static OutboxEntry comment(String ticket) {
        return entry(OutboxEntry.Kind.COMMENT, ticket, "1.2");
    }

    // ---- comments ----

    @Test
    void commentsGoWhereEachVendorTakesThem() throws IOException {
        server.stubFor(post(urlEqualTo("/repos/acme/shop/issues/12/comments")).willReturn(file("github/comment.json")));
        server.stubFor(post(urlEqualTo("/projects/acme%2Fshop/issues/12/notes")).willReturn(file("gitlab/note.json")));
        server.stubFor(post(urlEqualTo("/task/SHOP-12/comment?custom_task_ids=true&team_id=9001"))
                .willReturn(file("clickup/comment.json")));
        server.stubFor(get(urlPathEqualTo("/boards/12/cards/all")).willReturn(file("trello/board-cards.json")));
        server.stubFor(post(urlEqualTo("/cards/6964c3a0a1b2c3d4e5f6000c/actions/comments"))
                .willReturn(file("trello/comment.json")));

        writer(new TrackerType.GitHub("acme/shop")).deliver(comment("#12"));
        writer(new TrackerType.GitLab("acme/shop")).deliver(comment("#12"));
        writer(new TrackerType.ClickUp("9001")).deliver(comment("SHOP-12"));
        writer(new TrackerType.Trello(TrackerType.Trello.SprintBy.LIST, null)).deliver(comment("#12"));

        server.verify(
                postRequestedFor(urlPathEqualTo("/repos/acme/shop/issues/12/comments"))
                        .withRequestBody(
                                equalToJson(
                                        "{\"body\": \"Deployment of `shop` `1.2` to `production`: failed.\\n\\nhttps://ci.acme.com/job/shop/7/\\n\\n(sprint-delivery e-1)\"}")));
        server.verify(
                postRequestedFor(urlPathEqualTo("/projects/acme%2Fshop/issues/12/notes"))
                        .withRequestBody(
                                equalToJson(
                                        "{\"body\": \"Deployment of `shop` `1.2` to `production`: failed.\\n\\nhttps://ci.acme.com/job/shop/7/\\n\\n(sprint-delivery e-1)\"}")));
        server.verify(
                postRequestedFor(urlPathEqualTo("/task/SHOP-12/comment"))
                        .withRequestBody(
                                equalToJson(
                                        "{\"comment_text\": \"Deployment of `shop` `1.2` to `production`: failed.\\n\\nhttps://ci.acme.com/job/shop/7/\\n\\n(sprint-delivery e-1)\", \"notify_all\": false}")));
        server.verify(
                postRequestedFor(urlPathEqualTo("/cards/6964c3a0a1b2c3d4e5f6000c/actions/comments"))
                        .withHeader(
                                "Authorization", equalTo("OAuth oauth_consumer_key=\"user\", oauth_token=\"t0ken\""))
                        .withRequestBody(
                                equalToJson(
                                        "{\"text\": \"Deployment of `shop` `1.2` to `production`: failed.\\n\\nhttps://ci.acme.com/job/shop/7/\\n\\n(sprint-delivery e-1)\"}")));
    }

    @Test
    void aCommentIsKnownAgainByItsMark() {
        String mark = "Deployed (sprint-delivery e-1)";
        server.stubFor(get(urlPathEqualTo("/repos/acme/shop/issues/12")).willReturn(okJson("{\"comments\": 201}")));
        server.stubFor(get(urlPathEqualTo("/repos/acme/shop/issues/12/comments"))
                .withQueryParam("page", equalTo("3"))
                .willReturn(okJson("[{\"body\": \"" + mark + "\"}]")));
        server.stubFor(get(urlPathEqualTo("/projects/acme%2Fshop/issues/12/notes"))
                .withQueryParam("sort", equalTo("desc"))
                .willReturn(okJson("[{\"body\": \"Hello\"}, {\"body\": \"" + mark + "\"}]")));
        server.stubFor(get(urlPathEqualTo("/task/SHOP-12/comment"))
                .willReturn(okJson("{\"comments\": [{\"comment_text\": \"" + mark + "\"}]}")));
        server.stubFor(get(urlPathEqualTo("/cards/abcd1234/actions"))
                .withQueryParam("filter", equalTo("commentCard"))
                .willReturn(okJson("[{\"data\": {\"text\": \"" + mark + "\"}}]")));
        TrackerWriter gitLab = writer(new TrackerType.GitLab("acme/shop"));

        assertThat(writer(new TrackerType.GitHub("acme/shop")).has(comment("#12")))
                .isTrue();
        assertThat(gitLab.has(comment("#12"))).isTrue();
        assertThat(writer(new TrackerType.ClickUp("9001")).has(comment("SHOP-12")))
                .isTrue();
        assertThat(writer(new TrackerType.Trello(TrackerType.Trello.SprintBy.LIST, null))
                        .has(comment("abcd1234")))
                .isTrue();
        server.stubFor(get(urlPathEqualTo("/projects/acme%2Fshop/issues/12/notes"))
                .willReturn(okJson("[{\"body\": \"(sprint-delivery e-2)\"}]")));
        assertThat(gitLab.has(comment("#12"))).isFalse();
        assertThat(gitLab.has(entry(OutboxEntry.Kind.STATUS, null, "1.2"))).isFalse();
    }

    @Test
    void nothingIsWrittenWhereTheSettingsDoNotAllowIt() {
        for (TrackerType type : List.of(
                new TrackerType.GitHub("acme/shop"),
                new TrackerType.JiraCloud(),
                new TrackerType.Trello(TrackerType.Trello.SprintBy.LIST, null))) {
            assertThat(trackers.writer(site(type, Set.of()), SECRET, null)).isEmpty();
        }
        assertThatThrownBy(() -> site(new TrackerType.ClickUp("9001"), Set.of(WriteBack.STATUSES)))
                .hasMessage("'clickup' takes no statuses; it takes comments");
    }

    @Test
    void aCommentIsNotWrittenTwiceByItselfAndALongOneIsCut() {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(503)));

        assertThatThrownBy(() -> writer(new TrackerType.GitLab("a/b"))
                        .deliver(entry(OutboxEntry.Kind.COMMENT, "#1", "x".repeat(20_000))))
                .isInstanceOf(TrackerException.class);

        assertThat(server.getAllServeEvents()).hasSize(1);
        assertThat(server.getAllServeEvents().get(0).getRequest().getBody()).hasSizeLessThan(10_100);
        assertThatThrownBy(() -> writer(new TrackerType.GitHub("a/b")).deliver(comment("SHOP-1")))
                .hasMessageContaining("SHOP-1 is no issue of this repository");
    }

    @Test
    void namesOfDeploymentsMentionNobody() {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(201).withBody("{}")));

        writer(new TrackerType.GitLab("a/b")).deliver(entry(OutboxEntry.Kind.COMMENT, "#1", "1`@all`"));

        assertThat(server.getAllServeEvents().get(0).getRequest().getBodyAsString())
                .contains("`1 @all`");
    }

    // ---- statuses ----

    @Test
    void statusesGoToCommits() throws IOException {
        server.stubFor(post(urlEqualTo("/repos/acme/shop/statuses/" + COMMIT)).willReturn(file("github/status.json")));
        server.stubFor(
                post(urlEqualTo("/projects/acme%2Fshop/statuses/" + COMMIT)).willReturn(file("gitlab/status.json")));
        OutboxEntry status = entry(OutboxEntry.Kind.STATUS, null, "1.2");

        assertThat(writer(new TrackerType.GitHub("acme/shop")).deliver(status).isTaken())
                .isTrue();
        assertThat(writer(new TrackerType.GitLab("acme/shop")).deliver(status).isTaken())
                .isTrue();

        server.verify(postRequestedFor(urlPathEqualTo("/repos/acme/shop/statuses/" + COMMIT))
                .withRequestBody(equalToJson("{\"state\": \"failure\", \"context\": \"sprint-delivery/production\","
                        + " \"description\": \"shop 1.2: failed\", \"target_url\": \"" + PAGE + "\"}")));
        server.verify(postRequestedFor(urlPathEqualTo("/projects/acme%2Fshop/statuses/" + COMMIT))
                .withRequestBody(equalToJson("{\"state\": \"failed\", \"name\": \"sprint-delivery/production\","
                        + " \"description\": \"shop 1.2: failed\", \"target_url\": \"" + PAGE + "\"}")));
        assertThatThrownBy(() -> new CommitStatuses.Status("main", "n", CommitStatuses.State.SUCCESS, "", null))
                .hasMessageContaining("the full id of a commit, not 'main'");
    }

    // ---- Jira ----

    private static JiraWriter jira() {
        Authorization authorization = Authorization.bearer(SECRET);
        Wording wording = new Wording("shop", authorization);
        HttpLimits limits = HttpLimits.DEFAULT;
        SiteHttp http = new SiteHttp(
                new HttpTransport(HttpClient.newHttpClient(), authorization, limits, wording),
                wording,
                limits,
                Clock.systemUTC());
        return JiraWriter.byGateway(URI.create(server.baseUrl()), "c10ud-1d", http);
    }

    @Test
    void aBuildIsHandedToJiraWithItsTestsAndTickets() throws IOException {
        server.stubFor(post(urlEqualTo("/jira/builds/0.1/cloud/c10ud-1d/bulk"))
                .willReturn(file("jiracloud/builds-accepted.json").withStatus(202)));
        Build build = new Build(
                new BuildReference("shop", 7, null),
                "shop",
                BuildResult.UNSTABLE,
                STARTED,
                1_000,
                "107",
                List.of("SHOP-12", "UTF-8", "SHOP-12"),
                new TestCounts(8, 1, 1, 0),
                null,
                List.of());

        JiraSubmission submission = jira().submit(build, PAGE, FINISHED);

        assertThat(submission).isEqualTo(new JiraSubmission(1, Map.of(), List.of("UTF-8")));
        assertThat(submission.isTaken()).isTrue();
        server.verify(postRequestedFor(anyUrl()).withRequestBody(equalToJson("""
                {"builds": [{"schemaVersion": "1.0", "pipelineId": "shop", "buildNumber": 7,
                  "updateSequenceNumber": 1769421900000, "displayName": "shop #7",
                  "url": "https://ci.acme.com/job/shop/7/", "state": "failed",
                  "lastUpdated": "2026-01-26T10:05:00Z",
                  "associations": [{"associationType": "issueKeys", "values": ["SHOP-12", "UTF-8"]}],
                  "testInfo": {"totalNumber": 10, "numberPassed": 8, "numberFailed": 1, "numberSkipped": 1}}],
                 "providerMetadata": {"product": "sprint-delivery"}}
                """)));
    }

    @ParameterizedTest
    @CsvSource({
        "IN_PROGRESS, in_progress, 2026-01-26T10:00:00Z, 1769421600000",
        "SUCCESSFUL, successful, 2026-01-26T10:05:00Z, 1769421900000",
        "ROLLED_BACK, rolled_back, 2026-01-26T11:00:00Z, 1769425200000"
    })
    void aDeploymentKeepsItsPlaceAndEachWordAboutItIsNewerThanTheLast(
            DeploymentStatus status, String state, Instant asOf, long sequence) throws IOException {
        server.stubFor(post(urlEqualTo("/jira/deployments/0.1/cloud/c10ud-1d/bulk"))
                .willReturn(file("jiracloud/deployments-rejected.json").withStatus(202)));
        Deployment deployment = new Deployment(
                "d1",
                "shop",
                Environment.named("production"),
                "1.2",
                null,
                null,
                null,
                status,
                STARTED,
                status == DeploymentStatus.IN_PROGRESS ? null : FINISHED,
                null,
                "107",
                List.of("SHOP-12"),
                List.of());

        JiraSubmission submission = jira().submit(deployment, PAGE, asOf);

        server.verify(postRequestedFor(anyUrl()).withRequestBody(equalToJson("""
                {"deployments": [{"schemaVersion": "1.0", "deploymentSequenceNumber": 1769421600000,
                  "updateSequenceNumber": %d,
                  "associations": [{"associationType": "issueKeys", "values": ["SHOP-12"]}],
                  "displayName": "shop 1.2", "url": "https://ci.acme.com/job/shop/7/",
                  "description": "shop 1.2 to production", "lastUpdated": "%s", "state": "%s",
                  "pipeline": {"id": "shop", "displayName": "shop", "url": "https://ci.acme.com/job/shop/7/"},
                  "environment": {"id": "production", "displayName": "production", "type": "production"}}],
                 "providerMetadata": {"product": "sprint-delivery"}}
                """.formatted(sequence, asOf, state))));
        assertThat(submission.isTaken()).isFalse();
        assertThat(submission.rejected())
                .containsEntry("shop production 1769421600000", List.of("No valid issue keys"));
        assertThat(submission.unknownKeys()).containsExactly("SHOP-99");
    }
}
