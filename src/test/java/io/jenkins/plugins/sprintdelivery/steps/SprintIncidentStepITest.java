package io.jenkins.plugins.sprintdelivery.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class SprintIncidentStepITest {

    @Test
    void anIncidentIsOpenedAndResolved(JenkinsRule jenkins) throws Exception {
        SprintFixtures.cadence();
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition(
                "sprintDeployed environment: 'production', version: '1.0'\n"
                        + "sprintIncident id: 'INC-9', environment: 'production', severity: 'high', summary: 'Slow'\n"
                        + "sprintIncident id: 'INC-9', resolved: true",
                true));

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("Incident INC-9 of shop in production is open", run);
        jenkins.assertLogContains("Incident INC-9 of shop in production is resolved", run);
        Ledger ledger = JenkinsLedger.get().open();
        assertThat(ledger.catchUp(Duration.ofSeconds(30))).isTrue();
        assertThat(ledger.queries().incident("INC-9")).get().satisfies(incident -> {
            assertThat(incident.service()).isEqualTo("shop");
            assertThat(incident.severity()).isEqualTo(Severity.HIGH);
            assertThat(incident.summary()).isEqualTo("Slow");
            assertThat(incident.resolved()).isAfterOrEqualTo(incident.opened());
            assertThat(incident.causedBy()).isNotNull();
        });
    }

    @Test
    void anIncidentDoesNotTakeTheIdOfAnotherService(JenkinsRule jenkins) throws Exception {
        String script = "sprintIncident id: 'INC-9', environment: 'production', summary: 'Slow'";
        WorkflowJob shop = jenkins.createProject(WorkflowJob.class, "shop");
        shop.setDefinition(new CpsFlowDefinition(script, true));
        WorkflowJob mail = jenkins.createProject(WorkflowJob.class, "mail");
        mail.setDefinition(new CpsFlowDefinition(script, true));
        jenkins.buildAndAssertSuccess(shop);
        jenkins.buildAndAssertSuccess(shop);

        WorkflowRun refused = jenkins.buildAndAssertStatus(Result.FAILURE, mail);

        jenkins.assertLogContains(
                "The incident cannot be recorded: 'INC-9' is on record as an incident of shop in production; give the one of"
                        + " mail in production an id of its own",
                refused);
        assertThat(JenkinsLedger.get().open().queries().incident("INC-9"))
                .get()
                .satisfies(incident -> assertThat(incident.service()).isEqualTo("shop"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "id: 'INC-1' | sprintIncident needs an environment to open an incident",
                "id: 'INC-1', resolved: true | There is no incident 'INC-1' to resolve",
                "id: 'INC-1', environment: 'production', severity: 'bad' | 'bad' is no severity; use one of: low",
                "id: ' ', environment: 'production' | sprintIncident needs an id"
            })
    void whatCannotBeIsSaid(String arguments, String message, JenkinsRule jenkins) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition("sprintIncident " + arguments, true));

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains(message, run);
    }
}
