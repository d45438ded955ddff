package io.jenkins.plugins.sprintdelivery.gates;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.Result;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.config.FolderSettingsProperty;
import io.jenkins.plugins.sprintdelivery.config.FreezeCalendarText;
import io.jenkins.plugins.sprintdelivery.config.SprintSettings;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class FreezesITest {

    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);

    private static String calendar(LocalDate from, LocalDate to, String name) {
        return "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:" + name + "\nDTSTART;VALUE=DATE:"
                + from.format(DateTimeFormatter.BASIC_ISO_DATE) + "\nDTEND;VALUE=DATE:"
                + to.format(DateTimeFormatter.BASIC_ISO_DATE) + "\nEND:VEVENT\nEND:VCALENDAR\n";
    }

    private static WorkflowJob job(JenkinsRule jenkins, SprintSettings settings) throws Exception {
        Folder folder = jenkins.createProject(Folder.class, "team");
        folder.addProperty(new FolderSettingsProperty(settings));
        return folder.createProject(WorkflowJob.class, "shop");
    }

    private static String page(JenkinsRule jenkins, String path) throws Exception {
        try (JenkinsRule.WebClient web = SprintFixtures.scriptless(jenkins)) {
            return web.goTo(path).asNormalizedText();
        }
    }

    @Test
    void anImportedFreezeStopsWhatGoesThere(JenkinsRule jenkins) throws Exception {
        FreezeCalendarText text =
                new FreezeCalendarText("company", calendar(TODAY.minusDays(1), TODAY.plusDays(2), "Inventory"));
        text.setEnvironments("production");
        SprintSettings settings = new SprintSettings();
        settings.setFreezeCalendars(List.of(text));
        WorkflowJob job = job(jenkins, settings);
        job.setDefinition(new CpsFlowDefinition(
                "def yaml = 'conditions: [{type: freeze.none}]'\n"
                        + "sprintGate policyYaml: yaml, environment: 'staging'\n"
                        + "sprintGate policyYaml: yaml, environment: 'production'",
                true));

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("PASS freeze.none", run);
        jenkins.assertLogContains("FAIL freeze.none: expected no freeze, found frozen until", run);
        jenkins.assertLogContains("Inventory", run);
        jenkins.assertLogContains("(company)", run);
        assertThat(page(jenkins, run.getUrl() + "sprint/")).contains("Inventory", "frozen until", "for production");
        assertThat(page(jenkins, job.getUrl() + "sprints/")).contains("Inventory", "frozen until");
    }

    @Test
    void freezesAreAnnouncedAheadAlsoThoseOfTheSprint(JenkinsRule jenkins) throws Exception {
        SprintFixtures.cadence();
        SprintSettings settings = new SprintSettings();
        settings.setPolicies("gates: {freezes: [{name: Last day, sprint: {last: 1d}}," + " {name: Party, from: "
                + TODAY.plusDays(3) + ", to: " + TODAY.plusDays(3) + ", services: [other]}]}");
        WorkflowJob job = job(jenkins, settings);
        job.setDefinition(new CpsFlowDefinition("sprintTag()", true));

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        assertThat(page(jenkins, run.getUrl() + "sprint/"))
                .contains("Freezes now and in the next two weeks", "Last day", "(folder team)")
                .doesNotContain("Party");
    }

    @Test
    void theFileOfTheRepositoryAddsFreezes(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = job(jenkins, new SprintSettings());
        job.setDefinition(new CpsFlowDefinition(
                "node { writeFile file: '.sprint-delivery.yml', text: 'gates: {freezes: [{name: Move, from: "
                        + TODAY.plusDays(2) + ", to: " + TODAY.plusDays(4) + "}]}'\n sprintTag() }",
                true));

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        assertThat(page(jenkins, run.getUrl() + "sprint/")).contains("Move");
        assertThat(page(jenkins, job.getUrl() + "sprints/")).contains("Move");
    }

    @Test
    void aMistakeIsSaidAndBreaksNoPage(JenkinsRule jenkins) throws Exception {
        SprintSettings settings = new SprintSettings();
        settings.setPolicies("gates: {freeze: []}");
        WorkflowJob job = job(jenkins, settings);
        job.setDefinition(new CpsFlowDefinition("sprintTag()", true));

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        assertThat(page(jenkins, run.getUrl() + "sprint/"))
                .contains("The freezes cannot be told", "did you mean 'freezes'");
    }
}
