package io.jenkins.plugins.sprintdelivery.scm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.sprintdelivery.build.SprintTagAction;
import io.jenkins.plugins.sprintdelivery.config.SprintDeliveryConfiguration;
import io.jenkins.plugins.sprintdelivery.config.SprintSettings;
import io.jenkins.plugins.sprintdelivery.core.model.RejectedReference;
import io.jenkins.plugins.sprintdelivery.core.model.TicketFindings;
import io.jenkins.plugins.sprintdelivery.core.model.TicketReference;
import io.jenkins.plugins.sprintdelivery.core.model.TicketSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import jenkins.branch.BranchSource;
import jenkins.scm.impl.mock.MockSCMController;
import jenkins.scm.impl.mock.MockSCMDiscoverChangeRequests;
import jenkins.scm.impl.mock.MockSCMSource;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The change requests of the SCM API's own test hub are titled {@code Change request #1}, on a branch {@code CR-1}. */
@WithJenkins
class PullRequestITest {

    @Test
    void titleAndBranchOfAPullRequestAreRead(JenkinsRule jenkins) throws Exception {
        SprintSettings settings = new SprintSettings();
        settings.setIssueNumbers(true);
        SprintDeliveryConfiguration.get().setDefaults(settings);
        try (MockSCMController hub = MockSCMController.create()) {
            hub.createRepository("shop");
            hub.addFile("shop", "master", "begin", "Jenkinsfile", "sprintTag()".getBytes(StandardCharsets.UTF_8));
            hub.openChangeRequest("shop", "master");
            WorkflowMultiBranchProject project = jenkins.createProject(WorkflowMultiBranchProject.class, "shop");
            project.getSourcesList()
                    .add(new BranchSource(new MockSCMSource(hub, "shop", new MockSCMDiscoverChangeRequests())));
            project.scheduleBuild2(0).getFuture().get();
            jenkins.waitUntilNoActivity();
            WorkflowJob job = project.getItems().iterator().next();

            WorkflowRun run = jenkins.assertBuildStatusSuccess(job.getLastBuild());

            TicketFindings findings =
                    SprintTagAction.find(run).orElseThrow().tag().findings();
            assertThat(findings.tickets())
                    .contains(
                            new TicketReference("#1", List.of(new TicketSource(TicketSource.Type.PULL_REQUEST, "1"))));
            assertThat(findings.rejected())
                    .extracting(RejectedReference::text, RejectedReference::source)
                    .contains(tuple("CR-1", new TicketSource(TicketSource.Type.BRANCH, "CR-1")));
        }
    }
}
