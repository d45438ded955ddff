package io.jenkins.plugins.sprintdelivery.tracker;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.notContaining;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.AccessDeniedException3;
import hudson.util.FormValidation;
import hudson.util.Secret;
import hudson.util.StreamTaskListener;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class TrackersITest {

    private static final String ITERATIONS = "/projects/acme%2Fshop/iterations";

    private static WireMockServer server;

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
    void tellTheStory() {
        server.resetAll();
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        server.stubFor(get(urlPathEqualTo("/user")).willReturn(json("{\"name\": \"Ada Lovelace\"}")));
        server.stubFor(get(urlPathEqualTo("/projects/acme%2Fshop"))
                .willReturn(json("{\"name_with_namespace\": \"Acme / Web shop\"}")));
        server.stubFor(get(urlPathEqualTo(ITERATIONS))
                .willReturn(json("[{\"id\": 107, \"title\": \"Sprint 7\", \"state\": 2, \"start_date\": \""
                        + today.minusDays(3) + "\", \"due_date\": \"" + today.plusDays(10) + "\"}]")));
    }

    private static ResponseDefinitionBuilder json(String body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body);
    }

    private static void everythingAnswers(ResponseDefinitionBuilder answer) {
        server.stubFor(get(urlPathMatching("/.*")).willReturn(answer));
    }

    private static void credentials(String id, String secret) throws IOException {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, id, "", Secret.fromString(secret)));
        SystemCredentialsProvider.getInstance().save();
    }

    private static TrackerSource source(String name) {
        TrackerSource source = new TrackerSource(name, "gitlab");
        source.setUrl("http://localhost:" + server.port());
        source.setCredentialsId("gitlab-token");
        source.setOptions("project: acme/shop");
        source.setBoard("iterations");
        source.setKeys("#");
        return source;
    }

    private static void configure() throws IOException {
        credentials("gitlab-token", "s3cr3t");
        TrackersConfiguration.get().setTrackers(List.of(source("shop")));
    }

    private static WorkflowRun tagged(JenkinsRule jenkins, WorkflowJob job) throws Exception {
        job.setDefinition(new CpsFlowDefinition("sprintTag()", true));
        return jenkins.buildAndAssertSuccess(job);
    }

    @Test
    void aBuildIsTaggedWithTheTrackersSprint(JenkinsRule jenkins) throws Exception {
        configure();
        SprintFixtures.cadence();

        WorkflowRun run = tagged(jenkins, jenkins.createProject(WorkflowJob.class, "shop"));

        jenkins.assertLogContains("Sprint: Sprint 7, day 4 of 14", run);
        jenkins.assertLogNotContains("s3cr3t", run);
        server.verify(getRequestedFor(urlPathEqualTo(ITERATIONS)).withHeader("PRIVATE-TOKEN", equalTo("s3cr3t")));
    }

    @Test
    void aTrackerThatIsDownLeavesItToTheCalendarAndTheMonitorSaysSo(JenkinsRule jenkins) throws Exception {
        configure();
        SprintFixtures.cadence();
        everythingAnswers(aResponse().withStatus(401));

        WorkflowRun run = tagged(jenkins, jenkins.createProject(WorkflowJob.class, "shop"));

        jenkins.assertLogContains("The calendar was used instead.", run);
        jenkins.assertLogContains("Sprint: Sprint", run);
        TrackerMonitor monitor =
                jenkins.jenkins.getExtensionList(TrackerMonitor.class).get(0);
        assertThat(monitor.isActivated()).isTrue();
        assertThat(monitor.getUnwell()).singleElement().satisfies(health -> {
            assertThat(health.site()).isEqualTo("shop");
            assertThat(health.failure().message()).contains("make a new token");
        });
        String page =
                SprintFixtures.scriptless(jenkins).goTo("manage").getBody().asNormalizedText();
        assertThat(page).contains("Builds go on without these trackers").contains("answered 401");

        credentials("other-token", "an0ther");
        TrackerSource mended = source("shop");
        mended.setCredentialsId("other-token");
        TrackersConfiguration.get().setTrackers(List.of(mended));
        tellTheStory();
        tagged(jenkins, jenkins.createProject(WorkflowJob.class, "again"));
        assertThat(monitor.isActivated()).isFalse();
    }

    @Test
    void aSlowTrackerHoldsABuildNoLongerThanItsBudget(JenkinsRule jenkins) throws Exception {
        configure();
        SprintFixtures.cadence();
        everythingAnswers(json("[]").withFixedDelay(12_000));

        WorkflowRun run = tagged(jenkins, jenkins.createProject(WorkflowJob.class, "shop"));

        jenkins.assertLogContains("did not answer within 2000 ms", run);
        assertThat(run.getDuration()).isLessThan(12_000);
    }

    /** Each in turn: whatever a tracker answers, the build is tagged by the calendar and goes on in time. */
    @Test
    void whateverATrackerAnswersTheBuildGoesOn(JenkinsRule jenkins) throws Exception {
        credentials("gitlab-token", "s3cr3t");
        SprintFixtures.cadence();
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop");
        tagged(jenkins, job);
        Map<String, ResponseDefinitionBuilder> hostile = new LinkedHashMap<>();
        hostile.put("down", aResponse().withStatus(503));
        hostile.put("broken", aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE));
        hostile.put("html", aResponse().withHeader("Content-Type", "text/html").withBody("<html>Sign in</html>"));
        hostile.put("lies", json("{\"id\": [1, 2], \"title\": {}}"));
        hostile.put(
                "loops",
                json("[]")
                        .withHeader(
                                "Link", "<http://localhost:" + server.port() + ITERATIONS + "?page=2>; rel=\"next\""));
        hostile.put("large", aResponse().withBody(new byte[50 * 1024 * 1024]));
        hostile.put("trickles", json(" ".repeat(60) + "[]").withChunkedDribbleDelay(60, 60_000));
        for (Map.Entry<String, ResponseDefinitionBuilder> one : hostile.entrySet()) {
            everythingAnswers(one.getValue());
            TrackersConfiguration.get().setTrackers(List.of(source(one.getKey())));
            long began = System.nanoTime();

            WorkflowRun run = jenkins.buildAndAssertSuccess(job);

            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as(one.getKey())
                    .isLessThan(Duration.ofSeconds(45));
            jenkins.assertLogContains("Sprint: Sprint", run);
            jenkins.assertLogContains("The calendar was used instead.", run);
        }
    }

    @Test
    void credentialsThatAreMissingFailNoBuild(JenkinsRule jenkins) throws Exception {
        TrackersConfiguration.get().setTrackers(List.of(source("shop")));
        SprintFixtures.cadence();

        WorkflowRun run = tagged(jenkins, jenkins.createProject(WorkflowJob.class, "shop"));

        jenkins.assertLogContains("the tracker 'shop' is not used: there are no credentials 'gitlab-token' here", run);
    }

    @Test
    void aFoldersTrackerComesBeforeTheControllers(JenkinsRule jenkins) throws Exception {
        configure();
        Folder folder = jenkins.createProject(Folder.class, "team");
        TrackerSource own = source("team");
        own.setKeys("TEAM");
        folder.addProperty(new FolderTrackersProperty(List.of(own)));
        WorkflowJob job = folder.createProject(WorkflowJob.class, "job");

        jenkins.configRoundtrip(folder);
        JenkinsTrackers.OfJob trackers = JenkinsTrackers.get().of(job);

        assertThat(trackers.problems()).isEmpty();
        assertThat(trackers.sites().all())
                .extracting(site -> site.settings().name())
                .containsExactly("team", "shop");
        assertThat(trackers.sites().of("TEAM-1").orElseThrow().settings().name())
                .isEqualTo("team");
    }

    @Test
    void theFormKeepsWhatWasEntered(JenkinsRule jenkins) throws Exception {
        credentials("gitlab-token", "s3cr3t");
        credentials("hook", "h00k");
        TrackerSource entered = source("shop");
        entered.setWebhookCredentialsId("hook");
        entered.setWrite("comments, statuses");
        entered.setWriteCredentialsId("gitlab-token");
        TrackersConfiguration.get().setTrackers(List.of(entered));

        jenkins.configRoundtrip();

        jenkins.assertEqualDataBoundBeans(
                List.of(entered), TrackersConfiguration.get().getTrackers());
    }

    @Test
    void theFormTestsTheConnectionAndOffersBoards(JenkinsRule jenkins) throws Exception {
        credentials("gitlab-token", "s3cr3t");
        TrackerSource.DescriptorImpl form = jenkins.jenkins.getDescriptorByType(TrackerSource.DescriptorImpl.class);
        String url = "http://localhost:" + server.port();

        FormValidation well =
                form.doTestConnection(null, "shop", "gitlab", url, "gitlab-token", "iterations", "project: acme/shop");
        FormValidation wrong =
                form.doTestConnection(null, "shop", "gitlab", url, "other", "iterations", "project: acme/shop");

        assertThat(well.kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(well.getMessage()).contains("belongs to Ada Lovelace").contains("Sprint 7");
        assertThat(wrong.getMessage()).contains("there are no credentials &#039;other&#039; here");
        assertThat(form.doCheckWrite(null, "comments, statuses").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(form.doCheckWrite(null, "coments").getMessage()).contains("is nothing that can be written");
        assertThat(form.doCheckOptions(null, "github", "repo: acme/shop").getMessage())
                .contains("repository");
        TrackerSource chosen = source("shop");
        chosen.setBoard("12 — Web shop");
        assertThat(chosen.getBoard()).isEqualTo("12");
    }

    @Test
    void onlyWhoMaySaveTheFormMayAskIt(JenkinsRule jenkins) throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader"));
        credentials("gitlab-token", "s3cr3t");
        Folder folder = jenkins.createProject(Folder.class, "folder");
        TrackerSource.DescriptorImpl form = jenkins.jenkins.getDescriptorByType(TrackerSource.DescriptorImpl.class);

        try (ACLContext reader = ACL.as(User.getById("reader", true))) {
            for (Item item : new Item[] {null, folder}) {
                assertThatThrownBy(() -> form.doTestConnection(item, "s", "gitlab", "http://x", "t", "b", ""))
                        .isInstanceOf(AccessDeniedException3.class);
                assertThatThrownBy(() -> form.doSearchBoards(item, "s", "gitlab", "http://x", "t", "", "x"))
                        .isInstanceOf(AccessDeniedException3.class);
                assertThat(form.doFillCredentialsIdItems(item, "", "mine"))
                        .extracting(option -> option.value)
                        .containsExactly("mine");
            }
        }
    }

    // ---- webhooks ----

    private static int call(JenkinsRule jenkins, String site, String token, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(jenkins.getURL() + TrackerWebhook.URL + "/" + site))
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        if (token != null) {
            request.header("X-Gitlab-Token", token);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void aSignedCallAsksTheTrackerAgainAndNoOtherDoes(JenkinsRule jenkins) throws Exception {
        configure();
        credentials("hook", "h00k");
        TrackerSource source = source("shop");
        source.setWebhookCredentialsId("hook");
        TrackersConfiguration.get().setTrackers(List.of(source, other()));
        tagged(jenkins, jenkins.createProject(WorkflowJob.class, "shop"));
        String body = "{\"object_kind\": \"milestone\"}";
        server.resetRequests();

        assertThat(call(jenkins, "shop", null, body)).isEqualTo(403);
        assertThat(call(jenkins, "shop", "wrong", body)).isEqualTo(403);
        assertThat(call(jenkins, "shop", "h00k", "no json")).isEqualTo(403);
        assertThat(call(jenkins, "shop", "h00k", " ".repeat(2_000_000))).isEqualTo(413);
        assertThat(call(jenkins, "other", "h00k", body)).isEqualTo(404);
        assertThat(call(jenkins, "unknown", "h00k", body)).isEqualTo(404);
        assertThat(server.getAllServeEvents()).isEmpty();

        assertThat(call(jenkins, "shop", "h00k", body)).isEqualTo(204);
        for (int i = 0; i < 500 && server.getAllServeEvents().isEmpty(); i++) {
            Thread.sleep(10);
        }
        server.verify(getRequestedFor(urlPathEqualTo(ITERATIONS)));
    }

    @Test
    void aFoldersTrackerIsCalledByItsFoldersName(JenkinsRule jenkins) throws Exception {
        credentials("gitlab-token", "s3cr3t");
        credentials("hook", "h00k");
        TrackerSource source = source("shop");
        source.setWebhookCredentialsId("hook");
        Folder outer = jenkins.createProject(Folder.class, "outer");
        Folder team = outer.createProject(Folder.class, "team");
        team.addProperty(new FolderTrackersProperty(List.of(source)));
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy());
        tagged(jenkins, team.createProject(WorkflowJob.class, "build"));
        String body = "{\"object_kind\": \"milestone\"}";
        server.resetRequests();

        assertThat(call(jenkins, "outer/team/shop", "wrong", body)).isEqualTo(403);
        assertThat(call(jenkins, "shop", "h00k", body)).isEqualTo(404);
        assertThat(call(jenkins, "outer/shop", "h00k", body)).isEqualTo(404);
        assertThat(call(jenkins, "outer/team/none", "h00k", body)).isEqualTo(404);
        assertThat(server.getAllServeEvents()).isEmpty();

        assertThat(call(jenkins, "outer/team/shop", "h00k", body)).isEqualTo(204);
        for (int i = 0; i < 500 && server.getAllServeEvents().isEmpty(); i++) {
            Thread.sleep(10);
        }
        server.verify(getRequestedFor(urlPathEqualTo(ITERATIONS)));
    }

    // ---- writing back ----

    @Test
    void aDeploymentIsToldInTheBackgroundAndThePageShowsWhereItStands(JenkinsRule jenkins) throws Exception {
        credentials("gitlab-token", "s3cr3t");
        TrackerSource source = source("shop");
        source.setWrite("comments");
        Folder team = jenkins.createProject(Folder.class, "team");
        team.addProperty(new FolderTrackersProperty(List.of(source)));
        String notes = "/projects/acme%2Fshop/issues/12/notes";
        server.stubFor(post(urlPathEqualTo(notes)).willReturn(aResponse().withStatus(503)));
        WorkflowRun run = tagged(jenkins, team.createProject(WorkflowJob.class, "build"));
        JenkinsLedger.get().open().append(new LedgerEvent.DeploymentRecorded(deployment("shop", run)));

        OutboxWork.get().execute(StreamTaskListener.fromStdout());

        String page = SprintFixtures.scriptless(jenkins)
                .goTo("manage/sprint-delivery-trackers")
                .asNormalizedText();
        assertThat(page).contains("team/shop", "comment #12", "queued", "answered 503");
        assertThat(page).doesNotContain("s3cr3t");
        server.verify(postRequestedFor(urlPathEqualTo(notes)).withHeader("PRIVATE-TOKEN", equalTo("s3cr3t")));
        String rest = SprintFixtures.scriptless(jenkins)
                .goTo("sprint-delivery/api/v1/outbox", "application/json")
                .getWebResponse()
                .getContentAsString();
        assertThat(rest).contains("\"state\":\"queued\"", "\"site\":\"team/shop\"");
    }

    @Test
    void aJobThatIsRenamedBeforeItsDeploymentIsToldIsLinkedWhereItIs(JenkinsRule jenkins) throws Exception {
        configure();
        TrackerSource source = source("shop");
        source.setWrite("comments");
        TrackersConfiguration.get().setTrackers(List.of(source));
        String notes = "/projects/acme%2Fshop/issues/12/notes";
        server.stubFor(post(urlPathEqualTo(notes)).willReturn(json("{}").withStatus(201)));
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "build");
        WorkflowRun run = tagged(jenkins, job);
        JenkinsLedger.get().open().append(new LedgerEvent.DeploymentRecorded(deployment("build", run)));

        job.renameTo("store");
        OutboxWork.get().execute(StreamTaskListener.fromStdout());
        OutboxWork.get().execute(StreamTaskListener.fromStdout());

        server.verify(
                1,
                postRequestedFor(urlPathEqualTo(notes))
                        .withRequestBody(containing(jenkins.getURL() + "job/store/1/"))
                        .withRequestBody(notContaining("job/build/")));
    }

    private static Deployment deployment(String service, WorkflowRun run) {
        Instant now = Instant.now();
        return new Deployment(
                "d1",
                service,
                Environment.named("production"),
                "1.0",
                null,
                null,
                null,
                DeploymentStatus.SUCCESSFUL,
                now.minusSeconds(60),
                now,
                new BuildReference(run.getParent().getFullName(), run.getNumber(), run.getAbsoluteUrl()),
                null,
                List.of("#12"),
                List.of());
    }

    private static TrackerSource other() {
        TrackerSource other = source("other");
        other.setKeys("OTHER");
        return other;
    }
}
