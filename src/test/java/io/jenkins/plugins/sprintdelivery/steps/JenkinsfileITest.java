package io.jenkins.plugins.sprintdelivery.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import hudson.model.Result;
import hudson.slaves.DumbSlave;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.build.SprintTagAction;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.model.BuildTag;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The Jenkinsfile that the README shows, and its Scripted equivalent, on a real agent with a real shell. */
@WithJenkins
class JenkinsfileITest {

    private static final String PREPARE = """
            writeFile file: 'build.sh', text: '''#!/bin/sh
            mkdir -p reports
            echo "<testsuite name='s'><testcase classname='a.B' name='works'/></testsuite>" > reports/a.xml
            '''
            writeFile file: 'deploy.sh', text: '#!/bin/sh\\necho deploying $SPRINT_NAME to $1'
            sh 'chmod +x *.sh'
            """;

    private static final String DECLARATIVE = """
            pipeline {
              agent any
              environment { VERSION = '1.4.0' }
              options { withSprint() }
              stages {
                stage('Prepare')    { steps { script { %s } } }
                stage('Test')       { steps { sh './build.sh'; junit 'reports/*.xml' } }
                stage('Staging')    { steps { sprintDeployment(environment: 'staging', version: env.VERSION) { sh './deploy.sh staging' } } }
                stage('Gate')       { steps { script { def gate = sprintGate(policy: 'release', environment: 'production'); echo gate.verdict } } }
                stage('Skipped')    { when { expression { false } }
                                      steps { sprintDeployment(environment: 'qa', version: '9') { sh 'true' } } }
                stage('Production') { steps { sprintDeployment(environment: 'production', version: env.VERSION) { sh './deploy.sh production' } } }
              }
              post { always { sprintReport() } }
            }
            """.formatted(PREPARE);

    private static final String SCRIPTED = """
            node {
              withEnv(['VERSION=1.4.0']) {
                withSprint {
                  try {
                    stage('Prepare')    { %s }
                    stage('Test')       { sh './build.sh'; junit 'reports/*.xml' }
                    stage('Staging')    { sprintDeployment(environment: 'staging', version: env.VERSION) { sh './deploy.sh staging' } }
                    stage('Gate')       { def gate = sprintGate(policy: 'release', environment: 'production'); echo gate.verdict }
                    stage('Production') { sprintDeployment(environment: 'production', version: env.VERSION) { sh './deploy.sh production' } }
                  } finally {
                    sprintReport()
                  }
                }
              }
            }
            """.formatted(PREPARE);

    private JenkinsRule jenkins;

    @BeforeEach
    void configure(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SprintFixtures.cadence();
        SprintFixtures.policies("""
                gates:
                  policies:
                    release:
                      conditions:
                        - type: tests.failed
                          max: 0
                """);
        DumbSlave agent = jenkins.createOnlineSlave();
        assertThat(agent.getNumExecutors()).isPositive();
        jenkins.jenkins.setNumExecutors(0);
    }

    @Test
    void declarative() throws Exception {
        runsAsTheReadmeSays(DECLARATIVE);
    }

    @Test
    void scripted() throws Exception {
        runsAsTheReadmeSays(SCRIPTED);
    }

    private void runsAsTheReadmeSays(String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition(script, true));

        WorkflowRun run = jenkins.assertBuildStatusSuccess(job.scheduleBuild2(0));

        jenkins.assertLogContains("deploying " + SprintFixtures.currentSprint().name() + " to production", run);
        jenkins.assertLogContains("PASS", run);
        BuildTag tag = SprintTagAction.find(run).orElseThrow().tag();
        assertThat(tag.stamp().sprint()).isEqualTo(SprintFixtures.currentSprint());
        assertThat(tag.deployments())
                .extracting(deployment -> deployment.environment().name(), Deployment::status, Deployment::version)
                .containsExactly(
                        tuple("staging", DeploymentStatus.SUCCESSFUL, "1.4.0"),
                        tuple("production", DeploymentStatus.SUCCESSFUL, "1.4.0"));
        assertThat(tag.gates()).extracting(gate -> gate.result().verdict()).containsExactly(Verdict.PASS);
        assertThat(run.getArtifacts())
                .extracting(artifact -> artifact.relativePath)
                .containsExactlyInAnyOrder("sprint-report.html", "sprint-report.json", "sprint-report.md");
        assertThat(run.getResult()).isEqualTo(Result.SUCCESS);

        LedgerQueries ledger = SprintFixtures.ledger();
        assertThat(ledger.running())
                .extracting(running ->
                        running.service() + " " + running.environment().name() + " " + running.version())
                .containsExactlyInAnyOrder("shop production 1.4.0", "shop staging 1.4.0");
    }
}
