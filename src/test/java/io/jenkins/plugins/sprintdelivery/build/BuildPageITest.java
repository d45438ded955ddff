package io.jenkins.plugins.sprintdelivery.build;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.StringParameterDefinition;
import hudson.model.StringParameterValue;
import hudson.model.User;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.pages.JobSprintsTab;
import java.util.Map;
import jenkins.model.Jenkins;
import jenkins.model.experimentalflags.NewBuildPageUserExperimentalFlag;
import jenkins.model.experimentalflags.UserExperimentalFlagsProperty;
import net.sf.json.JSONObject;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.RunLoadCounter;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class BuildPageITest {

    private static final String HOSTILE = "<script>alert(1)</script>";

    private JenkinsRule jenkins;
    private WorkflowJob job;

    @BeforeEach
    void tagOneBuild(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SprintFixtures.cadence();
        job = rule.createProject(WorkflowJob.class, "shop");
        job.addProperty(new ParametersDefinitionProperty(new StringParameterDefinition("TICKETS", "")));
        job.setDefinition(new CpsFlowDefinition(
                "sprintTag()\n"
                        + "sprintGate(propagate: false, environment: 'live" + HOSTILE + "')\n"
                        + "sprintDeployed environment: 'live', version: '" + HOSTILE + "'",
                true));
    }

    private WorkflowRun build(String tickets) throws Exception {
        return jenkins.assertBuildStatusSuccess(
                job.scheduleBuild2(0, new ParametersAction(new StringParameterValue("TICKETS", tickets))));
    }

    private HtmlPage page(String path) throws Exception {
        try (JenkinsRule.WebClient web = SprintFixtures.scriptless(jenkins)) {
            return web.goTo(path);
        }
    }

    @Test
    void everythingIsReadableWithoutScriptsAndNothingIsMarkup() throws Exception {
        WorkflowRun run = build("ABC-1, UTF-8");

        HtmlPage page = page(run.getUrl() + "sprint/");

        assertThat(page.asNormalizedText())
                .contains(SprintFixtures.currentSprint().name(), "ABC-1", "parameter TICKETS")
                .contains("Gate default: FAIL", "tests.run")
                .contains(HOSTILE);
        assertThat(page.getWebResponse().getContentAsString())
                .contains("UTF is a character encoding")
                .doesNotContain(HOSTILE);
    }

    @Test
    void theClassicPageHasASummaryAndTheHistoryABadge() throws Exception {
        WorkflowRun run = build("ABC-1");

        assertThat(page(run.getUrl()).asNormalizedText())
                .contains(SprintFixtures.currentSprint().name(), "ABC-1", "Gate default: FAIL");
        assertThat(page(job.getUrl() + "buildHistory/ajax").getWebResponse().getContentAsString())
                .contains(run.getUrl() + "sprint/");
    }

    @Test
    void theNewPageHasACardAndATab() throws Exception {
        WorkflowRun run = build("ABC-1");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        User.getById("ann", true)
                .addProperty(new UserExperimentalFlagsProperty(
                        Map.of(new NewBuildPageUserExperimentalFlag().getFlagKey(), "true")));

        try (JenkinsRule.WebClient web = SprintFixtures.scriptless(jenkins)) {
            web.login("ann");
            HtmlPage page = web.goTo(run.getUrl());

            assertThat(page.querySelectorAll(".jenkins-card"))
                    .extracting(card -> card.asNormalizedText())
                    .anySatisfy(card -> assertThat(card)
                            .contains("Sprint", SprintFixtures.currentSprint().name(), "ABC-1"));
            assertThat(web.goTo(run.getUrl() + "sprint/").asNormalizedText()).contains("ABC-1");
        }
    }

    @Test
    void aBuildThatIsNotTaggedShowsNothing() throws Exception {
        job.setDefinition(new CpsFlowDefinition("echo 'plain'", true));
        WorkflowRun run = build("");

        assertThat(run.getActions(SprintTab.class)).isEmpty();
        assertThat(page(run.getUrl()).asNormalizedText()).doesNotContain("Sprint");
    }

    @Test
    void theApiSaysTheSame() throws Exception {
        WorkflowRun run = build("ABC-1");

        try (JenkinsRule.WebClient web = SprintFixtures.scriptless(jenkins)) {
            JSONObject tag = JSONObject.fromObject(web.goTo(
                                    run.getUrl()
                                            + "api/json?tree=actions[sprintName,tickets,gates[policy,verdict],deployments[environment,status]]",
                                    "application/json")
                            .getWebResponse()
                            .getContentAsString())
                    .getJSONArray("actions")
                    .stream()
                    .map(JSONObject.class::cast)
                    .filter(action -> action.has("sprintName"))
                    .findFirst()
                    .orElseThrow();

            assertThat(tag.getString("sprintName"))
                    .isEqualTo(SprintFixtures.currentSprint().name());
            assertThat(tag.getJSONArray("tickets").toString()).isEqualTo("[\"ABC-1\"]");
            assertThat(tag.getJSONArray("gates").getJSONObject(0).getString("verdict"))
                    .isEqualTo("FAIL");
            assertThat(tag.getJSONArray("deployments").getJSONObject(0).getString("status"))
                    .isEqualTo("successful");
        }
    }

    @Test
    void whatABuildWouldChangeIsToldWhereItsServiceRuns() throws Exception {
        WorkflowRun first = build("ABC-1");
        WorkflowRun second = build("ABC-2");
        SprintFixtures.ledger();

        assertThat(page(second.getUrl() + "sprint/").getWebResponse().getContentAsString())
                .contains("<a href=\"progress/\">What it would change</a>");
        assertThat(page(second.getUrl() + "sprint/progress/").asNormalizedText())
                .contains("What it would change", "live", "runs there", "ABC-2");
        assertThat(page(first.getUrl() + "sprint/progress/").asNormalizedText())
                .contains("takes changes back", "shop#2", "ABC-2");
        assertThat(page(first.getUrl() + "sprint/progress/").getWebResponse().getContentAsString())
                .doesNotContain(HOSTILE);
    }

    @Test
    void theSameIsToldToPrograms() throws Exception {
        WorkflowRun first = build("ABC-1");
        build("ABC-2");
        SprintFixtures.ledger();

        try (JenkinsRule.WebClient web = SprintFixtures.scriptless(jenkins)) {
            JSONObject environment = JSONObject.fromObject(
                            web.goTo(first.getUrl() + "sprint/progress/api/json", "application/json")
                                    .getWebResponse()
                                    .getContentAsString())
                    .getJSONArray("environments")
                    .getJSONObject(0);

            assertThat(environment.getString("name")).isEqualTo("live");
            assertThat(environment.getString("direction")).isEqualTo("back");
            assertThat(environment.getString("by")).isEqualTo("shop#2");
            assertThat(environment.getJSONArray("tickets").toString()).isEqualTo("[\"ABC-2\"]");
        }
    }

    @Test
    void whatOnlyTheReadersOfTheJobMaySeeIsNotToldToOthers() throws Exception {
        WorkflowRun run = build("ABC-1");
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(
                new MockAuthorizationStrategy().grant(Jenkins.READ).everywhere().to("ann"));

        try (JenkinsRule.WebClient web = SprintFixtures.scriptless(jenkins)) {
            web.login("ann");
            web.assertFails(run.getUrl() + "sprint/progress/api/json", 404);
        }
    }

    @Test
    void theJobsPageReadsSummariesAndLoadsNoBuild() throws Exception {
        for (int i = 0; i < 4; i++) {
            build("ABC-" + (i + 1));
        }
        SprintFixtures.ledger();
        RunLoadCounter.prepare(job);

        // what the page asks for; to ask the job for its actions has the Warnings plugin load builds
        RunLoadCounter.assertMaxLoads(job, 1, () -> {
            JobSprintsTab tab = (JobSprintsTab)
                    new JobSprintsTab.Factory().createFor(job).iterator().next();
            assertThat(tab.getFreezes().getRows()).isEmpty();
            assertThat(tab.getTable().getRows()).hasSize(1);
            return null;
        });
        assertThat(page(job.getUrl() + "sprints/").asNormalizedText())
                .contains(SprintFixtures.currentSprint().name(), "4");
    }
}
