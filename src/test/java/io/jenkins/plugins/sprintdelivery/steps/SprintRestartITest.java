package io.jenkins.plugins.sprintdelivery.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.build.SprintTagAction;
import io.jenkins.plugins.sprintdelivery.config.GateEndpoint;
import io.jenkins.plugins.sprintdelivery.config.SprintDeliveryConfiguration;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Builds go on where they were when the controller is started again. */
class SprintRestartITest {

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @Test
    void aDeploymentInTheMiddleOfItsBodyEndsAfterTheRestart() throws Throwable {
        sessions.then(jenkins -> {
            SprintFixtures.cadence();
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop");
            job.setDefinition(new CpsFlowDefinition(
                    "withSprint { sprintDeployment(environment: 'live', version: '1') { semaphore 'deploying' }\n"
                            + " echo \"still ${env.SPRINT_NAME}\" }",
                    true));
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            SemaphoreStep.waitForStart("deploying/1", run);
            assertThat(SprintFixtures.ledger()
                            .deployment(only(run).id())
                            .orElseThrow()
                            .status())
                    .isEqualTo(DeploymentStatus.IN_PROGRESS);
        });
        sessions.then(jenkins -> {
            WorkflowRun run =
                    jenkins.jenkins.getItemByFullName("shop", WorkflowJob.class).getLastBuild();
            Sprint stamped =
                    SprintTagAction.find(run).orElseThrow().tag().stamp().sprint();
            SemaphoreStep.success("deploying/1", null);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));

            jenkins.assertLogContains("still " + stamped.name(), run);
            assertThat(only(run).status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(SprintFixtures.ledger()
                            .deployment(only(run).id())
                            .orElseThrow()
                            .status())
                    .isEqualTo(DeploymentStatus.SUCCESSFUL);
        });
        sessions.then(jenkins -> assertThat(SprintFixtures.ledger().running())
                .extracting(running -> running.version())
                .containsExactly("1"));
    }

    @Test
    void whatAGateSaidAndWhatItMayAskSurvive() throws Throwable {
        sessions.then(jenkins -> {
            SprintFixtures.policies("gates: {policies: {release: {final: true, conditions: [{type: tests.run}]}}}");
            SprintDeliveryConfiguration.get().setEndpoints(List.of(new GateEndpoint("https://quality.example.com/")));
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop");
            job.setDefinition(new CpsFlowDefinition(
                    "sprintGate propagate: false, policyYaml: 'conditions: [{any: [{type: freeze.none}]}]'", true));
            jenkins.buildAndAssertSuccess(job);
        });
        sessions.then(jenkins -> {
            WorkflowRun run =
                    jenkins.jenkins.getItemByFullName("shop", WorkflowJob.class).getLastBuild();
            try (JenkinsRule.WebClient web = SprintFixtures.scriptless(jenkins)) {
                assertThat(web.goTo(run.getUrl() + "sprint/").asNormalizedText())
                        .contains("Gate release: FAIL", "Added to: policyYaml", "any › freeze.none");
            }
            assertThat(SprintDeliveryConfiguration.get().getEndpoints())
                    .extracting(GateEndpoint::getUrl)
                    .containsExactly("https://quality.example.com/");
        });
    }

    private static Deployment only(WorkflowRun run) {
        assertThat(SprintTagAction.find(run).orElseThrow().tag().deployments()).hasSize(1);
        return SprintTagAction.find(run).orElseThrow().tag().deployments().get(0);
    }
}
