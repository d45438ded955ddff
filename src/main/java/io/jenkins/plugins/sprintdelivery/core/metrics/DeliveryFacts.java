package io.jenkins.plugins.sprintdelivery.core.metrics;

import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Everything the metrics of one scope are made from.
 *
 * @param scope which time, services and environments
 * @param now the moment of asking; the part of the scope after it has not passed yet
 * @param deployments the attempts that ended in the scope, cancelled ones included, oldest first
 * @param shipped commits that a successful deployment in the scope was the first to bring to its service and
 *     environment
 * @param incidents incidents of the scope's services and environments that overlap its time
 * @param targets the services and environments that something was running in during the scope
 * @param builds the builds that began in the scope, of its services
 * @param gates how often gates said what
 * @param deliveredTickets keys of the tickets whose changes first reached the scope's environments in its time
 * @param sprint what a tracker says of the sprint that the scope is about
 */
public record DeliveryFacts(
        Scope scope,
        Instant now,
        List<EndedDeployment> deployments,
        List<ShippedCommit> shipped,
        List<Incident> incidents,
        List<Target> targets,
        List<BuildFact> builds,
        GateCounts gates,
        List<String> deliveredTickets,
        SprintFacts sprint) {
    public DeliveryFacts {
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(now, "now");
        Objects.requireNonNull(gates, "gates");
        Objects.requireNonNull(sprint, "sprint");
        deployments = List.copyOf(deployments);
        shipped = List.copyOf(shipped);
        incidents = List.copyOf(incidents);
        targets = List.copyOf(targets);
        builds = List.copyOf(builds);
        deliveredTickets = List.copyOf(deliveredTickets);
    }

    /** Facts of a period that is no sprint. */
    public DeliveryFacts(
            Scope scope,
            Instant now,
            List<EndedDeployment> deployments,
            List<ShippedCommit> shipped,
            List<Incident> incidents,
            List<Target> targets,
            List<BuildFact> builds,
            GateCounts gates,
            List<String> deliveredTickets) {
        this(
                scope,
                now,
                deployments,
                shipped,
                incidents,
                targets,
                builds,
                gates,
                deliveredTickets,
                new SprintFacts.Unknown(SprintFacts.Reason.NO_SPRINT));
    }

    /** The same facts, of a sprint. */
    public DeliveryFacts about(SprintFacts itsSprint) {
        return new DeliveryFacts(
                scope, now, deployments, shipped, incidents, targets, builds, gates, deliveredTickets, itsSprint);
    }

    /**
     * A deployment that ended, with what came of it.
     *
     * @param deployment the attempt
     * @param causedIncident whether an incident is blamed on it
     * @param restoredAt when what it broke was restored, or null where it broke nothing or is not restored yet
     */
    public record EndedDeployment(Deployment deployment, boolean causedIncident, Instant restoredAt) {}

    /** A commit and the deployment that shipped it first. */
    public record ShippedCommit(String commitId, Instant authored, String deploymentId, Instant shipped) {}

    /** A service in an environment, and since when in the scope's time something was running there. */
    public record Target(String service, String environment, Instant since) {}

    /** What the metrics need of a build. */
    public record BuildFact(BuildResult result, long durationMillis, TestCounts tests) {}

    /** How often gates said what. */
    public record GateCounts(int passed, int warned, int failed, int inconclusive) {}
}
