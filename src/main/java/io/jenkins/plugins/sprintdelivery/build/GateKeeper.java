package io.jenkins.plugins.sprintdelivery.build;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.config.RepositorySettings;
import io.jenkins.plugins.sprintdelivery.core.gate.GateEvaluator;
import io.jenkins.plugins.sprintdelivery.core.gate.GateFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.GateOverrides;
import io.jenkins.plugins.sprintdelivery.core.gate.Policy;
import io.jenkins.plugins.sprintdelivery.core.gate.ReleaseCandidate;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.model.BuildTag;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.settings.DeliverySettings;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsException;
import io.jenkins.plugins.sprintdelivery.gates.EvidenceLinks;
import io.jenkins.plugins.sprintdelivery.gates.GateAnnouncer;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import jenkins.model.Jenkins;

/**
 * Puts a build to a gate, records what it says on the build and in the ledger, prints it and tells others. Waits for
 * facts and for the disk: never call it on the Pipeline VM thread.
 */
public final class GateKeeper {

    private final Run<?, ?> run;
    private final TaskListener listener;

    public GateKeeper(Run<?, ?> run, TaskListener listener) {
        this.run = run;
        this.listener = listener;
    }

    /**
     * Evaluates a gate once.
     *
     * @param workspace where the build's sources and {@code .sprint-delivery.yml} are, or null
     * @throws AbortException if there is no such policy or settings cannot be used
     */
    public GateEvaluation judge(GateRequest request, FilePath workspace) throws IOException, InterruptedException {
        GateLook look = look(request, RepositorySettings.text(workspace), workspace);
        return decide(look, look.result());
    }

    /**
     * Looks what a gate says now. Nothing is recorded and nothing is printed.
     *
     * @param repository the text of the repository's settings file, or null where there is none
     * @param workspace where the build's sources are, or null
     * @throws AbortException if there is no such policy, or settings cannot be used
     */
    public GateLook look(GateRequest request, String repository, FilePath workspace)
            throws IOException, InterruptedException {
        SprintTagAction action = SprintTagAction.of(run);
        DeliverySettings here;
        try {
            here = RepositorySettings.parse(repository);
        } catch (SettingsException e) {
            throw new AbortException(Messages.GateKeeper_NotUsable(e.getMessage()));
        }
        action.rememberRepositorySettings(repository, here);
        GateQuestion question =
                GateQuestion.of(run, request, here == null ? action.repositorySettings() : here, workspace, listener);
        Policy policy = question.policy();
        Instant now = Clock.systemUTC().instant();
        GateFacts facts = facts(question, now);
        GateResult result = new GateEvaluator().evaluate(policy, facts);
        return new GateLook(
                policy,
                question.candidate(),
                GateOverrides.apply(policy, result, facts, GateDecisions.overrides(run)),
                now);
    }

    /** Decides by what a gate said: records it on the build and in the ledger, prints it and tells others. */
    public GateEvaluation decide(GateLook look, GateResult result) throws IOException, InterruptedException {
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
                new EvidenceLinks(run).addTo(result));
        record(action, evaluation);
        new GateConsole(listener).print(run, evaluation);
        announce(evaluation);
        return evaluation;
    }

    /** The build's page about its sprint; relative to the root where the controller does not know its own address. */
    public static String page(Run<?, ?> run) {
        String root = Jenkins.get().getRootUrl();
        return (root == null ? "" : root) + run.getUrl() + "sprint/";
    }

    private static GateFacts facts(GateQuestion question, Instant now) throws InterruptedException {
        try {
            return question.facts(now).toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("facts that cannot be read are missing, and do not fail", e);
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

    private void announce(GateEvaluation evaluation) {
        for (GateAnnouncer announcer : GateAnnouncer.all()) {
            try {
                announcer.announce(run, evaluation, page(run), listener);
            } catch (RuntimeException | LinkageError problem) {
                // also where an optional plugin has another version than this one was built with
                listener.error(Messages.GateKeeper_NotAnnounced(problem));
            }
        }
    }
}
