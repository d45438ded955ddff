package io.jenkins.plugins.sprintdelivery.core.metrics;

import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts.BuildFact;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts.EndedDeployment;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts.GateCounts;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts.ShippedCommit;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts.Target;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Facts of a sprint of ten days, 1 to 11 March 2026, asked for after its end unless said otherwise. */
final class FactsBuilder {

    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    static final Instant END = Instant.parse("2026-03-11T00:00:00Z");

    private Instant now = Instant.parse("2026-04-01T00:00:00Z");
    private GateCounts gates = new GateCounts(0, 0, 0, 0);
    private List<String> tickets = List.of();
    private SprintFacts sprint = new SprintFacts.Unknown(SprintFacts.Reason.NO_TRACKER);
    private final List<EndedDeployment> deployments = new ArrayList<>();
    private final List<ShippedCommit> shipped = new ArrayList<>();
    private final List<Incident> incidents = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private final List<BuildFact> builds = new ArrayList<>();

    static Instant hour(double hours) {
        return START.plusSeconds(Math.round(hours * 3600));
    }

    FactsBuilder now(Instant moment) {
        now = moment;
        return this;
    }

    FactsBuilder deployed(DeploymentStatus status, DeploymentKind kind) {
        return deployed(status, kind, 10, false, null);
    }

    FactsBuilder deployed(
            DeploymentStatus status, DeploymentKind kind, double atHour, boolean causedIncident, Instant restored) {
        deployments.add(new EndedDeployment(
                new Deployment(
                        "d" + deployments.size(),
                        "shop",
                        Environment.named("production"),
                        "1." + deployments.size(),
                        null,
                        null,
                        kind,
                        status,
                        hour(atHour).minus(Duration.ofMinutes(5)),
                        hour(atHour),
                        null,
                        null,
                        List.of(),
                        List.of()),
                causedIncident,
                restored));
        return this;
    }

    /** A commit with this many hours from its author's time to its deployment. */
    FactsBuilder shippedAfter(double hours) {
        Instant at = hour(200);
        shipped.add(new ShippedCommit("c" + shipped.size(), at.minusSeconds(Math.round(hours * 3600)), "d0", at));
        return this;
    }

    FactsBuilder running(String service, String environment, double sinceHour) {
        targets.add(new Target(service, environment, hour(sinceHour)));
        return this;
    }

    /** @param resolvedHour null for an incident that lasts */
    FactsBuilder incident(String service, String environment, double openedHour, Double resolvedHour) {
        incidents.add(new Incident(
                "i" + incidents.size(),
                service,
                Environment.named(environment),
                null,
                null,
                hour(openedHour),
                resolvedHour == null ? null : hour(resolvedHour),
                null,
                null));
        return this;
    }

    FactsBuilder built(BuildResult result, long seconds, TestCounts tests) {
        builds.add(new BuildFact(result, seconds * 1000, tests));
        return this;
    }

    FactsBuilder gates(int passed, int warned, int failed, int inconclusive) {
        gates = new GateCounts(passed, warned, failed, inconclusive);
        return this;
    }

    FactsBuilder delivered(String... keys) {
        tickets = List.of(keys);
        return this;
    }

    FactsBuilder sprint(SprintFacts told) {
        sprint = told;
        return this;
    }

    DeliveryFacts facts() {
        return new DeliveryFacts(
                Scope.production(START, END),
                now,
                deployments,
                shipped,
                incidents,
                targets,
                builds,
                gates,
                tickets,
                sprint);
    }

    Metric metric(String name) {
        return DeliveryMetrics.of(facts()).stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no metric is named " + name));
    }
}
