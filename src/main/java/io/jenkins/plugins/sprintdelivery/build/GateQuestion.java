package io.jenkins.plugins.sprintdelivery.build;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.config.EffectiveSettings;
import io.jenkins.plugins.sprintdelivery.config.PolicyField;
import io.jenkins.plugins.sprintdelivery.core.gate.FactSource;
import io.jenkins.plugins.sprintdelivery.core.gate.GateFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.Policy;
import io.jenkins.plugins.sprintdelivery.core.gate.PolicyBook;
import io.jenkins.plugins.sprintdelivery.core.gate.ReleaseCandidate;
import io.jenkins.plugins.sprintdelivery.core.gate.UnknownPolicyException;
import io.jenkins.plugins.sprintdelivery.core.model.BuildTag;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.settings.DeliverySettings;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsException;
import io.jenkins.plugins.sprintdelivery.gates.JenkinsFacts;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What a gate is asked about a build: the policy that holds for it, the candidate, and where the facts come from.
 *
 * @param policy the policy, all of its places together
 * @param candidate what stands at the gate
 * @param source where the facts come from
 */
public record GateQuestion(Policy policy, ReleaseCandidate candidate, FactSource source) {

    /**
     * Works out what a request asks. Parses change logs from disk: never call it on the Pipeline VM thread.
     *
     * @param repository what the repository's file says, or null where there is none
     * @param workspace where the build's sources are checked out, or null
     * @throws AbortException if there is no such policy or settings cannot be used, with line and column
     */
    public static GateQuestion of(
            Run<?, ?> run, GateRequest request, DeliverySettings repository, FilePath workspace, TaskListener listener)
            throws AbortException {
        EffectiveSettings settings = EffectiveSettings.of(run.getParent(), repository);
        try {
            ReleaseCandidate candidate = candidate(run, request, settings);
            Policy policy = choose(settings.policies(), request, candidate.environment());
            return new GateQuestion(
                    policy,
                    candidate,
                    new JenkinsFacts(run, workspace, settings, policy.name(), GateDecisions.approvals(run), listener));
        } catch (SettingsException | UnknownPolicyException e) {
            throw new AbortException(Messages.GateKeeper_NotUsable(e.getMessage()));
        }
    }

    /** Reads the facts that the policy needs, and no others. */
    public CompletionStage<GateFacts> facts(Instant at) {
        return GateFacts.gather(policy.needs(), candidate, at, source);
    }

    /** The policy by its name. One in the request has the name that holds without it, so that a final one stays. */
    private static Policy choose(PolicyBook book, GateRequest request, Environment target) {
        if (request.inline() == null) {
            return book.choose(request.policy(), target);
        }
        String name = request.policy() == null ? book.choose(null, target).name() : request.policy();
        return PolicyBook.of(List.of(PolicyField.read(request.inline(), name)))
                .over(book)
                .choose(name, target);
    }

    private static ReleaseCandidate candidate(Run<?, ?> run, GateRequest request, EffectiveSettings settings) {
        BuildTag tag = SprintTagAction.find(run).map(SprintTagAction::tag).orElse(BuildTag.EMPTY);
        boolean isRead = SprintTagAction.find(run)
                .filter(SprintTagAction::areTicketsRead)
                .isPresent();
        Environment target = request.environment() == null ? null : settings.environment(request.environment());
        return new ReleaseCandidate(
                BuildFacts.service(run.getParent(), settings),
                target,
                request.version(),
                BuildFacts.reference(run),
                isRead ? tag.findings().keys() : null,
                tag.stamp() == null ? null : tag.stamp().sprint(),
                BuildFacts.involved(run));
    }
}
