package io.jenkins.plugins.sprintdelivery.administration;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.Items;
import hudson.tasks.LogRotator;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** History stays with its job, whatever becomes of the job. */
@WithJenkins
class HistoryITest {

    private static WorkflowJob deploying(WorkflowJob job, String version) throws Exception {
        job.setDefinition(new CpsFlowDefinition(
                "sprintTag()\nsprintDeployed environment: 'live', service: 'shop', version: '" + version + "'", true));
        return job;
    }

    private static List<String> deploymentsByBuild() throws Exception {
        return SprintFixtures.ledger().deployments(SprintFixtures.untilNow(), 10, 0).stream()
                .map(deployment -> deployment.version() + " by " + job(deployment.build()))
                .sorted()
                .toList();
    }

    private static String job(BuildReference build) {
        return build == null ? "nobody" : build.job() + " #" + build.number();
    }

    @Test
    void aRenamedJobTakesItsHistoryAlongAndItsOldNameBeginsAnew(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = deploying(jenkins.createProject(WorkflowJob.class, "shop"), "1");
        jenkins.buildAndAssertSuccess(job);

        job.renameTo("store");
        jenkins.buildAndAssertSuccess(deploying(jenkins.createProject(WorkflowJob.class, "shop"), "3"));
        jenkins.buildAndAssertSuccess(deploying(job, "2"));

        assertThat(deploymentsByBuild()).containsExactly("1 by store #1", "2 by store #2", "3 by shop #1");
    }

    @Test
    void aFolderThatMovesTakesTheHistoryOfItsJobsAlong(JenkinsRule jenkins) throws Exception {
        Folder target = jenkins.createProject(Folder.class, "target");
        Folder team = jenkins.createProject(Folder.class, "team");
        jenkins.buildAndAssertSuccess(deploying(team.createProject(WorkflowJob.class, "shop"), "1"));

        Items.move(team, target);

        assertThat(deploymentsByBuild()).containsExactly("1 by target/team/shop #1");
    }

    @Test
    void aDeletedJobLeavesItsHistory(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = deploying(jenkins.createProject(WorkflowJob.class, "shop"), "1");
        jenkins.buildAndAssertSuccess(job);

        job.delete();
        jenkins.buildAndAssertSuccess(deploying(jenkins.createProject(WorkflowJob.class, "shop"), "2"));

        assertThat(deploymentsByBuild()).hasSize(2);
        assertThat(SprintFixtures.ledger().running())
                .extracting(running -> running.version())
                .containsExactly("2");
    }

    @Test
    void logRotationLeavesTheHistoryWithoutLinksToWhatIsGone(JenkinsRule jenkins) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop");
        job.setBuildDiscarder(new LogRotator("", "1", "", ""));
        for (String version : List.of("1", "2", "3")) {
            jenkins.buildAndAssertSuccess(deploying(job, version));
        }
        job.logRotate();
        // a build that ended is rotated in the background too, and whoever comes second leaves it to the first
        for (int i = 0; i < 300 && job.getBuilds().size() > 1; i++) {
            Thread.sleep(100);
        }

        assertThat(job.getBuilds().size()).isEqualTo(1);
        assertThat(deploymentsByBuild()).containsExactly("1 by shop #1", "2 by shop #2", "3 by shop #3");
        assertThat(SprintFixtures.ledger().deployments(SprintFixtures.untilNow(), 10, 0))
                .filteredOn(deployment -> deployment.build().url() != null)
                .extracting(deployment -> deployment.version())
                .containsExactly("3");
    }
}
