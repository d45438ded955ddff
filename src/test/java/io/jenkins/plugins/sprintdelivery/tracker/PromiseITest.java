package io.jenkins.plugins.sprintdelivery.tracker;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import hudson.ExtensionList;
import hudson.model.ListView;
import hudson.util.Secret;
import hudson.util.StreamTaskListener;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import tools.jackson.databind.JsonNode;

/** The promise of a sprint, from a tracker by way of the background look to the boards of Jenkins. */
@WithJenkins
class PromiseITest {

    private static WireMockServer server;

    @BeforeAll
    static void startServer() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        server = new WireMockServer(wireMockConfig().dynamicPort());
        server.start();
        server.stubFor(get(urlPathMatching("/projects/acme%2Fshop/issues/.*")).willReturn(json("[]")));
        server.stubFor(get(urlPathEqualTo("/projects/acme%2Fshop/iterations"))
                .willReturn(json("[{\"id\": 107, \"title\": \"Sprint 7\", \"state\": 2, \"start_date\": \""
                        + today.minusDays(3) + "\", \"due_date\": \"" + today.plusDays(10) + "\"}]")));
        server.stubFor(get(urlPathEqualTo("/projects/acme%2Fshop/issues"))
                .willReturn(json("[{\"iid\": 12, \"title\": \"Pay\", \"state\": \"opened\", \"created_at\": \""
                        + today.minusDays(5) + "T00:00:00Z\", \"iteration\": {\"id\": 107, \"title\": \"Sprint 7\"}},"
                        + "{\"iid\": 13, \"title\": \"Refund\", \"state\": \"closed\", \"created_at\": \""
                        + today.minusDays(1) + "T00:00:00Z\", \"author\": {\"name\": \"Ada\"},"
                        + " \"iteration\": {\"id\": 107, \"title\": \"Sprint 7\"}}]")));
    }

    @AfterAll
    static void stopServer() {
        server.stop();
    }

    private static ResponseDefinitionBuilder json(String body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body);
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

    private static void look() throws Exception {
        ExtensionList.lookupSingleton(PromiseWork.class).execute(StreamTaskListener.fromStdout());
        assertThat(JenkinsLedger.get().open().catchUp(Duration.ofSeconds(30))).isTrue();
    }

    private static JsonNode metric(JenkinsRule jenkins, String place, String name) throws Exception {
        String body = SprintFixtures.scriptless(jenkins)
                .goTo(place + "sprint-delivery/api/v1/metric?sprint=107&name=" + name, "application/json")
                .getWebResponse()
                .getContentAsString();
        return Json.mapper().readTree(body).path("metric");
    }

    private static JsonNode view(JenkinsRule jenkins, String name, String metric) throws Exception {
        String body = SprintFixtures.scriptless(jenkins)
                .goTo("view/" + name + "/view-delivery/api/v1/metric?sprint=107&name=" + metric, "application/json")
                .getWebResponse()
                .getContentAsString();
        return Json.mapper().readTree(body).path("metric");
    }

    /** A build is stamped with the sprint of its folder's tracker, by the name that the ledger has for it. */
    @Test
    void aBuildNamesItsFoldersTrackerAsTheLedgerDoes(JenkinsRule jenkins) throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.GLOBAL, "gitlab-token", "", Secret.fromString("s3cr3t")));
        Folder team = jenkins.createProject(Folder.class, "team");
        team.addProperty(new FolderTrackersProperty(List.of(source("shop"))));
        WorkflowJob job = team.createProject(WorkflowJob.class, "build");
        job.setDefinition(new CpsFlowDefinition("sprintTag()", true));
        look();

        jenkins.buildAndAssertSuccess(job);

        assertThat(JenkinsLedger.get().open().catchUp(Duration.ofSeconds(30))).isTrue();
        assertThat(JenkinsLedger.get().open().queries().sprint("107"))
                .map(Sprint::source)
                .contains("team/shop");
        assertThat(promise(jenkins, "").path("tracker").asString()).isEqualTo("team/shop");
    }

    private static JsonNode promise(JenkinsRule jenkins, String place) throws Exception {
        String body = SprintFixtures.scriptless(jenkins)
                .goTo(place + "sprint-delivery/api/v1/promise?sprint=107", "application/json")
                .getWebResponse()
                .getContentAsString();
        return Json.mapper().readTree(body).path("promise");
    }

    @Test
    void theBackgroundLookBringsThePromiseOfAFoldersTrackerToItsBoardAndToNoOther(JenkinsRule jenkins)
            throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.GLOBAL, "gitlab-token", "", Secret.fromString("s3cr3t")));
        Folder team = jenkins.createProject(Folder.class, "team");
        team.addProperty(new FolderTrackersProperty(List.of(source("shop"))));
        team.createProject(WorkflowJob.class, "build");
        jenkins.createProject(Folder.class, "others").createProject(WorkflowJob.class, "build");

        look();

        for (String place : List.of("", "job/team/", "job/team/job/build/")) {
            JsonNode promise = promise(jenkins, place);
            assertThat(promise.path("tracker").asString()).as(place).isEqualTo("team/shop");
            assertThat(promise.path("committed").asInt()).as(place).isEqualTo(1);
            assertThat(promise.path("added").asInt()).as(place).isEqualTo(1);
            assertThat(promise.path("done").asInt()).as(place).isEqualTo(1);
            assertThat(promise.at("/tickets/1/changes/0/by").asString())
                    .as(place)
                    .isEqualTo("Ada");
        }
        assertThat(promise(jenkins, "job/others/").isMissingNode()).isTrue();
        assertThat(metric(jenkins, "job/team/", "added-after-start")
                        .path("value")
                        .asInt())
                .isEqualTo(1);
        assertThat(metric(jenkins, "job/team/", "added-after-start").path("n").asInt())
                .isEqualTo(2);
        assertThat(metric(jenkins, "job/others/", "added-after-start")
                        .path("gap")
                        .asString())
                .isEqualTo("what the sprint's tracker says is not shown here");

        // a view shows what the trackers of what is in it say
        ListView teams = new ListView("teams");
        teams.setIncludeRegex("team");
        jenkins.jenkins.addView(teams);
        ListView strangers = new ListView("strangers");
        strangers.setIncludeRegex("others");
        jenkins.jenkins.addView(strangers);
        assertThat(view(jenkins, "teams", "added-after-start").path("value").asInt())
                .isEqualTo(1);
        assertThat(view(jenkins, "teams", "added-after-start").path("n").asInt())
                .isEqualTo(2);
        assertThat(view(jenkins, "strangers", "added-after-start").path("gap").asString())
                .isEqualTo("what the sprint's tracker says is not shown here");

        TrackersConfiguration.get().setTrackers(List.of(source("code")));
        assertThat(TrackersConfiguration.get().getTrackers()).hasSize(1);
        assertThat(JenkinsTrackers.holdsFor(jenkins.jenkins.getItemByFullName("others"), "code"))
                .isTrue();
    }
}
