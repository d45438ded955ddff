package io.jenkins.plugins.sprintdelivery.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.User;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.build.GateDecisions;
import io.jenkins.plugins.sprintdelivery.build.GateLook;
import io.jenkins.plugins.sprintdelivery.build.SprintTagAction;
import io.jenkins.plugins.sprintdelivery.build.WaitingGate;
import io.jenkins.plugins.sprintdelivery.build.WaitingGates;
import io.jenkins.plugins.sprintdelivery.core.gate.GateWait;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.net.URL;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Who may approve and override, by form and by REST, and for another team's folder. */
@WithJenkins
class RunGatesITest {

    private JenkinsRule jenkins;
    private WorkflowRun run;
    private WaitingGate gate;

    @BeforeEach
    void waitAtAGate(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Folder ours = rule.createProject(Folder.class, "ours");
        Folder theirs = rule.createProject(Folder.class, "theirs");
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader", "developer", "approver", "overrider", "second", "stranger")
                .grant(Item.READ)
                .onFolders(ours)
                .to("reader", "approver", "overrider", "second")
                .grant(Item.READ, Item.BUILD, Item.CONFIGURE, Item.CANCEL)
                .onFolders(ours)
                .to("developer")
                .grant(SprintDeliveryPermissions.APPROVE)
                .onFolders(ours)
                .to("approver")
                .grant(SprintDeliveryPermissions.OVERRIDE)
                .onFolders(ours)
                .to("overrider", "second")
                .grant(Item.READ, SprintDeliveryPermissions.APPROVE, SprintDeliveryPermissions.OVERRIDE)
                .onFolders(theirs)
                .to("stranger")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
        waitAt("{wait: 1h, every: 50m, conditions: [{type: approval}]}", ours);
    }

    @AfterEach
    void stop() throws Exception {
        if (run.isBuilding()) {
            run.doStop();
            jenkins.waitForCompletion(run);
        }
    }

    private void waitAt(String policy, Folder folder) throws Exception {
        SprintFixtures.policies("gates: {policies: {release: " + policy + "}}");
        WorkflowJob job = folder.createProject(WorkflowJob.class, "shop");
        job.setDefinition(
                new CpsFlowDefinition("sprintGate policy: 'release', environment: 'live', version: '1'", true));
        run = job.scheduleBuild2(0).waitForStart();
        waitForLook();
    }

    private void waitForLook() throws InterruptedException {
        Instant patience = Instant.now().plusSeconds(60);
        while (WaitingGates.get().of(run).isEmpty()
                || WaitingGates.get().of(run).get(0).state() == null) {
            assertThat(Instant.now()).isBefore(patience);
            Thread.sleep(20);
        }
        gate = WaitingGates.get().of(run).get(0);
    }

    private JenkinsRule.WebClient client(String user) throws Exception {
        JenkinsRule.WebClient web = SprintFixtures.scriptless(jenkins);
        web.setThrowExceptionOnFailingStatusCode(false);
        if (!user.equals("anonymous")) {
            web.login(user);
        }
        return web;
    }

    private WebResponse post(String user, String verb, boolean crumb, String... parameters) throws Exception {
        List<String> all = new ArrayList<>(List.of("gate", gate.id()));
        all.addAll(List.of(parameters));
        return send(user, verb, crumb, all);
    }

    private WebResponse send(String user, String verb, boolean crumb, List<String> parameters) throws Exception {
        try (JenkinsRule.WebClient web = client(user)) {
            WebRequest request =
                    new WebRequest(new URL(jenkins.getURL(), run.getUrl() + "gates/" + verb), HttpMethod.POST);
            request.setAdditionalHeader("Accept", "application/json");
            List<NameValuePair> all = new ArrayList<>();
            for (int i = 0; i < parameters.size(); i += 2) {
                all.add(new NameValuePair(parameters.get(i), parameters.get(i + 1)));
            }
            request.setRequestParameters(all);
            if (crumb) {
                web.addCrumb(request);
            }
            return web.loadWebResponse(request);
        }
    }

    private GateResult decided() throws Exception {
        jenkins.waitForCompletion(run);
        return SprintTagAction.find(run).orElseThrow().tag().gates().get(0).result();
    }

    @Test
    void onlyWhoMayMay() throws Exception {
        // without a reason nothing is decided, but only who may is told so
        assertStatus("anonymous", 403, 403);
        assertStatus("reader", 403, 403);
        assertStatus("developer", 403, 403);
        assertStatus("stranger", 404, 404);
        assertStatus("approver", 400, 403);
        assertStatus("overrider", 403, 400);
        assertStatus("admin", 400, 400);
        assertThat(GateDecisions.approvals(run)).isEmpty();
        assertThat(GateDecisions.overrides(run)).isEmpty();
    }

    @Test
    void onlyWhoMayApprovesAheadOfAGate() throws Exception {
        Map<String, Integer> statuses = Map.of(
                "anonymous", 403,
                "reader", 403,
                "developer", 403,
                "stranger", 404,
                "overrider", 403,
                "approver", 400,
                "admin", 400);
        for (Map.Entry<String, Integer> expected : statuses.entrySet()) {
            String user = expected.getKey();
            assertThat(send(user, "approve", true, List.of("environment", "next", "reason", " "))
                            .getStatusCode())
                    .as(user)
                    .isEqualTo(expected.getValue());
            try (JenkinsRule.WebClient web = client(user)) {
                assertThat(web.goTo(run.getUrl() + "gates/", null)
                                .getWebResponse()
                                .getContentAsString()
                                .contains("approve-ahead"))
                        .as("the form of %s", user)
                        .isEqualTo(expected.getValue() == 400);
            }
        }
        assertThat(GateDecisions.approvals(run)).isEmpty();
    }

    private void assertStatus(String user, int approve, int override) throws Exception {
        assertThat(post(user, "approve", true, "reason", " ").getStatusCode())
                .as(user)
                .isEqualTo(approve);
        assertThat(post(user, "override", true, "reason", " ", "duration", "1h").getStatusCode())
                .as(user)
                .isEqualTo(override);
    }

    @Test
    void anApprovalByRestLetsItThrough() throws Exception {
        WebResponse response = post("approver", "approve", true, "reason", "tested on staging");

        assertThat(response.getStatusCode()).isEqualTo(201);
        assertThat(decided().verdict()).isEqualTo(Verdict.PASS);
        assertThat(GateDecisions.approvals(run)).singleElement().satisfies(approval -> {
            assertThat(approval.by().id()).isEqualTo("approver");
            assertThat(approval.reason()).isEqualTo("tested on staging");
        });
        assertThat(SprintFixtures.ledger().approvals(SprintFixtures.untilNow(), 10))
                .isEqualTo(GateDecisions.approvals(run));
    }

    @Test
    void anOverrideByRestLetsItThroughAndKeepsWhatTheGateSaid() throws Exception {
        WebResponse response = post("overrider", "override", true, "reason", "worse without", "duration", "1h");

        assertThat(response.getStatusCode()).isEqualTo(201);
        GateResult result = decided();
        assertThat(result.verdict()).isEqualTo(Verdict.PASS);
        assertThat(result.override().original()).isEqualTo(Verdict.FAIL);
        assertThat(result.override().by().id()).isEqualTo("overrider");
        jenkins.assertBuildStatus(Result.SUCCESS, run);
    }

    @Test
    void withoutACrumbOrByGetNothingIsDecided() throws Exception {
        assertThat(post("approver", "approve", false, "reason", "tested").getStatusCode())
                .isEqualTo(403);
        try (JenkinsRule.WebClient web = client("approver")) {
            assertThat(web.getPage(new URL(
                                    jenkins.getURL(),
                                    run.getUrl() + "gates/approve?gate=" + gate.id() + "&reason=tested"))
                            .getWebResponse()
                            .getStatusCode())
                    .isIn(404, 405);
        }
        assertThat(GateDecisions.approvals(run)).isEmpty();
    }

    @Test
    void wrongInputIsAnsweredWithWhatIsWrong() throws Exception {
        assertThat(error(post("overrider", "override", true, "reason", "why", "duration", "soon")))
                .isEqualTo("400 For how long it counts is a duration such as 4h or 1d, not 'soon'");
        assertThat(error(post("overrider", "override", true, "reason", "why", "duration", "9d")))
                .isEqualTo("409 an override of this policy counts for 1 d at most");
        assertThat(error(post("overrider", "agree", true, "override", "none")))
                .startsWith("404 There is no override 'none'");
        assertThat(error(post("approver", "approve", true, "reason", "x".repeat(1_001))))
                .isEqualTo("400 Give a reason, of at most 1,000 characters.");
        gate = otherGate();
        assertThat(error(post("approver", "approve", true, "reason", "why")))
                .startsWith("404 There is no waiting gate");
    }

    private WaitingGate otherGate() {
        return new WaitingGate() {
            @Override
            public String id() {
                return "nowhere";
            }

            @Override
            public Run<?, ?> run() {
                return run;
            }

            @Override
            public GateLook lastLook() {
                return null;
            }

            @Override
            public GateWait state() {
                return null;
            }

            @Override
            public void look() {
                throw new AssertionError();
            }
        };
    }

    private static String error(WebResponse response) {
        return response.getStatusCode() + " "
                + JSONObject.fromObject(response.getContentAsString()).getString("error");
    }

    @Test
    void theFormApproves() throws Exception {
        try (JenkinsRule.WebClient web = client("approver")) {
            HtmlPage page = web.goTo(run.getUrl() + "gates/");
            assertThat(page.asNormalizedText()).contains("Gate release: FAIL", "ours/shop 1", "0 of 1 approval");
            assertThat(page.getForms())
                    .noneMatch(form -> form.getNameAttribute().startsWith("override"));
            HtmlForm form = page.getFormByName("approve-" + gate.id());
            form.getInputByName("reason").setValue("<script>alert(1)</script>");

            jenkins.submit(form);
        }

        assertThat(GateDecisions.approvals(run)).hasSize(1);
        assertThat(decided().verdict()).isEqualTo(Verdict.PASS);
        assertThat(GateDecisions.approvals(run).get(0).reason()).isEqualTo("<script>alert(1)</script>");
    }

    @Test
    void aReaderSeesTheGateAndNoForm() throws Exception {
        try (JenkinsRule.WebClient web = client("reader")) {
            HtmlPage page = web.goTo(run.getUrl() + "gates/");

            assertThat(page.asNormalizedText()).contains("Gate release: FAIL", "ask for 1 more approval");
            assertThat(page.getForms())
                    .noneMatch(form -> form.getNameAttribute().matches("(approve|override|agree).*"));
        }
        try (JenkinsRule.WebClient web = client("reader")) {
            JSONArray waiting = JSONArray.fromObject(web.goTo(run.getUrl() + "gates/waiting", "application/json")
                    .getWebResponse()
                    .getContentAsString());
            assertThat(waiting.getJSONObject(0).getString("environment")).isEqualTo("live");
            assertThat(waiting.getJSONObject(0).getJSONObject("result").getString("verdict"))
                    .isEqualTo("FAIL");
        }
    }

    @Test
    void aSecondPersonAgrees() throws Exception {
        run.doStop();
        jenkins.waitForCompletion(run);
        Folder folder = (Folder) jenkins.jenkins.getItem("ours");
        folder.getItem("shop").delete();
        waitAt("{wait: 1h, every: 50m, overrides: {second: true}, conditions: [{type: approval}]}", folder);

        assertThat(post("overrider", "override", true, "reason", "worse without")
                        .getStatusCode())
                .isEqualTo(201);
        String override = GateDecisions.overrides(run).get(0).id();
        assertThat(error(post("overrider", "agree", true, "override", override)))
                .isEqualTo("409 somebody else has to agree to an override than who decided it");
        assertThat(run.isBuilding()).isTrue();
        assertThat(post("second", "agree", true, "override", override).getStatusCode())
                .isEqualTo(201);

        assertThat(decided().override().second().id()).isEqualTo("second");
    }

    @Test
    void whoApprovedReadsWellAfterTheAccountIsGone() throws Exception {
        User.getById("approver", true).setFullName("Anna Müller");
        User.getById("approver", true).save();
        post("approver", "approve", true, "reason", "tested");
        decided();

        User.getById("approver", false).delete();

        assertThat(GateDecisions.approvals(run).get(0).by().label()).isEqualTo("Anna Müller (approver)");
    }
}
