package io.jenkins.plugins.sprintdelivery.build;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Item;
import hudson.model.Result;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import java.net.URL;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class GateSandboxITest {

    private JenkinsRule jenkins;
    private WorkflowJob job;
    private WorkflowRun first;
    private WorkflowRun second;

    @BeforeEach
    void buildTwice(JenkinsRule rule) throws Exception {
        jenkins = rule;
        job = rule.createProject(WorkflowJob.class, "shop");
        first = build("<failure message='no'/>");
        second = build("");
    }

    private WorkflowRun build(String failure) throws Exception {
        job.setDefinition(new CpsFlowDefinition(
                "node { sprintTag()\n writeFile file: 'a.xml', text: '''<testsuite name='s'><testcase classname='a.B' name='c'>"
                        + failure
                        + "</testcase></testsuite>'''\n junit testResults: 'a.xml', skipMarkingBuildUnstable: true }",
                true));
        return jenkins.assertBuildStatus(Result.SUCCESS, job.scheduleBuild2(0));
    }

    private static HtmlPage judge(JenkinsRule.WebClient web, WorkflowRun run, String build, String policy, String yaml)
            throws Exception {
        HtmlForm form = web.goTo(run.getUrl() + "sprint/sandbox/").getFormByName("sandbox");
        form.getInputByName("build").setValue(build);
        form.getInputByName("policy").setValue(policy);
        form.getTextAreaByName("policyYaml").setText(yaml);
        return (HtmlPage) form.getButtonByName("Submit").click();
    }

    @Test
    void aPastBuildIsJudgedByAPolicyThatWasPasted() throws Exception {
        SprintFixtures.policies("gates: {policies: {release: {final: true, conditions: [{type: tests.run}]}}}");
        try (JenkinsRule.WebClient web = SprintFixtures.scriptlessWithCrumb(jenkins)) {
            HtmlPage page = judge(
                    web,
                    second,
                    "1",
                    "release",
                    "conditions:\n  - type: tests.failed\n  - type: deployment.promoted\n    from: staging\n");

            assertThat(page.asNormalizedText())
                    .contains("Policy release would say FAIL of shop #1")
                    .contains("Added to: policyYaml", "In force: global configuration (final)")
                    .contains("tests.failed", "mend", "0 passed, 1 failed")
                    .contains("the version of the release is not known")
                    .contains("What cannot be decided: pass-through");
            assertThat(page.getFormByName("sandbox")
                            .getTextAreaByName("policyYaml")
                            .getText())
                    .contains("from: staging");
        }
        assertThat(SprintTagAction.find(first).orElseThrow().tag().gates()).isEmpty();
        assertThat(SprintFixtures.ledger().gates(SprintFixtures.untilNow(), 10)).isEmpty();
    }

    @Test
    void theConfiguredPolicyIsJudgedWithoutPasting() throws Exception {
        try (JenkinsRule.WebClient web = SprintFixtures.scriptlessWithCrumb(jenkins)) {
            assertThat(judge(web, second, "2", "", "").asNormalizedText())
                    .contains("Policy default would say PASS of shop #2", "In force: built in");
        }
    }

    @Test
    void mistakesAreSaidAndNothingIsMarkup() throws Exception {
        String hostile = "<script>alert(1)</script>";
        try (JenkinsRule.WebClient web = SprintFixtures.scriptlessWithCrumb(jenkins)) {
            HtmlPage mistake = judge(web, second, "2", "", "conditions: [{type: '" + hostile + "'}]");
            assertThat(mistake.asNormalizedText()).contains("policyYaml:1:21", "unknown condition '" + hostile + "'");
            assertThat(mistake.getWebResponse().getContentAsString()).doesNotContain(hostile);
            assertThat(judge(web, second, "77", "", "").asNormalizedText()).contains("There is no build '77'");
            SprintFixtures.policies("gates: {policies: {'" + hostile + "': {conditions: [{type: tests.run}]}}}");
            HtmlPage named = judge(web, second, "2", "", "");
            assertThat(named.asNormalizedText())
                    .contains("Configured policies: " + hostile, "Policy " + hostile + " would say");
            assertThat(named.getWebResponse().getContentAsString()).doesNotContain(hostile);
            assertThat(judge(web, second, "2", hostile, "").getWebResponse().getContentAsString())
                    .doesNotContain(hostile);
        }
    }

    @Test
    void itIsForWhoMayBuildAndByPostAlone() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader", "developer")
                .grant(Item.BUILD)
                .everywhere()
                .to("developer"));
        String sandbox = second.getUrl() + "sprint/sandbox/";
        try (JenkinsRule.WebClient web =
                SprintFixtures.scriptlessWithCrumb(jenkins).withThrowExceptionOnFailingStatusCode(false)) {
            assertThat(status(web, sandbox)).isIn(403, 404);
            web.login("reader");
            assertThat(status(web, sandbox)).isEqualTo(403);
            assertThat(post(web, sandbox + "judge")).isEqualTo(403);
            assertThat(web.goTo(second.getUrl() + "sprint/").asNormalizedText()).doesNotContain("Try a policy");
        }
        try (JenkinsRule.WebClient web =
                SprintFixtures.scriptlessWithCrumb(jenkins).withThrowExceptionOnFailingStatusCode(false)) {
            web.login("developer");
            assertThat(status(web, sandbox + "judge?policy=default")).isIn(404, 405);
            assertThat(post(web, sandbox + "judge")).isEqualTo(200);
            assertThat(web.goTo(second.getUrl() + "sprint/")
                            .getAnchorByText("Try a policy")
                            .click()
                            .getUrl()
                            .getPath())
                    .endsWith("/sprint/sandbox/");
        }
    }

    private int status(JenkinsRule.WebClient web, String path) throws Exception {
        // the response itself, without the way to the login page
        return web.loadWebResponse(new WebRequest(new URL(jenkins.getURL(), path)))
                .getStatusCode();
    }

    private int post(JenkinsRule.WebClient web, String path) throws Exception {
        WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), HttpMethod.POST);
        request.setRequestParameters(List.of(new NameValuePair("policy", ""), new NameValuePair("value", "")));
        return web.getPage(web.addCrumb(request)).getWebResponse().getStatusCode();
    }
}
