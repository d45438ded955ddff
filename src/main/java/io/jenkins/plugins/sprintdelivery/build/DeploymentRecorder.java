package io.jenkins.plugins.sprintdelivery.build;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.config.EffectiveSettings;
import io.jenkins.plugins.sprintdelivery.core.gate.Need;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.model.BuildTag;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import io.jenkins.plugins.sprintdelivery.scm.BuildChanges;
import java.io.IOException;
import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Records the deployments of a build, on the build and in the ledger. Waits for the disk: never call it on the Pipeline
 * VM thread.
 */
public final class DeploymentRecorder {

    private final Run<?, ?> run;
    private final TaskListener listener;
    private final Clock clock;

    public DeploymentRecorder(Run<?, ?> run, TaskListener listener) {
        this.run = run;
        this.listener = listener;
        this.clock = Clock.systemUTC();
    }

    /**
     * What a step says of a deployment. Everything but the environment may be null.
     *
     * @param environment where to
     * @param tier the tier, where the environment's name does not tell
     * @param version which version; by default the commit the build was made from, otherwise the build's number
     * @param service what is deployed; by default the build's service
     * @param kind why; by default a hotfix where the build's branch or parameter says so, otherwise the ledger tells it
     *     from the versions
     */
    public record Request(String environment, String tier, String version, String service, String kind)
            implements Serializable {}

    /**
     * Records that a deployment begins.
     *
     * @return the deployment's id, to end it by
     * @throws AbortException if the request cannot be
     */
    public String begin(Request request) throws IOException {
        Deployment deployment = deployment(request, DeploymentStatus.IN_PROGRESS);
        record(deployment);
        return deployment.id();
    }

    /** Records how a deployment of this build ended; one that ended before, or is unknown, stays as it is. */
    public void end(String id, DeploymentStatus outcome) throws IOException {
        for (Deployment deployment : SprintTagAction.of(run).tag().deployments()) {
            if (deployment.id().equals(id) && deployment.finished() == null) {
                record(deployment.ended(outcome, clock.instant()));
            }
        }
    }

    /**
     * Records a deployment that is over.
     *
     * @throws AbortException if the request cannot be
     */
    public Deployment finished(Request request, DeploymentStatus status) throws IOException {
        Deployment deployment = deployment(request, status);
        record(deployment);
        return deployment;
    }

    /** Ends, as failed, what the build began and could not end itself: its controller died under it. */
    public void endAbandoned() throws IOException {
        for (Deployment deployment : SprintTagAction.of(run).tag().deployments()) {
            if (deployment.finished() == null) {
                listener.getLogger()
                        .println(Messages.DeploymentRecorder_Abandoned(
                                deployment.environment().name()));
                record(deployment.ended(DeploymentStatus.FAILED, clock.instant()));
            }
        }
    }

    private Deployment deployment(Request request, DeploymentStatus status) throws AbortException {
        SprintTagAction action = SprintTagAction.of(run);
        EffectiveSettings settings = EffectiveSettings.of(run.getParent(), action.repositorySettings());
        String commit = BuildChanges.revision(run).orElse(null);
        BuildTag tag = action.tag();
        Instant now = clock.instant();
        try {
            return new Deployment(
                    UUID.randomUUID().toString(),
                    request.service() == null ? BuildFacts.service(run.getParent(), settings) : request.service(),
                    environment(request, settings),
                    request.version() == null ? defaultVersion(commit) : request.version(),
                    commit,
                    null,
                    kind(request),
                    status,
                    now,
                    status == DeploymentStatus.IN_PROGRESS ? null : now,
                    BuildFacts.reference(run),
                    BuildFacts.sprintId(tag),
                    tag.findings().keys(),
                    List.of());
        } catch (IllegalArgumentException e) {
            throw new AbortException(Messages.DeploymentRecorder_Refused(e.getMessage()));
        }
    }

    private DeploymentKind kind(Request request) {
        if (request.kind() != null) {
            return DeploymentKind.parse(request.kind());
        }
        return HotfixSigns.on(run) ? DeploymentKind.HOTFIX : null;
    }

    private static Environment environment(Request request, EffectiveSettings settings) {
        return request.tier() == null
                ? settings.environment(request.environment())
                : new Environment(request.environment(), EnvironmentTier.parse(request.tier()));
    }

    private String defaultVersion(String commit) {
        return commit == null ? "build-" + run.getNumber() : commit.substring(0, Math.min(12, commit.length()));
    }

    private void record(Deployment deployment) throws IOException {
        SprintTagAction.of(run).update(tag -> {
            List<Deployment> deployments = new ArrayList<>(tag.deployments());
            int known = deployments.stream().map(Deployment::id).toList().indexOf(deployment.id());
            if (known < 0) {
                deployments.add(deployment);
            } else {
                deployments.set(known, deployment);
            }
            return new BuildTag(tag.stamp(), tag.findings(), tag.gates(), deployments);
        });
        JenkinsLedger.get().record(listener, List.of(new LedgerEvent.DeploymentRecorded(deployment)));
        WaitingGates.get()
                .wakeWhere(look -> look.policy().needs().stream()
                        .anyMatch(need -> need instanceof Need.Stays || need instanceof Need.Running));
        listener.getLogger()
                .println(Messages.DeploymentRecorder_Recorded(
                        deployment.service(),
                        deployment.version(),
                        deployment.environment().name(),
                        deployment.environment().tier(),
                        deployment.status()));
    }
}
