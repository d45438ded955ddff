package io.jenkins.plugins.sprintdelivery.freestyle;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.tasks.Shell;
import hudson.tasks.junit.JUnitResultArchiver;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.build.SprintTagAction;
import io.jenkins.plugins.sprintdelivery.core.model.BuildTag;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class FreestyleITest {

    private static final String REPORT = "printf '%s' \"<testsuite name='s'><testcase classname='a.B' name='c'>"
            + "$BROKEN</testcase></testsuite>\" > r.xml; touch r.xml; echo in $SPRINT_NAME";

    private static FreeStyleProject project(JenkinsRule jenkins, String failure) throws Exception {
        FreeStyleProject project = jenkins.createFreeStyleProject("shop");
        project.getBuildersList().add(new SprintTagBuilder());
        project.getBuildersList().add(new Shell("BROKEN=\"" + failure + "\"\n" + REPORT));
        project.getPublishersList().add(new JUnitResultArchiver("r.xml"));
        SprintDeploymentRecorder deployment = new SprintDeploymentRecorder("staging");
        deployment.setVersion("1.$BUILD_NUMBER");
        project.getPublishersList().add(new SprintGateRecorder());
        project.getPublishersList().add(deployment);
        return project;
    }

    @Test
    void aGoodBuildIsTaggedPassesAndIsDeployed(JenkinsRule jenkins) throws Exception {
        SprintFixtures.cadence();

        FreeStyleBuild build = jenkins.buildAndAssertSuccess(project(jenkins, ""));

        jenkins.assertLogContains("in " + SprintFixtures.currentSprint().name(), build);
        BuildTag tag = SprintTagAction.find(build).orElseThrow().tag();
        assertThat(tag.gates()).extracting(gate -> gate.result().verdict()).containsExactly(Verdict.PASS);
        assertThat(tag.deployments()).extracting(Deployment::version).containsExactly("1.1");
        assertThat(SprintFixtures.ledger().running())
                .extracting(running -> running.version())
                .containsExactly("1.1");
    }

    @Test
    void aGateThatFailsMakesTheDeploymentAFailedOne(JenkinsRule jenkins) throws Exception {
        FreeStyleBuild build =
                jenkins.buildAndAssertStatus(Result.FAILURE, project(jenkins, "<failure message='no'/>"));

        jenkins.assertLogContains("Gate 'default' says FAIL", build);
        assertThat(SprintTagAction.find(build).orElseThrow().tag().deployments())
                .extracting(Deployment::status)
                .containsExactly(DeploymentStatus.FAILED);
    }

    @Test
    void aPolicyOfTheStepsOwnHolds(JenkinsRule jenkins) throws Exception {
        FreeStyleProject project = project(jenkins, "<failure message='no'/>");
        project.getPublishersList()
                .get(SprintGateRecorder.class)
                .setPolicyYaml("conditions: [{type: tests.failed, max: 1}]");

        FreeStyleBuild build = jenkins.buildAndAssertStatus(Result.UNSTABLE, project);

        jenkins.assertLogContains("Gate 'default' says PASS (policy from policyYaml)", build);
    }

    @Test
    void theFormsKeepWhatWasEntered(JenkinsRule jenkins) throws Exception {
        FreeStyleProject project = jenkins.createFreeStyleProject();
        SprintTagBuilder tag = new SprintTagBuilder();
        tag.setSprint("Sprint 7");
        SprintGateRecorder gate = new SprintGateRecorder();
        gate.setPolicy("release");
        gate.setPolicyYaml("conditions:\n  - type: tests.failed");
        gate.setEnvironment("production");
        gate.setVersion("1.0");
        SprintDeploymentRecorder deployment = new SprintDeploymentRecorder("qa");
        deployment.setTier("testing");
        deployment.setKind("hotfix");
        deployment.setStatus("failed");
        deployment.setService("cart");
        deployment.setVersion("$V");
        project.getBuildersList().add(tag);
        project.getPublishersList().add(gate);
        project.getPublishersList().add(deployment);

        FreeStyleProject again = jenkins.configRoundtrip(project);

        jenkins.assertEqualDataBoundBeans(tag, again.getBuildersList().get(SprintTagBuilder.class));
        jenkins.assertEqualDataBoundBeans(gate, again.getPublishersList().get(SprintGateRecorder.class));
        jenkins.assertEqualDataBoundBeans(deployment, again.getPublishersList().get(SprintDeploymentRecorder.class));
    }
}
