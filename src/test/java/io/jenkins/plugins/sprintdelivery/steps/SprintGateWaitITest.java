package io.jenkins.plugins.sprintdelivery.steps;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Computer;
import hudson.model.Result;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.build.GateDecisions;
import io.jenkins.plugins.sprintdelivery.build.SprintTagAction;
import io.jenkins.plugins.sprintdelivery.build.WaitingGate;
import io.jenkins.plugins.sprintdelivery.build.WaitingGates;
import io.jenkins.plugins.sprintdelivery.core.gate.GateWait;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.Person;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** Gates that wait: for people, for events, until their deadline, over restarts. */
class SprintGateWaitITest {

    private static final String POLICY = """
            gates:
              policies:
                release: {wait: 1h, conditions: [{type: approval}]}
                steady: {wait: 2h, every: 10m, stay: 1h, conditions: [{type: freeze.none}]}
                apart: {wait: 2h, every: 10m, together: false, conditions: [{type: freeze.none}, {type: approval}]}
                staged: {wait: 1h, conditions: [{type: deployment.dependency, service: cart}]}
            """;

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private static WorkflowRun start(JenkinsRule jenkins, String script) throws Exception {
        SprintFixtures.policies(POLICY);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job.scheduleBuild2(0).waitForStart();
    }

    private static WorkflowRun shop(JenkinsRule jenkins) {
        return jenkins.jenkins.getItemByFullName("shop", WorkflowJob.class).getLastBuild();
    }

    /** The one gate that waits, after it has looked. */
    private static WaitingGate waiting() throws InterruptedException {
        Instant patience = Instant.now().plusSeconds(60);
        while (Instant.now().isBefore(patience)) {
            List<WaitingGate> gates = WaitingGates.get().all();
            if (gates.size() == 1
                    && gates.get(0).lastLook() != null
                    && gates.get(0).state() != null) {
                return gates.get(0);
            }
            Thread.sleep(20);
        }
        throw new AssertionError("no gate waits");
    }

    private static void approve(WorkflowRun run, WaitingGate gate) throws Exception {
        approve(run, gate, "release");
    }

    private static void approve(WorkflowRun run, WaitingGate gate, String policy) throws Exception {
        GateDecisions.add(
                run,
                new GateApproval(
                        "a1",
                        gate.lastLook().candidate().target(policy),
                        new Person("anna", "Anna"),
                        List.of(),
                        Instant.now(),
                        "tested",
                        null));
        WaitingGates.get().wake(run);
    }

    private static GateResult only(WorkflowRun run) {
        return SprintTagAction.find(run).orElseThrow().tag().gates().stream()
                .reduce((a, b) -> {
                    throw new AssertionError("more than one");
                })
                .orElseThrow()
                .result();
    }

    @Test
    void anApprovalLetsItThroughAtOnceAndNoExecutorIsHeld() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowRun run =
                    start(jenkins, "sprintGate policy: 'release', version: '1', every: '1h'\n echo 'through ' + 'it'");
            WaitingGate gate = waiting();
            jenkins.waitForMessage("Gate 'release' waits until", run);
            for (Computer computer : jenkins.jenkins.getComputers()) {
                assertThat(computer.countBusy()).isZero();
            }

            approve(run, gate);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));

            jenkins.assertLogContains("through it", run);
            assertThat(only(run).verdict()).isEqualTo(Verdict.PASS);
            assertThat(WaitingGates.get().all()).isEmpty();
        });
    }

    @Test
    void aDeploymentLetsTheGateThroughAtOnce() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowRun run =
                    start(jenkins, "sprintGate policy: 'staged', environment: 'live', version: '1', every: '1h'");
            waiting();
            WorkflowJob cart = jenkins.createProject(WorkflowJob.class, "cart");
            cart.setDefinition(new CpsFlowDefinition("sprintDeployed environment: 'live', version: '7'", true));
            Instant before = Instant.now();

            jenkins.buildAndAssertSuccess(cart);

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(40));
            assertThat(only(run).conditions().get(0).actual()).isEqualTo("cart 7 runs in live");
        });
    }

    @Test
    void howLongItHasBeenGreenIsKeptOverARestart() throws Throwable {
        Instant[] since = new Instant[1];
        sessions.then(jenkins -> {
            start(jenkins, "sprintGate policy: 'steady', environment: 'live', version: '1'");
            since[0] = waiting().state().greenSince();
            assertThat(since[0]).isNotNull();
        });
        sessions.then(jenkins -> {
            WaitingGate gate = waiting();
            assertThat(gate.state().greenSince()).isEqualTo(since[0]);
            assertThat(shop(jenkins).isBuilding()).isTrue();
            shop(jenkins).doStop();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(shop(jenkins)));
        });
    }

    @Test
    void whatHeldOnceIsKeptOverARestart() throws Throwable {
        sessions.then(jenkins -> {
            start(jenkins, "sprintGate policy: 'apart', environment: 'live', version: '1'");
            assertThat(waiting().state().held())
                    .extracting(GateWait.Held::condition)
                    .containsExactly("freeze.none: no freeze");
        });
        sessions.then(jenkins -> {
            WaitingGate gate = waiting();
            SprintFixtures.policies(POLICY + "  freezes: [{name: Always, from: 2020-01-01, to: 2099-01-01}]\n");

            approve(shop(jenkins), gate, "apart");

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(shop(jenkins)));
            assertThat(only(shop(jenkins)).conditions().get(0).actual()).startsWith("no freeze, at ");
        });
    }

    @Test
    void theDeadlineDecides() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowRun run = start(jenkins, "sprintGate policy: 'release', version: '1', wait: '2s'");

            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));

            jenkins.assertLogContains("Gate 'release' says FAIL", run);
            assertThat(only(run).conditions().get(0).actual()).isEqualTo("0 of 1 approval");
            assertThat(WaitingGates.get().all()).isEmpty();
        });
    }

    @Test
    void anAbortedBuildWaitsNoLonger() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowRun run = start(jenkins, "sprintGate policy: 'release', version: '1'");
            waiting();

            run.doStop();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));

            assertThat(WaitingGates.get().all()).isEmpty();
            assertThat(SprintTagAction.of(run).tag().gates()).isEmpty();
        });
    }

    @Test
    void aRestartKeepsTheDeadlineAndTheRepositorysPolicy() throws Throwable {
        Instant[] deadline = new Instant[1];
        sessions.then(jenkins -> {
            start(
                    jenkins,
                    "node { writeFile file: '.sprint-delivery.yml', text: 'gates: {policies: {ours: {wait: 2h,"
                            + " conditions: [{type: approval}]}}}'\n sprintGate policy: 'ours', version: '1' }");
            deadline[0] = waiting().state().deadline();
        });
        sessions.then(jenkins -> {
            WaitingGate gate = waiting();
            assertThat(gate.state().deadline()).isEqualTo(deadline[0]);
            assertThat(gate.lastLook().policy().origin()).isEqualTo(".sprint-delivery.yml");
            WorkflowRun run = shop(jenkins);
            GateDecisions.put(
                    run,
                    new GateOverride(
                            "o1",
                            gate.lastLook().candidate().target("ours"),
                            new Person("anna", "Anna"),
                            Instant.now(),
                            "worse without",
                            Instant.now().plus(Duration.ofHours(1)),
                            null,
                            null));
            WaitingGates.get().wake(run);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            assertThat(only(run).override().original()).isEqualTo(Verdict.FAIL);
        });
        sessions.then(jenkins -> {
            assertThat(only(shop(jenkins)).override().reason()).isEqualTo("worse without");
            assertThat(GateDecisions.overrides(shop(jenkins))).hasSize(1);
        });
    }

    @Test
    void aDeadlineThatPassesWhileJenkinsIsDownIsFollowedByOneLastLook() throws Throwable {
        sessions.then(jenkins -> {
            start(jenkins, "sprintGate policy: 'release', version: '1', wait: '4s'");
            waiting();
        });
        Thread.sleep(4_000);
        sessions.then(jenkins -> {
            WorkflowRun run = shop(jenkins);
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
            assertThat(only(run).verdict()).isEqualTo(Verdict.FAIL);
        });
    }

    @Test
    void aMistakeInTheSettingsMeanwhileStopsNoGateThatWaits() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowRun run = start(jenkins, "sprintGate policy: 'release', version: '1', every: '10s'");
            WaitingGate gate = waiting();
            SprintFixtures.policies("gates: {polices: {}}");
            WaitingGates.get().wake(run);
            jenkins.waitForMessage("did you mean 'policies'", run);
            SprintFixtures.policies(POLICY);

            approve(run, gate);

            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
        });
    }

    @Test
    void aDurationThatIsNoneFailsTheStep() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowRun run = start(jenkins, "sprintGate policy: 'release', version: '1', wait: 'soon'");

            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));

            jenkins.assertLogContains("'soon' is no duration; give a duration such as 90s, 15m, 4h, 1d12h or 2w", run);
        });
    }
}
