package io.jenkins.plugins.sprintdelivery.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.build.SprintTagAction;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class SprintGateStepITest {

    private static final String ONE_FAILS = """
            writeFile file: 'a.xml', text: '''<testsuite name='s'>
              <testcase classname='a.B' name='works'/>
              <testcase classname='a.B' name='breaks'><failure message='no'/></testcase></testsuite>'''
            junit testResults: 'a.xml', skipMarkingBuildUnstable: true
            """;

    private static WorkflowRun run(JenkinsRule jenkins, Result expected, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return jenkins.assertBuildStatus(expected, job.scheduleBuild2(0));
    }

    @Test
    void aFailedTestStopsTheBuildAndIsNamed(JenkinsRule jenkins) throws Exception {
        WorkflowRun run =
                run(jenkins, Result.FAILURE, "node { " + ONE_FAILS + "\n sprintGate()\n echo 'not ' + 'reached' }");

        jenkins.assertLogContains("Gate 'default' says FAIL", run);
        jenkins.assertLogContains("a.B.breaks", run);
        jenkins.assertLogNotContains("not reached", run);
        assertThat(SprintTagAction.find(run).orElseThrow().tag().gates())
                .extracting(gate -> gate.result().verdict())
                .containsExactly(Verdict.FAIL);
        assertThat(SprintFixtures.ledger().gates(SprintFixtures.untilNow(), 10)).hasSize(1);
    }

    @Test
    void withoutPropagationTheScriptDecides(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = run(
                jenkins,
                Result.SUCCESS,
                "node { " + ONE_FAILS
                        + "\n def gate = sprintGate(propagate: false)"
                        + "\n echo \"${gate.verdict}: ${gate.conditions.find { it.verdict == 'FAIL' }.actual} at ${gate.url}\" }");

        jenkins.assertLogContains("FAIL: ", run);
        jenkins.assertLogContains(run.getUrl() + "sprint/", run);
    }

    @Test
    void aWarningMarksStageAndBuild(JenkinsRule jenkins) throws Exception {
        SprintFixtures.policies("""
                gates:
                  policies:
                    lenient:
                      conditions:
                        - type: tests.failed
                          max: 0
                          severity: warn
                """);

        WorkflowRun run = run(
                jenkins,
                Result.UNSTABLE,
                "node { " + ONE_FAILS + "\n stage('Gate') { sprintGate(policy: 'lenient') }\n echo 'goes ' + 'on' }");

        jenkins.assertLogContains("goes on", run);
        assertThat(new DepthFirstScanner()
                        .findFirstMatch(
                                run.getExecution(),
                                node -> node.getDisplayFunctionName().equals("sprintGate"))
                        .getPersistentAction(WarningAction.class)
                        .getMessage())
                .isEqualTo("Gate 'lenient' warns");
    }

    @Test
    void noTestsAreNoPass(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = run(jenkins, Result.FAILURE, "node { sprintGate() }");

        jenkins.assertLogContains("run the junit step before the gate", run);
    }

    @Test
    void anUnknownPolicyNamesTheKnownOnes(JenkinsRule jenkins) throws Exception {
        SprintFixtures.policies("gates: {policies: {release: {conditions: [{type: tests.failed}]}}}");

        WorkflowRun run = run(jenkins, Result.FAILURE, "node { sprintGate(policy: 'relaese') }");

        jenkins.assertLogContains("relaese", run);
        jenkins.assertLogContains("release", run);
    }

    @Test
    void theRepositorysPolicyIsNearest(JenkinsRule jenkins) throws Exception {
        SprintFixtures.policies("gates: {policies: {release: {conditions: [{type: tests.failed}]}}}");

        WorkflowRun run = run(
                jenkins,
                Result.SUCCESS,
                "node { " + ONE_FAILS
                        + "\n writeFile file: '.sprint-delivery.yml', text: 'gates: {policies: {release: {conditions: [{type: tests.failed, max: 1}]}}}'"
                        + "\n sprintGate(policy: 'release') }");

        jenkins.assertLogContains("policy from .sprint-delivery.yml", run);
    }

    @Test
    void aWrongFileIsNamedWithLineAndColumn(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = run(
                jenkins,
                Result.FAILURE,
                "node { writeFile file: '.sprint-delivery.yml', text: 'gates:\\n  polices: {}\\n'\n sprintGate() }");

        jenkins.assertLogContains(".sprint-delivery.yml:2:3", run);
        jenkins.assertLogContains("policies", run);
    }

    @Test
    void onlyFailuresThatTheLastReleaseDidNotHaveCount(JenkinsRule jenkins) throws Exception {
        SprintFixtures.policies("gates: {policies: {release: {conditions: [{type: tests.newFailures}]}}}");
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(
                "node { " + ONE_FAILS + "\n sprintDeployed environment: 'live', version: '1' }", true));
        jenkins.buildAndAssertSuccess(job);
        job.setDefinition(new CpsFlowDefinition("node { " + ONE_FAILS + "\n sprintGate environment: 'live' }", true));
        jenkins.buildAndAssertSuccess(job);
        job.setDefinition(new CpsFlowDefinition(
                "node { " + ONE_FAILS.replace("breaks", "breaksToo") + "\n sprintGate environment: 'live' }", true));

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("a.B.breaksToo", run);
    }

    @Test
    void aMistakeInTheControllersPoliciesStopsTheGateAndNoTag(JenkinsRule jenkins) throws Exception {
        SprintFixtures.policies("gates: {polices: {}}");

        WorkflowRun run = run(jenkins, Result.FAILURE, "sprintTag()\n echo 'tagged ' + 'it'\n sprintGate()");

        jenkins.assertLogContains("tagged it", run);
        jenkins.assertLogContains("did you mean 'policies'", run);
        jenkins.assertLogNotContains("SettingsException", run);
    }

    @Test
    void aGateNeedsNoNode(JenkinsRule jenkins) throws Exception {
        run(jenkins, Result.SUCCESS, "def gate = sprintGate(propagate: false); assert gate.verdict == 'FAIL'");
    }
}
