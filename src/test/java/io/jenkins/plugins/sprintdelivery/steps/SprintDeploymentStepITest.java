package io.jenkins.plugins.sprintdelivery.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.ParametersAction;
import hudson.model.Result;
import hudson.model.StringParameterValue;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.build.SprintTagAction;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.test.steps.SemaphoreStep;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class SprintDeploymentStepITest {

    private static WorkflowJob job(JenkinsRule jenkins, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private static List<Deployment> deployments(WorkflowRun run) {
        return SprintTagAction.find(run).orElseThrow().tag().deployments();
    }

    @Test
    void aBodyThatFailsIsAFailedDeploymentAndIsThrownOn(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = jenkins.buildAndAssertStatus(
                Result.FAILURE,
                job(jenkins, "sprintDeployment(environment: 'live', version: '1') { error 'no disk' }"));

        jenkins.assertLogContains("no disk", run);
        Deployment deployment = deployments(run).get(0);
        assertThat(deployment.status()).isEqualTo(DeploymentStatus.FAILED);
        assertThat(SprintFixtures.ledger()
                        .deployment(deployment.id())
                        .orElseThrow()
                        .status())
                .isEqualTo(DeploymentStatus.FAILED);
    }

    @Test
    void anAbortIsACancelledDeployment(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = job(jenkins, "sprintDeployment(environment: 'live', version: '1') { semaphore 'deploying' }");
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        SemaphoreStep.waitForStart("deploying/1", run);
        assertThat(deployments(run)).extracting(Deployment::status).containsExactly(DeploymentStatus.IN_PROGRESS);

        run.doStop();
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));

        assertThat(deployments(run)).extracting(Deployment::status).containsExactly(DeploymentStatus.CANCELLED);
    }

    @Test
    void whatIsOverIsRecordedWithItsStatus(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(
                job(
                        jenkins,
                        "sprintDeployed environment: 'live', version: '1', status: 'failed'\n"
                                + "sprintDeployed environment: 'live', version: '1'\n"
                                + "sprintDeployed environment: 'live', version: '2', kind: 'hotfix', service: 'cart', tier: 'testing'"));

        assertThat(deployments(run))
                .extracting(Deployment::status)
                .containsExactly(DeploymentStatus.FAILED, DeploymentStatus.SUCCESSFUL, DeploymentStatus.SUCCESSFUL);
        Deployment hotfix =
                SprintFixtures.ledger().deployment(deployments(run).get(2).id()).orElseThrow();
        assertThat(hotfix.kind()).isEqualTo(DeploymentKind.HOTFIX);
        assertThat(hotfix.service()).isEqualTo("cart");
        assertThat(hotfix.environment().tier()).hasToString("testing");
    }

    @Test
    void goingBackToAnOlderVersionIsARollback(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(
                job(
                        jenkins,
                        "for (v in ['1.0', '1.1', '1.0', '1.0']) { sprintDeployment(environment: 'live', version: v) { echo v } }"));

        assertThat(deployments(run)).hasSize(4);
        List<DeploymentKind> kinds = new ArrayList<>();
        for (Deployment deployment : deployments(run)) {
            kinds.add(SprintFixtures.ledger()
                    .deployment(deployment.id())
                    .orElseThrow()
                    .kind());
        }
        assertThat(kinds)
                .containsExactly(
                        DeploymentKind.PLANNED,
                        DeploymentKind.PLANNED,
                        DeploymentKind.ROLLBACK,
                        DeploymentKind.REDEPLOY);
    }

    @Test
    void whatCannotBeIsRefusedInWords(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = job(jenkins, "sprintDeployed environment: 'live', status: 'done'");
        jenkins.assertLogContains("use one of", jenkins.buildAndAssertStatus(Result.FAILURE, job));

        job.setDefinition(
                new CpsFlowDefinition("sprintDeployment(environment: 'live', kind: 'magic') { echo 'no' }", true));
        jenkins.assertLogContains(
                "planned, hotfix, rollback, redeploy", jenkins.buildAndAssertStatus(Result.FAILURE, job));

        job.setDefinition(new CpsFlowDefinition("sprintDeployed environment: ''", true));
        jenkins.assertLogContains(
                "sprintDeployed needs an environment", jenkins.buildAndAssertStatus(Result.FAILURE, job));

        assertThat(SprintFixtures.ledger().running()).isEmpty();
    }

    @Test
    void aDeploymentCarriesWhatFailedBuildsBroughtBeforeIt(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = job(
                jenkins,
                "properties([parameters([string(name: 'TICKET', defaultValue: '')])])\n"
                        + "sprintTag()\n"
                        + "if (params.TICKET == 'ABC-1') { error 'broken' }\n"
                        + "sprintDeployed environment: 'live', version: \"${env.BUILD_NUMBER}\"");
        jenkins.buildAndAssertSuccess(job);
        jenkins.assertBuildStatus(
                Result.FAILURE,
                job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("TICKET", "ABC-1"))));
        WorkflowRun run = jenkins.assertBuildStatusSuccess(
                job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("TICKET", "ABC-2"))));

        assertThat(SprintFixtures.ledger()
                        .deployment(deployments(run).get(0).id())
                        .orElseThrow()
                        .tickets())
                .containsExactlyInAnyOrder("ABC-1", "ABC-2");
    }
}
