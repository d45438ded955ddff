package io.jenkins.plugins.sprintdelivery.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** What the repository's file said when the build ran is known after a restart, too. */
class KeptSettingsITest {

    private static final LocalDate SOON = LocalDate.now(ZoneOffset.UTC).plusDays(3);

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private static WorkflowRun build(JenkinsRule jenkins, String file) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "job");
        job.setDefinition(new CpsFlowDefinition(
                "node { " + (file == null ? "" : "writeFile file: '.sprint-delivery.yml', text: '''" + file + "'''")
                        + "\n sprintTag() }",
                true));
        return jenkins.buildAndAssertSuccess(job);
    }

    private static WorkflowRun first(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName("job", WorkflowJob.class).getBuildByNumber(1);
    }

    @Test
    void theSandboxAndTheFreezesAnswerAfterARestart() throws Throwable {
        sessions.then(jenkins -> build(jenkins, """
                service: shop
                gates:
                  policies:
                    ours: {conditions: [{type: freeze.none}]}
                  freezes: [{name: Move, from: %s, to: %s}]
                """.formatted(SOON, SOON)));
        sessions.then(jenkins -> {
            WorkflowRun run = first(jenkins);
            try (JenkinsRule.WebClient web = SprintFixtures.scriptlessWithCrumb(jenkins)) {
                assertThat(web.goTo(run.getUrl() + "sprint/").asNormalizedText())
                        .contains("Move");
                assertThat(web.goTo("job/job/sprints/").asNormalizedText()).contains("Move");
                HtmlForm form = web.goTo(run.getUrl() + "sprint/sandbox/").getFormByName("sandbox");
                form.getInputByName("policy").setValue("ours");
                HtmlPage answer = (HtmlPage) form.getButtonByName("Submit").click();
                assertThat(answer.asNormalizedText())
                        .contains("Policy ours would say PASS of job #1", "In force: .sprint-delivery.yml");
            }
        });
    }

    @Test
    void aBuildWithoutAFileKeepsNoneAndSaysSo() throws Throwable {
        sessions.then(jenkins -> {
            SprintFixtures.policies("gates: {policies: {release: {conditions: [{type: tests.run}]}}}");
            WorkflowRun run = build(jenkins, null);
            assertThat(run.getRootDir().list()).doesNotContain("sprint-delivery.yml");
            try (JenkinsRule.WebClient web = SprintFixtures.scriptlessWithCrumb(jenkins)) {
                assertThat(web.goTo(run.getUrl() + "sprint/sandbox/").asNormalizedText())
                        .contains(
                                "No .sprint-delivery.yml of a repository is on record", "Configured policies: release");
            }
        });
    }

    @Test
    void aKeptFileThatIsDamagedIsLeftOut() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowRun run = build(jenkins, "service: shop\n");
            Files.writeString(run.getRootDir().toPath().resolve("sprint-delivery.yml"), "service: [");
        });
        sessions.then(jenkins -> {
            try (JenkinsRule.WebClient web = SprintFixtures.scriptlessWithCrumb(jenkins)) {
                assertThat(web.goTo(first(jenkins).getUrl() + "sprint/sandbox/").asNormalizedText())
                        .contains("No .sprint-delivery.yml");
            }
        });
    }
}
