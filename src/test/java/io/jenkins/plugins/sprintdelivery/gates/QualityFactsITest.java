package io.jenkins.plugins.sprintdelivery.gates;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.checks.api.ChecksConclusion;
import io.jenkins.plugins.checks.api.ChecksDetails;
import io.jenkins.plugins.checks.api.ChecksPublisher;
import io.jenkins.plugins.checks.api.ChecksPublisherFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The optional plugins, each for real: Coverage, Warnings and Checks API. */
@WithJenkins
class QualityFactsITest {

    private static final String JACOCO = """
            <?xml version="1.0" encoding="UTF-8"?>
            <report name="shop"><package name="a"><class name="a/B" sourcefilename="B.java">
              <method name="m" desc="()V" line="3"><counter type="LINE" missed="1" covered="3"/></method>
              </class><sourcefile name="B.java">
              <line nr="3" mi="0" ci="1" mb="1" cb="1"/><line nr="4" mi="0" ci="1" mb="0" cb="0"/>
              <line nr="5" mi="0" ci="1" mb="0" cb="0"/><line nr="6" mi="1" ci="0" mb="0" cb="0"/>
              <counter type="BRANCH" missed="1" covered="1"/><counter type="LINE" missed="1" covered="3"/>
              </sourcefile></package></report>""";

    private static WorkflowRun run(JenkinsRule jenkins, Result expected, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition(script, true));
        return jenkins.assertBuildStatus(expected, job.scheduleBuild2(0));
    }

    @Test
    void coverageIsReadFromTheCoveragePlugin(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = run(
                jenkins,
                Result.FAILURE,
                "node { writeFile file: 'jacoco.xml', text: '''" + JACOCO + "'''\n"
                        + "recordCoverage tools: [[parser: 'JACOCO', pattern: 'jacoco.xml']], sourceCodeRetention: 'NEVER', skipPublishingChecks: true\n"
                        + "sprintGate policyYaml: '''conditions:\n  - {type: coverage.lines, minimum: 75}\n"
                        + "  - {type: coverage.branches, minimum: 60}\n''' }");

        jenkins.assertLogContains("PASS coverage.lines", run);
        jenkins.assertLogContains("(3 of 4)", run);
        jenkins.assertLogContains("FAIL coverage.branches", run);
        jenkins.assertLogContains("(1 of 2)", run);
    }

    @Test
    void issuesAreReadFromTheWarningsPlugin(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = run(
                jenkins,
                Result.FAILURE,
                "node { writeFile file: 'javac.log', text: '''[WARNING] /src/B.java:[3,4] [deprecation] old\n"
                        + "[ERROR] /src/B.java:[5,6] cannot find symbol\n'''\n"
                        + "recordIssues tool: java(pattern: 'javac.log'), skipPublishingChecks: true, sourceCodeRetention: 'NEVER'\n"
                        + "sprintGate policyYaml: '''conditions:\n  - {type: analysis.issues, atLeast: critical}\n"
                        + "  - {type: analysis.issues, max: 2}\n  - {type: analysis.issues, count: new}\n''' }");

        jenkins.assertLogContains("FAIL analysis.issues: expected at most 0 issues of severity critical", run);
        jenkins.assertLogContains("critical B.java:5", run);
        jenkins.assertLogContains("PASS analysis.issues: expected at most 2 issues, found 2 issues", run);
        jenkins.assertLogContains("INCONCLUSIVE analysis.issues: expected at most 0 new issues", run);
    }

    @Test
    void aStatusCheckIsPublishedForEachPolicyAndEnvironment(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = run(
                jenkins,
                Result.SUCCESS,
                "sprintGate propagate: false, environment: 'live'\n"
                        + "sprintGate policyYaml: 'conditions: [{type: freeze.none}]'");

        List<ChecksDetails> published =
                jenkins.jenkins.getExtensionList(Published.class).get(0).details;
        assertThat(published).hasSize(2);
        assertThat(published.get(0).getName()).contains("Gate default / live");
        assertThat(published.get(0).getConclusion()).isEqualTo(ChecksConclusion.FAILURE);
        assertThat(published.get(0).getDetailsURL()).contains(jenkins.getURL() + run.getUrl() + "sprint/");
        assertThat(published.get(0).getOutput().orElseThrow().getSummary().orElseThrow())
                .contains("FAIL tests.run: expected at least 1 run");
        assertThat(published.get(1).getConclusion()).isEqualTo(ChecksConclusion.SUCCESS);
    }

    /** What a plugin such as GitHub Checks would send. */
    @TestExtension("aStatusCheckIsPublishedForEachPolicyAndEnvironment")
    public static final class Published extends ChecksPublisherFactory {

        private final List<ChecksDetails> details = new CopyOnWriteArrayList<>();

        @Override
        protected Optional<ChecksPublisher> createPublisher(Run<?, ?> run, TaskListener listener) {
            return Optional.of(new ChecksPublisher() {
                @Override
                public void publish(ChecksDetails published) {
                    if (published.getName().orElse("").startsWith("Gate")) {
                        details.add(published);
                    }
                }
            });
        }
    }
}
