package io.jenkins.plugins.sprintdelivery.release;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.User;
import hudson.security.HudsonPrivateSecurityRealm;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.build.GateDecisions;
import io.jenkins.plugins.sprintdelivery.build.SprintTagAction;
import io.jenkins.plugins.sprintdelivery.build.WaitingGates;
import io.jenkins.plugins.sprintdelivery.core.model.ConditionResult;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
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
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Builds are approved before they come to their gate, by people of Jenkins' own user database, who have no e-mail address
 * and may be gone when somebody reads what they decided.
 */
@WithJenkins
class EarlyApprovalITest {

    private JenkinsRule jenkins;
    private WorkflowJob job;
    private WorkflowRun run;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        HudsonPrivateSecurityRealm realm = new HudsonPrivateSecurityRealm(false, false, null);
        rule.jenkins.setSecurityRealm(realm);
        for (String name : List.of("anna", "otto", "dora", "root")) {
            realm.createAccount(name, name);
        }
        User anna = User.getById("anna", false);
        anna.setFullName("Anna Müller");
        anna.save();
        rule.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("anna", "otto", "dora")
                .grant(SprintDeliveryPermissions.APPROVE)
                .everywhere()
                .to("anna", "otto")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("root"));
        SprintFixtures.policies("""
                gates:
                  policies:
                    release: {conditions: [{type: approval, minimum: 2}]}
                    single: {conditions: [{type: approval}]}
                    quick: {conditions: [{type: freeze.none}]}
                """);
        job = rule.createProject(WorkflowJob.class, "shop");
    }

    @AfterEach
    void stop() throws Exception {
        if (run != null && run.isBuilding()) {
            run.doStop();
            jenkins.waitForCompletion(run);
        }
    }

    /** A build that is busy until somebody lets it go on to its gate. */
    private void begin(String gate, String startedBy) throws Exception {
        job.setDefinition(new CpsFlowDefinition("semaphore 'work'\n sprintGate(" + gate + ")", true));
        run = job.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause(startedBy)))
                .waitForStart();
        SemaphoreStep.waitForStart("work/1", run);
    }

    private WorkflowRun proceed(Result expected) throws Exception {
        SemaphoreStep.success("work/1", null);
        return jenkins.assertBuildStatus(expected, jenkins.waitForCompletion(run));
    }

    private WebResponse approve(String user, String... parameters) throws Exception {
        try (JenkinsRule.WebClient web = SprintFixtures.scriptless(jenkins)) {
            web.setThrowExceptionOnFailingStatusCode(false);
            web.login(user);
            WebRequest request =
                    new WebRequest(new URL(jenkins.getURL(), run.getUrl() + "gates/approve"), HttpMethod.POST);
            request.setAdditionalHeader("Accept", "application/json");
            List<NameValuePair> all = new ArrayList<>();
            for (int i = 0; i < parameters.length; i += 2) {
                all.add(new NameValuePair(parameters[i], parameters[i + 1]));
            }
            request.setRequestParameters(all);
            return web.loadWebResponse(web.addCrumb(request));
        }
    }

    private static String error(WebResponse response) {
        return response.getStatusCode() + " "
                + JSONObject.fromObject(response.getContentAsString()).getString("error");
    }

    private static ConditionResult condition(WorkflowRun build) {
        return SprintTagAction.find(build)
                .orElseThrow()
                .tag()
                .gates()
                .get(0)
                .result()
                .conditions()
                .get(0);
    }

    @Test
    void twoApproveByPageAndByRestAndTheGateLetsTheBuildThroughWithoutWaiting() throws Exception {
        begin("policy: 'release', environment: 'live', version: '7'", "dora");
        try (JenkinsRule.WebClient web = SprintFixtures.scriptless(jenkins)) {
            web.login("anna");
            HtmlPage page = web.goTo(run.getUrl() + "gates/");
            assertThat(page.asNormalizedText()).contains("This build waits at no gate.", "Approve before the gate");
            HtmlForm form = page.getFormByName("approve-ahead");
            form.getInputByName("environment").setValue("live");
            form.getInputByName("policy").setValue("release");
            form.getInputByName("reason").setValue("tested by hand");
            jenkins.submit(form);
            assertThat(web.goTo(run.getUrl() + "gates/").asNormalizedText())
                    .contains("release, live: approved by Anna Müller (anna)", "tested by hand");
        }

        assertThat(approve("otto", "environment", "live", "policy", "release", "reason", "me too")
                        .getStatusCode())
                .isEqualTo(201);
        WorkflowRun done = proceed(Result.SUCCESS);

        assertThat(condition(done).actual()).isEqualTo("2 of 2 approvals");
        assertThat(WaitingGates.get().all()).isEmpty();
        assertThat(SprintFixtures.ledger().approvals(SprintFixtures.untilNow(), 10))
                .hasSize(2)
                .extracting(approval -> approval.target().environment())
                .containsOnly("live");
    }

    @Test
    void oneIsNotEnoughNobodyCountsTwiceAndWhoStartedItDoesNotCount() throws Exception {
        begin("policy: 'release', environment: 'live'", "otto");

        assertThat(approve("anna", "environment", "live", "policy", "release", "reason", "ok")
                        .getStatusCode())
                .isEqualTo(201);
        assertThat(error(approve("anna", "environment", "live", "policy", "release", "reason", "again")))
                .startsWith("409 Anna Müller (anna) has approved this already");
        assertThat(error(approve("otto", "environment", "live", "policy", "release", "reason", "mine")))
                .startsWith("409 otto started or changed the build");

        assertThat(condition(proceed(Result.FAILURE)).actual()).isEqualTo("1 of 2 approvals");
    }

    @Test
    void anApprovalIsForItsEnvironmentAndPolicyAndEndsWhenItExpires() throws Exception {
        begin("policy: 'single', environment: 'live'", "dora");

        assertThat(approve("anna", "environment", "staging", "policy", "single", "reason", "ok")
                        .getStatusCode())
                .isEqualTo(201);
        assertThat(approve("otto", "environment", "live", "policy", "single", "reason", "ok", "duration", "1s")
                        .getStatusCode())
                .isEqualTo(201);
        Thread.sleep(1_100);

        ConditionResult condition = condition(proceed(Result.FAILURE));
        assertThat(condition.actual()).isEqualTo("0 of 1 approval");
        assertThat(condition.evidence())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("otto at ").endsWith("does not count: it has expired"));
    }

    @Test
    void wrongInputIsAnsweredWithWhatIsWrongAndWhoMayNotMayNot() throws Exception {
        begin("policy: 'single', environment: 'live'", "dora");

        assertThat(error(approve("anna", "reason", "ok")))
                .isEqualTo("400 Say for which environment the build is approved.");
        assertThat(error(approve("anna", "environment", "live", "policy", "singel", "reason", "ok")))
                .startsWith("400")
                .contains("there is no policy 'singel'", "quick, release, single");
        assertThat(error(approve("anna", "environment", "live", "policy", "quick", "reason", "ok")))
                .isEqualTo("409 the policy 'quick' asks for no approval");
        assertThat(error(approve("anna", "environment", "live", "policy", "single", "reason", " ")))
                .startsWith("400 Give a reason");
        assertThat(approve("dora", "environment", "live", "policy", "single", "reason", "ok")
                        .getStatusCode())
                .isEqualTo(403);
        assertThat(GateDecisions.approvals(run)).isEmpty();
        try (JenkinsRule.WebClient web = SprintFixtures.scriptless(jenkins)) {
            web.login("dora");
            assertThat(web.goTo(run.getUrl() + "gates/").asNormalizedText()).doesNotContain("Approve before the gate");
        }
    }

    @Test
    void anotherBuildOfTheJobHasTheApprovalOfItsVersionAndNoOtherJobGivesAny() throws Exception {
        WorkflowJob other = jenkins.createProject(WorkflowJob.class, "other");
        other.setDefinition(new CpsFlowDefinition(
                "node { writeFile file: '.sprint-delivery.yml', text: 'service: shop'\n sprintTag() }", true));
        run = jenkins.buildAndAssertSuccess(other);
        assertThat(approve("otto", "environment", "live", "policy", "single", "version", "7", "reason", "theirs")
                        .getStatusCode())
                .isEqualTo(201);
        job.setDefinition(
                new CpsFlowDefinition("sprintGate(policy: 'single', environment: 'live', version: '7')", true));
        run = jenkins.buildAndAssertStatus(Result.FAILURE, job);
        assertThat(condition(run).actual()).isEqualTo("0 of 1 approval");

        // after it ended, for whoever deploys that version next
        assertThat(approve("anna", "environment", "live", "policy", "single", "version", "7", "reason", "ok")
                        .getStatusCode())
                .isEqualTo(201);
        SprintFixtures.ledger();

        WorkflowRun next = jenkins.buildAndAssertSuccess(job);
        assertThat(condition(next).evidence())
                .singleElement()
                .satisfies(line ->
                        assertThat(line).startsWith("Anna Müller (anna) at ").endsWith(": ok"));
    }

    @Test
    void whatSomebodyDecidedReadsWellWithoutAnAddressAndAfterTheyAreGone() throws Exception {
        begin("policy: 'single', environment: 'live', version: '7'", "dora");
        approve("anna", "environment", "live", "policy", "single", "reason", "tested");

        User.getById("anna", false).delete();
        assertThat(User.getById("anna", false)).isNull();
        proceed(Result.SUCCESS);

        jenkins.assertLogContains("Anna Müller (anna) at ", run);
        try (JenkinsRule.WebClient web = SprintFixtures.scriptless(jenkins)) {
            web.login("root");
            assertThat(web.goTo(run.getUrl() + "sprint/").asNormalizedText()).contains("Anna Müller (anna)", "tested");
            assertThat(web.goTo(run.getUrl() + "gates/").asNormalizedText())
                    .contains("single, live: approved by Anna Müller (anna)");
        }
        assertThat(SprintFixtures.ledger().approvals(SprintFixtures.untilNow(), 10))
                .extracting(GateApproval::by)
                .singleElement()
                .satisfies(by -> assertThat(by.label()).isEqualTo("Anna Müller (anna)"));
        assertThat(User.getById("anna", false)).isNull();
    }
}
