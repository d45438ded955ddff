package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.gate.Fact;
import io.jenkins.plugins.sprintdelivery.core.gate.Need;
import io.jenkins.plugins.sprintdelivery.core.gate.ReleaseCandidate;
import io.jenkins.plugins.sprintdelivery.core.gate.RunningFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.StayFacts;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.RunningVersion;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a gate at a prompt asks the ledger.
 *
 * @param queries the ledger's answers
 * @param now the moment that is judged
 */
record GateLedger(LedgerQueries queries, Instant now) {

    /** A version that has been deployed more often than this since is old enough to be forgotten. */
    private static final int MAX_DEPLOYMENTS = 1_000;

    static <F> Fact<F> notNamed(Need<F> need) {
        return new Fact.Missing<>(need.what() + " are not known", "name a ledger with --ledger");
    }

    Fact<StayFacts> stays(ReleaseCandidate candidate, Need.Stays need) {
        if (candidate.service() == null || candidate.version() == null) {
            return new Fact.Missing<>(
                    "service or version of the release is not known", "name them with --service and --release");
        }
        // the tier counts only where no environment is named
        Scope everything = new Scope(
                Instant.EPOCH, now.plusNanos(1), candidate.service(), need.environment(), EnvironmentTier.UNMAPPED);
        List<Deployment> deployments = queries.deployments(everything, MAX_DEPLOYMENTS, 0);
        return new Fact.Known<>(StayFacts.of(candidate.version(), deployments));
    }

    Fact<RunningFacts> running(ReleaseCandidate candidate, Need.Running need) {
        String environment = need.environment() != null
                ? need.environment()
                : candidate.environment() == null
                        ? null
                        : candidate.environment().name();
        if (environment == null) {
            return new Fact.Missing<>(
                    "the environment that the release goes to is not known", "name it with --environment");
        }
        Optional<RunningVersion> running = running(need.service(), environment);
        return new Fact.Known<>(new RunningFacts(
                environment,
                running.map(RunningVersion::version).orElse(null),
                running.map(RunningVersion::deploymentId).orElse(null)));
    }

    /** The approvals of the gate; none where neither version nor build is known, which the condition says better. */
    Fact<List<GateApproval>> approvals(ReleaseCandidate candidate, String policy) {
        return new Fact.Known<>(candidate.version() == null ? List.of() : queries.approvals(candidate.target(policy)));
    }

    List<GateOverride> overrides(ReleaseCandidate candidate, String policy) {
        return candidate.version() == null ? List.of() : queries.overrides(candidate.target(policy));
    }

    /** The commit of what runs of a service in an environment. */
    Optional<String> runningCommit(String service, String environment) {
        return running(service, environment)
                .flatMap(version -> queries.deployment(version.deploymentId()))
                .map(Deployment::commit);
    }

    private Optional<RunningVersion> running(String service, String environment) {
        return queries.running().stream()
                .filter(version -> version.service().equals(service)
                        && version.environment().name().equals(environment))
                .findFirst();
    }
}
