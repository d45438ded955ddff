package io.jenkins.plugins.sprintdelivery.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.build.SprintTagAction;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A real controller in a process of its own, killed without a word. */
class SprintCrashITest {

    @RegisterExtension
    private final RealJenkinsExtension controller = new RealJenkinsExtension();

    @TempDir
    private Path directory;

    @Test
    void aKilledControllerGoesOnWithTheDeploymentItWasMaking() throws Throwable {
        String flag = directory.resolve("deployed").toString();
        controller.startJenkins();
        controller.runRemotely(SprintCrashITest::beginDeployment, flag);

        controller.stopJenkinsForcibly();
        Files.createFile(Path.of(flag));
        controller.startJenkins();

        controller.runRemotely(SprintCrashITest::checkDeployment);
    }

    private static void beginDeployment(JenkinsRule jenkins, String flag) throws Throwable {
        SprintFixtures.cadence();
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition(
                "node { withSprint { sprintDeployment(environment: 'live', version: '1') {\n"
                        + " sh 'echo deploying; while [ ! -e \"" + flag + "\" ]; do sleep 1; done' } } }",
                true));
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage("deploying", run);
        assertThat(SprintFixtures.ledger().deployments(SprintFixtures.untilNow(), 10, 0))
                .extracting(deployment -> deployment.status())
                .containsExactly(DeploymentStatus.IN_PROGRESS);
    }

    private static void checkDeployment(JenkinsRule jenkins) throws Throwable {
        WorkflowRun run =
                jenkins.jenkins.getItemByFullName("shop", WorkflowJob.class).getLastBuild();
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));

        assertThat(SprintTagAction.find(run).orElseThrow().tag().stamp()).isNotNull();
        assertThat(SprintFixtures.ledger().deployments(SprintFixtures.untilNow(), 10, 0))
                .extracting(deployment -> deployment.status())
                .containsExactly(DeploymentStatus.SUCCESSFUL);
    }
}
