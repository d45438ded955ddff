package io.jenkins.plugins.sprintdelivery.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ExtensionList;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.build.SprintTagAction;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class JenkinsLedgerITest {

    private static WorkflowJob job(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition(
                "withSprint { sprintDeployment(environment: 'live', version: '1') { echo 'deployed' } }", true));
        return job;
    }

    @Test
    void aLedgerThatCannotBeWrittenFailsNoBuildAndTellsTheAdministrator(JenkinsRule jenkins) throws Exception {
        Path ledger =
                Files.createDirectories(jenkins.jenkins.getRootDir().toPath().resolve("sprint-delivery"));
        Path obstacle = Files.writeString(ledger.resolve("journal"), "in the way");
        WorkflowJob job = job(jenkins);

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("Sprint Delivery could not record this; the build goes on.", run);
        assertThat(SprintTagAction.find(run).orElseThrow().tag().deployments()).hasSize(1);
        LedgerMonitor monitor = ExtensionList.lookupSingleton(LedgerMonitor.class);
        assertThat(monitor.isActivated()).isTrue();
        try (JenkinsRule.WebClient web = SprintFixtures.scriptless(jenkins)) {
            assertThat(web.goTo("manage").asNormalizedText()).contains("cannot record builds and deployments");
            assertThat(web.goTo(job.getUrl() + "sprints/").asNormalizedText()).contains("does not answer");
        }

        Files.delete(obstacle);
        jenkins.buildAndAssertSuccess(job);

        // it looks by itself once a minute
        LedgerHealth.get().look();
        assertThat(monitor.isActivated()).isFalse();
        assertThat(SprintFixtures.ledger().running()).hasSize(1);
    }

    @Test
    void historyOutlivesTheBuildThatMadeIt(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = jenkins.buildAndAssertSuccess(job(jenkins));

        run.delete();

        assertThat(SprintFixtures.ledger().running())
                .extracting(running -> running.version())
                .containsExactly("1");
    }
}
