package io.jenkins.plugins.sprintdelivery.gates;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import hudson.model.Result;
import hudson.plugins.git.GitSCM;
import hudson.util.Secret;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.build.SprintTagAction;
import io.jenkins.plugins.sprintdelivery.build.WaitingGates;
import io.jenkins.plugins.sprintdelivery.config.SprintDeliveryConfiguration;
import io.jenkins.plugins.sprintdelivery.config.SprintSettings;
import io.jenkins.plugins.sprintdelivery.core.model.ConditionResult;
import io.jenkins.plugins.sprintdelivery.tracker.FolderTrackersProperty;
import io.jenkins.plugins.sprintdelivery.tracker.TrackerSource;
import io.jenkins.plugins.sprintdelivery.tracker.TrackersConfiguration;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Conditions on tickets, in real builds of a real repository, by a GitLab that answers, is down, is slow, and calls. */
@WithJenkins
class TicketFactsITest {

    private static final String ISSUES = "/projects/acme%2Fshop/issues";
    private static final String STATES = "{type: tickets.states, states: [closed]}";

    @TempDir
    private Path directory;

    private final WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort());
    private JenkinsRule jenkins;
    private WorkflowJob job;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
        server.start();
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        server.stubFor(get(urlPathEqualTo("/projects/acme%2Fshop/iterations"))
                .willReturn(json("[{'id': 107, 'title': 'Sprint 7', 'state': 2, 'start_date': '" + today.minusDays(3)
                        + "', 'due_date': '" + today.plusDays(10) + "'}]")));
        credentials("token", "s3cr3t");
        credentials("hook", "h00k");
        TrackerSource source = new TrackerSource("shop", "gitlab");
        source.setUrl("http://localhost:" + server.port());
        source.setCredentialsId("token");
        source.setOptions("project: acme/shop");
        source.setBoard("iterations");
        source.setKeys("#");
        source.setWebhookCredentialsId("hook");
        TrackersConfiguration.get().setTrackers(List.of(source));
        SprintSettings settings = SprintDeliveryConfiguration.get().getDefaults();
        settings.setIssueNumbers(true);
        SprintDeliveryConfiguration.get().setDefaults(settings);
        job = rule.createProject(WorkflowJob.class, "shop");
        git("init", "-q", "-b", "main");
    }

    @AfterEach
    void stop() throws Exception {
        WorkflowRun last = job.getLastBuild();
        if (last != null && last.isBuilding()) {
            last.doStop();
            jenkins.waitForCompletion(last);
        }
        server.stop();
        GitSCM.ALLOW_LOCAL_CHECKOUT = false;
    }

    private static void credentials(String id, String secret) throws IOException {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, id, "", Secret.fromString(secret)));
    }

    private static ResponseDefinitionBuilder json(String body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body.replace('\'', '"'));
    }

    private void everythingAnswers(ResponseDefinitionBuilder answer) {
        server.stubFor(get(urlPathMatching("/.*")).willReturn(answer));
    }

    private void issues(String... issues) {
        server.stubFor(get(urlPathEqualTo(ISSUES)).willReturn(json("[" + String.join(", ", issues) + "]")));
    }

    private static String issue(int number, String state, String more) {
        return "{'iid': " + number + ", 'title': 'About " + number + "', 'state': '" + state
                + "', 'web_url': 'https://gitlab.com/acme/shop/-/issues/" + number + "'" + more + "}";
    }

    private static String ofSprint(int number, String sprint) {
        return issue(number, "closed", ", 'iteration': {'id': " + sprint + ", 'title': 'Sprint " + sprint + "'}");
    }

    /** A build that carries the tickets of one commit and then stands at the gate. */
    private WorkflowRun begin(String commit, String gate) throws Exception {
        git("-c", "user.name=Ann", "-c", "user.email=a@example.org", "commit", "-q", "--allow-empty", "-m", commit);
        job.setDefinition(new CpsFlowDefinition(
                "node { checkout scmGit(branches: [[name: '*/main']], userRemoteConfigs: [[url: 'file://" + directory
                        + "']])\n sprintTag() }\n " + gate,
                true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private WorkflowRun run(Result expected, String commit, String gate) throws Exception {
        return jenkins.assertBuildStatus(expected, jenkins.waitForCompletion(begin(commit, gate)));
    }

    private static String gate(String policy) {
        return "sprintGate(version: '1', policyYaml: '" + policy + "')";
    }

    private static String conditions(String conditions) {
        return gate("conditions: [" + conditions + "]");
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", directory.toString()));
        command.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private static ConditionResult condition(WorkflowRun run) {
        return SprintTagAction.find(run)
                .orElseThrow()
                .tag()
                .gates()
                .get(0)
                .result()
                .conditions()
                .get(0);
    }

    @Test
    void everyTicketHasToBeInAStateAndIsLinked() throws Exception {
        issues(issue(12, "closed", ""), issue(13, "opened", ""));

        WorkflowRun run = run(Result.FAILURE, "Pay by card, closes #12 and #13", conditions(STATES));

        jenkins.assertLogContains("tickets.states: expected every ticket closed, found 1 of 2 tickets not", run);
        jenkins.assertLogContains("#13 opened: About 13 https://gitlab.com/acme/shop/-/issues/13", run);
        jenkins.assertLogContains("to pass: bring 1 ticket to closed", run);
        try (JenkinsRule.WebClient web = SprintFixtures.scriptless(jenkins)) {
            HtmlPage page = web.goTo(run.getUrl() + "sprint/");
            assertThat(page.getAnchorByHref("https://gitlab.com/acme/shop/-/issues/13"))
                    .isNotNull();
        }

        issues(issue(14, "closed", ""));
        run(Result.SUCCESS, "Total, closes #14", conditions(STATES));
    }

    @Test
    void onlyTicketsOfTheTrackersSprintMayGoOut() throws Exception {
        issues(ofSprint(12, "107"), ofSprint(13, "108"));

        WorkflowRun run = run(Result.FAILURE, "#12 and #13", conditions("{type: tickets.ofSprint}"));

        jenkins.assertLogContains("found 1 of 2 tickets outside of Sprint 7", run);
        assertThat(condition(run).evidence())
                .containsExactly("#13 closed: About 13 https://gitlab.com/acme/shop/-/issues/13");
    }

    @Test
    void aTicketThatIsFlaggedBlocksTheRelease() throws Exception {
        issues(issue(12, "opened", ", 'labels': ['Blocked']"), issue(13, "closed", ", 'labels': ['Blocked']"));

        WorkflowRun run = run(Result.FAILURE, "#12 and #13", conditions("{type: tickets.blockers}"));

        jenkins.assertLogContains("expected at most 0 open blockers, found 1 open blocker", run);
        jenkins.assertLogContains("#12 opened, flagged as blocked: About 12", run);
    }

    @Test
    void aTrackerThatIsDownDecidesNothingAndTheBuildGoesOnAsThePolicySays() throws Exception {
        everythingAnswers(aResponse().withStatus(401));

        WorkflowRun undecided = run(Result.FAILURE, "#12", conditions(STATES));
        WorkflowRun warned = run(
                Result.UNSTABLE,
                "#12",
                gate("{inconclusive: warn, conditions: [" + STATES + "]}") + "\n echo 'went on'");

        assertThat(condition(undecided).verdict()).hasToString("INCONCLUSIVE");
        jenkins.assertLogContains("found The tracker 'shop' (localhost", undecided);
        jenkins.assertLogContains("answered 401", undecided);
        jenkins.assertLogContains("to pass: see that the tracker 'shop' answers, and ask again", undecided);
        jenkins.assertLogNotContains("s3cr3t", undecided);
        jenkins.assertLogContains("went on", warned);
    }

    @Test
    void aSlowTrackerHoldsTheGateNoLongerThanItsBudget() throws Exception {
        everythingAnswers(json("[]").withFixedDelay(20_000));

        WorkflowRun run = run(Result.FAILURE, "#12", conditions(STATES + ", {type: tickets.blockers}"));

        jenkins.assertLogContains("did not answer within", run);
        // two for the sprint, two for the gate, and what a build takes anyway
        assertThat(run.getDuration()).isLessThan(15_000);
    }

    @Test
    void whatATrackerSaidLastCountsAndIsMarked() throws Exception {
        issues(issue(12, "closed", ""));
        run(Result.SUCCESS, "#12", conditions(STATES));
        everythingAnswers(aResponse().withStatus(503));
        // that #12 changed is known, and not how
        call("{\"object_kind\": \"issue\", \"object_attributes\": {\"iid\": 12}}");

        WorkflowRun run = run(Result.SUCCESS, "#12", conditions(STATES));

        assertThat(condition(run).actual()).isEqualTo("0 of 1 ticket not, by the last answer known");
        assertThat(condition(run).evidence())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).startsWith("The tracker 'shop' (localhost"))
                .anySatisfy(line -> assertThat(line).startsWith("#12 closed, as the tracker said at "));
    }

    @Test
    void theTrackersWebhookWakesTheGateAtOnce() throws Exception {
        issues(issue(12, "opened", ""));
        WorkflowRun run = begin("#12", gate("{wait: 4h, every: 1h, conditions: [" + STATES + "]}"));
        jenkins.waitForMessage("waits until", run);
        issues(issue(12, "closed", ""));
        Instant before = Instant.now();

        assertThat(call("{\"object_kind\": \"issue\", \"object_attributes\": {\"iid\": 12}}"))
                .isEqualTo(204);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(30));
        assertThat(WaitingGates.get().all()).isEmpty();
    }

    @Test
    void aFoldersWebhookWakesTheGatesBelowIt() throws Exception {
        TrackerSource source = TrackersConfiguration.get().getTrackers().get(0);
        TrackersConfiguration.get().setTrackers(List.of());
        Folder team = jenkins.createProject(Folder.class, "team");
        team.addProperty(new FolderTrackersProperty(List.of(source)));
        job = team.createProject(WorkflowJob.class, "shop");
        issues(issue(12, "opened", ""));
        WorkflowRun run = begin("#12", gate("{wait: 4h, every: 1h, conditions: [" + STATES + "]}"));
        jenkins.waitForMessage("waits until", run);
        issues(issue(12, "closed", ""));
        Instant before = Instant.now();

        String changed = "{\"object_kind\": \"issue\", \"object_attributes\": {\"iid\": 12}}";
        assertThat(post("shop", "h00k", changed)).isEqualTo(404);
        assertThat(post("team/shop", "wrong", changed)).isEqualTo(403);
        assertThat(post("team/shop", "h00k", changed)).isEqualTo(204);

        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(30));
        assertThat(WaitingGates.get().all()).isEmpty();
    }

    @Test
    void aTicketOfOthersAndACallThatIsNotSignedWakeNoGate() throws Exception {
        issues(issue(12, "opened", ""));
        WorkflowRun run = begin("#12", gate("{wait: 4h, every: 1h, conditions: [" + STATES + "]}"));
        jenkins.waitForMessage("waits until", run);
        Instant looked = WaitingGates.get().all().get(0).lastLook().at();
        server.resetRequests();

        assertThat(call("{\"object_kind\": \"issue\", \"object_attributes\": {\"iid\": 99}}"))
                .isEqualTo(204);
        assertThat(post("wrong", "{\"object_kind\": \"issue\", \"object_attributes\": {\"iid\": 12}}"))
                .isEqualTo(403);

        Thread.sleep(2_000);
        assertThat(WaitingGates.get().all().get(0).lastLook().at()).isEqualTo(looked);
        server.verify(0, getRequestedFor(urlPathEqualTo(ISSUES)));
    }

    private int call(String body) throws Exception {
        return post("h00k", body);
    }

    private int post(String secret, String body) throws Exception {
        return post("shop", secret, body);
    }

    private int post(String site, String secret, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(jenkins.getURL() + "sprint-delivery-webhook/" + site))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .header("X-Gitlab-Token", secret)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void aBuildThatNobodyTaggedIsNotOneWithoutTickets() throws Exception {
        job.setDefinition(new CpsFlowDefinition(conditions(STATES), true));

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("INCONCLUSIVE tickets.states", run);
        jenkins.assertLogContains("to pass: tag the build before the gate", run);
    }
}
