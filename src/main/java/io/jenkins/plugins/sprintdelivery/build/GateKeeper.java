package io.jenkins.plugins.sprintdelivery.build;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.config.EffectiveSettings;
import io.jenkins.plugins.sprintdelivery.config.RepositorySettings;
import io.jenkins.plugins.sprintdelivery.core.gate.GateEvaluator;
import io.jenkins.plugins.sprintdelivery.core.gate.GateFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.GateOverrides;
import io.jenkins.plugins.sprintdelivery.core.gate.Need;
import io.jenkins.plugins.sprintdelivery.core.gate.Policy;
import io.jenkins.plugins.sprintdelivery.core.gate.ReleaseCandidate;
import io.jenkins.plugins.sprintdelivery.core.gate.UnknownPolicyException;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.ledger.LedgerUnavailableException;
import io.jenkins.plugins.sprintdelivery.core.model.BuildTag;
import io.jenkins.plugins.sprintdelivery.core.model.ConditionResult;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.settings.DeliverySettings;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsException;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import io.jenkins.plugins.sprintdelivery.tests.TestResults;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Puts a build to a gate, records what it says on the build and in the ledger, and prints it. Reads test results and
 * waits for the disk: never call it on the Pipeline VM thread.
 */
public final class GateKeeper {

    /** How long a gate waits for what was recorded last, before it takes the last answer the ledger has. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Run<?, ?> run;
    private final TaskListener listener;

    public GateKeeper(Run<?, ?> run, TaskListener listener) {
        this.run = run;
        this.listener = listener;
    }

    /**
     * Evaluates a gate.
     *
     * @param policy the policy's name, or null for the default
     * @param environment where the release is to go, or null
     * @param version what is to be released, or null
     * @param workspace where {@code .sprint-delivery.yml} is looked for, or null
     * @throws AbortException if there is no such policy or the file cannot be used
     */
    public GateEvaluation judge(String policy, String environment, String version, FilePath workspace)
            throws IOException, InterruptedException {
        GateLook look = look(new GateRequest(policy, environment, version, null), RepositorySettings.text(workspace));
        return decide(look, look.result());
    }

    /**
     * Looks what a gate says now. Nothing is recorded and nothing is printed.
     *
     * @param repository the text of the repository's settings file, or null where there is none
     * @throws AbortException if there is no such policy, or settings cannot be used
     */
    public GateLook look(GateRequest request, String repository) throws IOException, InterruptedException {
        SprintTagAction action = SprintTagAction.of(run);
        String environment = request.environment();
        String version = request.version();
        EffectiveSettings settings;
        Policy chosen;
        try {
            DeliverySettings here = RepositorySettings.parse(repository);
            action.rememberRepositorySettings(here);
            settings = EffectiveSettings.of(run.getParent(), here == null ? action.repositorySettings() : here);
            chosen = settings.policies().choose(request.policy());
        } catch (SettingsException | UnknownPolicyException e) {
            throw new AbortException(Messages.GateKeeper_NotUsable(e.getMessage()));
        }
        Environment target = environment == null ? null : settings.environment(environment);
        String service = BuildFacts.service(run.getParent(), settings);
        Instant now = Clock.systemUTC().instant();
        ReleaseCandidate candidate = new ReleaseCandidate(
                service,
                target,
                version,
                BuildFacts.reference(run),
                action.tag().findings().keys(),
                action.tag().stamp() == null ? null : action.tag().stamp().sprint(),
                Set.of());
        GateFacts facts = GateFacts.of(candidate, now).with(new Need.Tests(), TestResults.facts(run));
        Run<?, ?> released = baseline(chosen, service, target);
        if (released != null) {
            facts = facts.with(new Need.ReleasedTests(), TestResults.released(released));
        }
        facts = facts.with(new Need.Approvals(), GateDecisions.approvals(run));
        GateResult result = new GateEvaluator().evaluate(chosen, facts);
        return new GateLook(
                chosen, candidate, GateOverrides.apply(chosen, result, facts, GateDecisions.overrides(run)), now);
    }

    /** Decides by what a gate said: records it on the build and in the ledger, and prints it. */
    public GateEvaluation decide(GateLook look, GateResult result) throws IOException {
        SprintTagAction action = SprintTagAction.of(run);
        ReleaseCandidate candidate = look.candidate();
        GateEvaluation evaluation = new GateEvaluation(
                UUID.randomUUID().toString(),
                candidate.service(),
                candidate.environment(),
                candidate.version(),
                look.at(),
                BuildFacts.reference(run),
                BuildFacts.sprintId(action.tag()),
                result);
        record(action, evaluation);
        print(evaluation);
        return evaluation;
    }

    /** The build that is running in the environment, if the policy compares with it, and it is of this job and kept. */
    private Run<?, ?> baseline(Policy policy, String service, Environment target) throws InterruptedException {
        if (target == null || !policy.needs().contains(new Need.ReleasedTests())) {
            return null;
        }
        try {
            Ledger ledger = JenkinsLedger.get().open();
            ledger.catchUp(PATIENCE);
            LedgerQueries queries = ledger.queries();
            return queries.running().stream()
                    .filter(running -> running.service().equals(service)
                            && running.environment().name().equals(target.name()))
                    .findFirst()
                    .flatMap(running -> queries.deployment(running.deploymentId()))
                    .map(deployment -> deployment.build())
                    .filter(build ->
                            build != null && build.job().equals(run.getParent().getFullName()))
                    .map(build -> run.getParent().getBuildByNumber(build.number()))
                    .orElse(null);
        } catch (IOException | LedgerUnavailableException e) {
            listener.error(Messages.GateKeeper_NoLedger(e.getMessage()));
            return null;
        }
    }

    private void record(SprintTagAction action, GateEvaluation evaluation) throws IOException {
        action.update(tag -> {
            List<GateEvaluation> gates = new ArrayList<>(tag.gates());
            gates.add(evaluation);
            return new BuildTag(tag.stamp(), tag.findings(), gates, tag.deployments());
        });
        JenkinsLedger.get().record(listener, List.of(new LedgerEvent.GateRecorded(evaluation)));
    }

    private void print(GateEvaluation evaluation) {
        GateResult result = evaluation.result();
        PrintStream log = listener.getLogger();
        log.println(Messages.GateKeeper_Says(result.policy(), result.verdict(), result.origin()));
        for (ConditionResult condition : result.conditions()) {
            log.println(Messages.GateKeeper_Condition(
                    condition.verdict(), condition.type(), condition.expected(), condition.actual()));
            condition.evidence().forEach(evidence -> log.println("      " + evidence));
        }
    }
}
