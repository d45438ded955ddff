package io.jenkins.plugins.sprintdelivery.gates;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import hudson.plugins.git.GitSCM;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.RunLoadCounter;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Facts from the ledger and from Git. */
@WithJenkins
class ReleaseFactsITest {

    private static final String TESTS = """
            writeFile file: 'a.xml', text: '''<testsuite name='s' time='1'>
              <testcase classname='a.B' name='breaks' time='1'><failure message='no'/></testcase></testsuite>'''
            junit testResults: 'a.xml', skipMarkingBuildUnstable: true
            """;

    @TempDir
    private Path directory;

    private JenkinsRule jenkins;
    private WorkflowJob job;

    @BeforeEach
    void createJob(JenkinsRule rule) throws Exception {
        jenkins = rule;
        job = rule.createProject(WorkflowJob.class, "shop");
    }

    private WorkflowRun run(Result expected, String script) throws Exception {
        job.setDefinition(new CpsFlowDefinition(script, true));
        return jenkins.assertBuildStatus(expected, job.scheduleBuild2(0));
    }

    private static String gate(String condition, String more) {
        return "sprintGate(policyYaml: 'conditions: [" + condition + "]'" + more + ")\n";
    }

    @Test
    void aVersionHasToHaveBeenInStaging() throws Exception {
        String gate = gate("{type: deployment.promoted, from: staging}", ", version: '1.2', environment: 'live'");

        WorkflowRun before = run(Result.FAILURE, gate);
        run(Result.SUCCESS, "sprintDeployed environment: 'staging', version: '1.2'");
        WorkflowRun after = run(Result.SUCCESS, gate);

        jenkins.assertLogContains("it was not deployed to staging", before);
        jenkins.assertLogContains("shop 1.2 → staging " + jenkins.getURL() + "job/shop/2/", after);
    }

    @Test
    void whatAServiceNeedsHasToRunThere() throws Exception {
        String gate = gate("{type: deployment.dependency, service: cart, atLeast: \"2.0\"}", ", environment: 'live'");
        run(Result.SUCCESS, "sprintDeployed environment: 'live', version: '1.9', service: 'cart'");

        WorkflowRun old = run(Result.FAILURE, gate);
        run(Result.SUCCESS, "sprintDeployed environment: 'live', version: '2.1', service: 'cart'");
        run(Result.SUCCESS, gate);

        jenkins.assertLogContains("cart 1.9 runs in live", old);
    }

    @Test
    void factsThatAreMissingAreInconclusiveAndSayWhatToDo() throws Exception {
        WorkflowRun run = run(
                Result.FAILURE,
                gate(
                        "{type: deployment.promoted, from: staging}, {type: change.size, files: 1},"
                                + " {type: coverage.lines, minimum: 80}, {type: analysis.issues, max: 0},"
                                + " {type: tickets.blockers, max: 0}",
                        ", environment: 'live'"));

        jenkins.assertLogContains("says INCONCLUSIVE", run);
        jenkins.assertLogContains("found the version of the release is not known", run);
        jenkins.assertLogContains("found no deployment of shop to live is on record", run);
        jenkins.assertLogContains("found the coverage figures are not known", run);
        jenkins.assertLogContains("found the results of static analysis are not known", run);
        jenkins.assertLogContains("to pass: name it in the gate, as in sprintGate(version: '1.4.2')", run);
    }

    @Test
    void onlyTheBuildThatIsReleasedIsLoaded() throws Exception {
        run(Result.SUCCESS, "node {" + TESTS + "}\n sprintDeployed environment: 'live', version: '1'");
        for (int i = 0; i < 4; i++) {
            run(Result.SUCCESS, "echo 'nothing'");
        }
        job.setDefinition(new CpsFlowDefinition(
                "node {" + TESTS + gate("{type: tests.newFailures}", ", environment: 'live'") + "}", true));
        SprintFixtures.ledger();
        RunLoadCounter.prepare(job);

        // the released one, and the last one, which Jenkins looks at to number the next
        RunLoadCounter.assertMaxLoads(job, 2, () -> jenkins.buildAndAssertSuccess(job));
    }

    @Test
    void aReleasedBuildThatIsGoneIsSaidToBe() throws Exception {
        WorkflowRun released = run(Result.SUCCESS, "sprintDeployed environment: 'live', version: '1'");
        released.delete();

        WorkflowRun run = run(
                Result.FAILURE, "node {" + TESTS + gate("{type: tests.newFailures}", ", environment: 'live'") + "}");

        jenkins.assertLogContains("keep builds that were released", run);
    }

    @Test
    void changesAreCountedSinceWhatRunsThere() throws Exception {
        GitSCM.ALLOW_LOCAL_CHECKOUT = true;
        try {
            git("init", "-q", "-b", "main");
            commit("a", "one\n");
            String checkout = "checkout scmGit(branches: [[name: '*/main']], userRemoteConfigs: [[url: 'file://"
                    + directory + "']])\n";
            run(Result.SUCCESS, "node { " + checkout + "sprintDeployed environment: 'live', version: '1' }");
            commit("a", "two\nthree\n");
            commit("b", "four\n");

            WorkflowRun run = run(
                    Result.FAILURE,
                    "node { " + checkout
                            + gate("{type: change.size, commits: 1, files: 2, lines: 4}", ", environment: 'live'")
                            + "}");

            jenkins.assertLogContains("2 commits, 2 files, 4 lines since 1", run);
        } finally {
            GitSCM.ALLOW_LOCAL_CHECKOUT = false;
        }
    }

    private void commit(String file, String text) throws Exception {
        Files.writeString(directory.resolve(file), text);
        git("add", "-A");
        git("-c", "user.name=Ann", "-c", "user.email=ann@example.org", "commit", "-q", "-m", "change " + file);
    }

    private void git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", directory.toString()));
        command.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
