package io.jenkins.plugins.sprintdelivery.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.BooleanParameterValue;
import hudson.model.ParametersAction;
import hudson.model.Result;
import hudson.model.StringParameterValue;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.build.SprintTagAction;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jenkins.branch.BranchSource;
import jenkins.scm.impl.mock.MockSCMController;
import jenkins.scm.impl.mock.MockSCMDiscoverBranches;
import jenkins.scm.impl.mock.MockSCMSource;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
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
    void aParameterSaysThatItIsAHotfixUnlessTheStepSaysWhatItIs(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = job(
                jenkins,
                "properties([parameters([booleanParam(name: 'HOTFIX', defaultValue: false)])])\n"
                        + "sprintDeployed environment: 'live', version: '1.' + env.BUILD_NUMBER\n"
                        + "sprintDeployed environment: 'test', version: '1.' + env.BUILD_NUMBER, kind: 'planned'");
        jenkins.buildAndAssertSuccess(job);
        WorkflowRun usual = jenkins.buildAndAssertSuccess(job);
        WorkflowRun repair = jenkins.assertBuildStatusSuccess(
                job.scheduleBuild2(0, new ParametersAction(new BooleanParameterValue("HOTFIX", true))));

        SprintFixtures.ledger();
        assertThat(deployments(usual)).extracting(Deployment::kind).containsExactly(null, DeploymentKind.PLANNED);
        assertThat(deployments(repair))
                .extracting(Deployment::kind)
                .containsExactly(DeploymentKind.HOTFIX, DeploymentKind.PLANNED);
    }

    @Test
    void theBranchSaysThatItIsAHotfix(JenkinsRule jenkins) throws Exception {
        try (MockSCMController hub = MockSCMController.create()) {
            hub.createRepository("shop");
            hub.addFile(
                    "shop",
                    "master",
                    "begin",
                    "Jenkinsfile",
                    "sprintDeployed environment: 'live', version: '1'".getBytes(StandardCharsets.UTF_8));
            hub.cloneBranch("shop", "master", "hotfix/1.0.1");
            WorkflowMultiBranchProject project = jenkins.createProject(WorkflowMultiBranchProject.class, "shop");
            project.getSourcesList()
                    .add(new BranchSource(new MockSCMSource(hub, "shop", new MockSCMDiscoverBranches())));
            project.scheduleBuild2(0).getFuture().get();
            jenkins.waitUntilNoActivity();

            assertThat(project.getItems()).hasSize(2).allSatisfy(branch -> {
                WorkflowRun run = jenkins.assertBuildStatusSuccess(branch.getLastBuild());
                assertThat(SprintFixtures.ledger()
                                .deployment(deployments(run).get(0).id())
                                .orElseThrow()
                                .kind()
                                .equals(DeploymentKind.HOTFIX))
                        .isEqualTo(branch.getDisplayName().startsWith("hotfix"));
            });
        }
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
