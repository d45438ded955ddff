package io.jenkins.plugins.sprintdelivery.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.Result;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.build.SprintTagAction;
import io.jenkins.plugins.sprintdelivery.config.FolderSettingsProperty;
import io.jenkins.plugins.sprintdelivery.config.SprintSettings;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.PolicyLayer;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Policies from all places: global, folders, the repository's file, and the step. */
@WithJenkins
class GatePoliciesITest {

    private static final String TWO_FAIL = """
            writeFile file: 'a.xml', text: '''<testsuite name='s'>
              <testcase classname='a.B' name='one'><failure message='no'/></testcase>
              <testcase classname='a.B' name='two'><failure message='no'/></testcase></testsuite>'''
            junit testResults: 'a.xml', skipMarkingBuildUnstable: true
            """;

    private JenkinsRule jenkins;

    @BeforeEach
    void keep(JenkinsRule rule) {
        jenkins = rule;
    }

    private static String policy(int max, String more) {
        return "gates: {policies: {release: {" + more + "conditions: [{type: tests.failed, max: " + max + "}]}}}";
    }

    private Folder folder(Folder parent, String name, String policies) throws Exception {
        Folder folder =
                parent == null ? jenkins.createProject(Folder.class, name) : parent.createProject(Folder.class, name);
        SprintSettings settings = new SprintSettings();
        settings.setPolicies(policies);
        folder.addProperty(new FolderSettingsProperty(settings));
        return folder;
    }

    private WorkflowRun run(Folder folder, Result expected, String script) throws Exception {
        WorkflowJob job = folder == null
                ? jenkins.createProject(WorkflowJob.class)
                : folder.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition("node { " + TWO_FAIL + script + " }", true));
        return jenkins.assertBuildStatus(expected, job.scheduleBuild2(0));
    }

    private static GateResult result(WorkflowRun run) {
        return SprintTagAction.find(run).orElseThrow().tag().gates().get(0).result();
    }

    @Test
    void theStepsOwnPolicyIsNearestAndWhatItOverridesIsShown() throws Exception {
        SprintFixtures.policies(policy(0, ""));
        Folder outer = folder(null, "outer", policy(1, ""));

        WorkflowRun run = run(
                folder(outer, "inner", null),
                Result.SUCCESS,
                "sprintGate policy: 'release', policyYaml: '''\nconditions:\n  - type: tests.failed\n    max: 2\n'''");

        jenkins.assertLogContains("Gate 'release' says PASS (policy from policyYaml)", run);
        jenkins.assertLogContains("In force: policyYaml", run);
        jenkins.assertLogContains("Overridden: folder outer (replaced by policyYaml)", run);
        assertThat(result(run).layers())
                .extracting(PolicyLayer::effect)
                .containsExactly(PolicyLayer.Effect.IN_FORCE, PolicyLayer.Effect.REPLACED, PolicyLayer.Effect.REPLACED);
        try (JenkinsRule.WebClient web = SprintFixtures.scriptless(jenkins)) {
            HtmlPage page = web.goTo(run.getUrl() + "sprint/");
            assertThat(page.asNormalizedText())
                    .contains("Overridden: folder outer", "Overridden: global configuration");
        }
    }

    @Test
    void aFinalPolicyIsOnlyAddedTo() throws Exception {
        SprintFixtures.policies(policy(0, "final: true, "));

        WorkflowRun run = run(
                folder(null, "team", policy(9, "")),
                Result.FAILURE,
                "writeFile file: '.sprint-delivery.yml', text: '" + policy(9, "") + "'\n"
                        + "sprintGate policy: 'release', policyYaml: 'conditions: [{type: tests.run, minimum: 2}]'");

        jenkins.assertLogContains("Gate 'release' says FAIL (policy from global configuration)", run);
        jenkins.assertLogContains("tests.run: expected at least 2", run);
        jenkins.assertLogContains("(asked for by policyYaml)", run);
        jenkins.assertLogContains("In force: global configuration (final)", run);
        jenkins.assertLogContains("Added to: policyYaml", run);
        assertThat(result(run).layers()).hasSize(4);
        assertThat(result(run).conditions()).hasSize(3);
    }

    @Test
    void aPolicyOfTheStepWithoutANameAddsToTheOneThatWouldHold() throws Exception {
        SprintFixtures.policies(policy(0, "final: true, "));

        WorkflowRun run =
                run(null, Result.FAILURE, "sprintGate policyYaml: 'conditions: [{type: tests.failed, max: 5}]'");

        jenkins.assertLogContains("Gate 'release' says FAIL", run);
    }

    @Test
    void mistakesInTheStepAreNamedWithLineAndColumn() throws Exception {
        WorkflowRun run = run(
                null,
                Result.FAILURE,
                "sprintGate policyYaml: '''conditions:\n  - type: tests.faild\n  - type: tests.failed\n    maxi: 1\n'''");

        jenkins.assertLogContains("policyYaml:2:11", run);
        jenkins.assertLogContains("did you mean 'tests.failed'", run);
        jenkins.assertLogContains("policyYaml:4:5", run);
        jenkins.assertLogNotContains("SettingsException", run);
    }

    @Test
    void theAnswerSaysWhereThePolicyCameFromAndWhatWouldHelp() throws Exception {
        SprintFixtures.policies(policy(0, ""));

        WorkflowRun run = run(null, Result.SUCCESS, """
                def gate = sprintGate(propagate: false, policy: 'release', policyYaml: '''
                conditions:
                  - any:
                      - {type: tests.failed, max: 0}
                      - {type: tests.run, minimum: 100}
                ''')
                echo "from ${gate.origin}, over ${gate.layers[1].origin}: ${gate.layers[1].effect}"
                echo "parts ${gate.conditions[0].parts*.verdict}, to pass: ${gate.conditions[0].parts[0].remedy}"
                """);

        jenkins.assertLogContains("from policyYaml, over global configuration: replaced", run);
        jenkins.assertLogContains("parts [FAIL, FAIL], to pass: ", run);
        jenkins.assertLogNotContains("to pass: null", run);
    }

    @Test
    void failingTestsAreLinkedFromConsolePageAndAnswer() throws Exception {
        WorkflowRun run = run(
                null,
                Result.SUCCESS,
                "def gate = sprintGate(propagate: false)\n"
                        + "echo 'evidence ' + gate.conditions.find { it.type == 'tests.failed' }.evidence[0]");

        String address = jenkins.getURL() + run.getUrl() + "testReport/junit/a/B/one/";
        jenkins.assertLogContains("evidence a.B.one " + address, run);
        try (JenkinsRule.WebClient web = SprintFixtures.scriptless(jenkins)) {
            HtmlPage page = web.goTo(run.getUrl() + "sprint/");
            assertThat(page.getAnchorByText("a.B.one").click().getUrl().toString())
                    .startsWith(jenkins.getURL() + run.getUrl() + "testReport/");
        }
    }

    @Test
    void aFinalPolicyForATierHoldsWhateverTheRepositoryAsksForAndWhateverTierItSays() throws Exception {
        SprintFixtures.policies("environments: {eu: production}\n"
                + "gates:\n  policies:\n    release: {final: true, environments: [production], overrides: {allowed: false},"
                + " conditions: [{type: tests.failed}]}\n"
                + "  freezes: [{name: Always, from: 2020-01-01, to: 2099-01-01, environments: [production]}]\n");
        String lenient = "writeFile file: '.sprint-delivery.yml', text: '''\n"
                + "environments: {eu: development, live: testing}\n"
                + "gates:\n  policies:\n    ours: {overrides: {own: true}, conditions: [{type: tests.failed, max: 9}]}\n"
                + "    free: {conditions: [{type: freeze.none}]}\n'''\n";

        WorkflowRun run = run(null, Result.SUCCESS, lenient + """
                for (target in ['eu', 'live', 'qa']) {
                  def gate = sprintGate(propagate: false, policy: 'ours', environment: target)
                  echo target + ' ' + gate.verdict + ' by ' + gate.policy + ' of ' + gate.origin
                  echo target + ' free ' + sprintGate(propagate: false, policy: 'free', environment: target).conditions
                      .find { it.type == 'freeze.none' }.verdict
                }
                """);

        jenkins.assertLogContains("eu FAIL by release of global configuration", run);
        jenkins.assertLogContains("live FAIL by release of global configuration", run);
        jenkins.assertLogContains("qa PASS by ours of .sprint-delivery.yml", run);
        jenkins.assertLogContains("eu free FAIL", run);
        jenkins.assertLogContains("live free FAIL", run);
        jenkins.assertLogContains("qa free PASS", run);
        jenkins.assertLogContains(
                "Added to: policy 'ours' of .sprint-delivery.yml (only adds conditions, since the policy of global"
                        + " configuration is final for production; without effect: 'overrides')",
                run);
        jenkins.assertLogContains("In force: global configuration (final for production)", run);
    }
}
