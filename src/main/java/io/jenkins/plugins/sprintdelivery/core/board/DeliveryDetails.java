package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.export.TicketStanding;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.BuildOutlook;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.SprintPromise;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.TicketBuild;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryMetrics;
import io.jenkins.plugins.sprintdelivery.core.metrics.Derivation;
import io.jenkins.plugins.sprintdelivery.core.metrics.Metric;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The documents that a number or a name on the board opens to. Thread-safe; every call asks the ledger anew. */
final class DeliveryDetails {

    private static final int MAX_DEPLOYMENTS = 500;
    private static final int MAX_BUILDS = 100;
    private static final int MAX_COMMITS = 500;
    private static final int MAX_SEARCHED = 50;
    private static final int MAX_INCIDENTS = 1_000;
    private static final int MAX_OTHERS = 25;
    private static final int MAX_LEFT_OUT = 1_000;

    private final LedgerQueries queries;
    private final AllTiers lists;
    private final Selector selector;
    private final SelectionFacts facts;
    private final SprintTickets sprintTickets;
    private final SprintsBeside beside;

    DeliveryDetails(
            LedgerQueries queries,
            Selector selector,
            SelectionFacts facts,
            SprintTickets sprintTickets,
            SprintsBeside beside) {
        this.queries = queries;
        this.selector = selector;
        this.facts = facts;
        this.sprintTickets = sprintTickets;
        this.beside = beside;
        lists = new AllTiers(queries);
    }

    /** A metric with the facts behind it. */
    MetricDocument metric(ApiRequest request, Wanted wanted, String name, Instant now) {
        Selection selection = selector.select(wanted, now);
        Derivation derivation = DeliveryMetrics.derive(facts.of(selection, now), name);
        return new MetricDocument(
                now,
                view(selection, now),
                selection.scope(),
                derivation.metric(),
                Page.of(request, unused -> derivation.counted()),
                Bounded.of(derivation.leftOut(), MAX_LEFT_OUT),
                derivation.others());
    }

    /** A build, and what it would change where its service runs. */
    BuildDocument build(String job, int number, Instant now) {
        BuildOutlook outlook =
                queries.outlook(job, number).orElseThrow(() -> UnknownChoiceException.of("build", job + "#" + number));
        return new BuildDocument(outlook.build(), standing(outlook.build(), now), outlook.environments());
    }

    private List<TicketStanding> standing(Build build, Instant now) {
        if (build.tickets().isEmpty()) {
            return List.of();
        }
        if (build.sprintId() == null || queries.sprint(build.sprintId()).isEmpty()) {
            return queries
                    .progress(
                            new Scope(Instant.EPOCH, now, build.service(), null, EnvironmentTier.PRODUCTION),
                            build.tickets())
                    .stream()
                    .map(ticket -> TicketStanding.of(ticket, List.of(), List.of()))
                    .toList();
        }
        Selection selection =
                selector.select(new Wanted(build.sprintId(), null, null, build.service(), null, null), now);
        SprintPromise promise = sprintTickets.promise(selection);
        Set<String> others = promise == null ? Set.of() : beside.tickets(selection);
        return sprintTickets.of(selection, promise, others).stream()
                .filter(ticket -> build.tickets().contains(ticket.key()))
                .toList();
    }

    /** Everywhere a ticket has been deployed. */
    TicketDocument ticket(String key) {
        List<Deployment> deployments = queries.deploymentsOf(key, MAX_DEPLOYMENTS + 1);
        List<TicketBuild> builds = queries.buildsOf(key, MAX_BUILDS + 1);
        if (deployments.isEmpty() && builds.isEmpty()) {
            throw UnknownChoiceException.of("build or deployment of the ticket", key);
        }
        Map<String, TicketDocument.Arrival> arrivals = new LinkedHashMap<>();
        deployments.stream()
                .filter(deployment -> deployment.status().hasReached())
                .sorted(Comparator.comparing(Deployment::finished))
                .forEach(deployment -> arrivals.putIfAbsent(
                        deployment.service() + "\n" + deployment.environment().name(), arrival(deployment)));
        Environment furthest = arrivals.values().stream()
                .map(TicketDocument.Arrival::environment)
                .max(Comparator.comparing(Environment::tier))
                .orElse(null);
        return new TicketDocument(
                key,
                furthest,
                List.copyOf(arrivals.values()),
                Bounded.of(deployments, MAX_DEPLOYMENTS),
                Bounded.of(builds, MAX_BUILDS),
                Bounded.of(commitsOf(deployments, key), MAX_COMMITS));
    }

    private static TicketDocument.Arrival arrival(Deployment deployment) {
        return new TicketDocument.Arrival(
                deployment.service(),
                deployment.environment(),
                deployment.version(),
                deployment.finished(),
                deployment.id());
    }

    private List<Commit> commitsOf(List<Deployment> deployments, String ticket) {
        return commits(deployments).stream()
                .filter(commit -> commit.tickets().contains(ticket))
                .toList();
    }

    /** The commits of the first deployments, each once, newest first. */
    private List<Commit> commits(List<Deployment> deployments) {
        Map<String, Commit> commits = new LinkedHashMap<>();
        deployments.stream()
                .limit(MAX_SEARCHED)
                .flatMap(deployment -> queries.commitsOf(deployment.id()).stream())
                .forEach(commit -> commits.putIfAbsent(commit.id(), commit));
        return commits.values().stream()
                .sorted(Comparator.comparing(Commit::authored).reversed().thenComparing(Commit::id))
                .toList();
    }

    /**
     * One deployment.
     *
     * @param with id of a deployment to compare it with, or null
     */
    DeploymentDocument deployment(String id, String with, Instant now) {
        Deployment deployment = find(id);
        Optional<DeliveryFacts.EndedDeployment> outcome = outcome(deployment, now);
        Instant restoredAt =
                outcome.map(DeliveryFacts.EndedDeployment::restoredAt).orElse(null);
        List<Incident> broke = broke(deployment, now);
        boolean failure = deployment.status().isFinished()
                && (deployment.status() != DeploymentStatus.SUCCESSFUL
                        || outcome.map(DeliveryFacts.EndedDeployment::causedIncident)
                                .orElse(false));
        return new DeploymentDocument(
                deployment,
                deployment.finished() == null
                        ? null
                        : Duration.between(deployment.started(), deployment.finished())
                                        .toMillis()
                                / 1000.0,
                lists.running(deployment.service(), deployment.environment().name()).stream()
                        .anyMatch(version -> id.equals(version.deploymentId())),
                Bounded.of(queries.commitsOf(id), MAX_COMMITS),
                broke,
                failure,
                restoredAt,
                restoredAt == null ? null : restorer(deployment, broke, restoredAt),
                others(deployment, now),
                with == null ? null : comparison(deployment, find(with)));
    }

    private Deployment find(String id) {
        return queries.deployment(id).orElseThrow(() -> UnknownChoiceException.of("deployment", id));
    }

    /** What the metrics know of a deployment that ended. */
    private Optional<DeliveryFacts.EndedDeployment> outcome(Deployment deployment, Instant now) {
        if (deployment.finished() == null) {
            return Optional.empty();
        }
        Scope moment =
                place(deployment, deployment.finished(), deployment.finished().plusMillis(1));
        return queries.facts(moment, now).deployments().stream()
                .filter(ended -> ended.deployment().id().equals(deployment.id()))
                .findFirst();
    }

    private List<Incident> broke(Deployment deployment, Instant now) {
        return queries
                .incidents(place(deployment, deployment.started(), latest(deployment, now)), MAX_INCIDENTS)
                .stream()
                .filter(incident -> deployment.id().equals(incident.causedBy()))
                .toList();
    }

    private Deployment restorer(Deployment broken, List<Incident> incidents, Instant restoredAt) {
        for (Incident incident : incidents) {
            if (incident.restoredBy() != null) {
                Optional<Deployment> named = queries.deployment(incident.restoredBy());
                if (named.isPresent()) {
                    return named.get();
                }
            }
        }
        return queries
                .deployments(place(broken, broken.started(), restoredAt.plusMillis(1)), MAX_DEPLOYMENTS, 0)
                .stream()
                .filter(other -> other.status().hasReached() && restoredAt.equals(other.finished()))
                .findFirst()
                .orElse(null);
    }

    /** The ones before it and the newest ones after it in the same place, and the newest ones elsewhere. */
    private List<Deployment> others(Deployment deployment, Instant now) {
        Scope earlier = place(deployment, Instant.EPOCH, deployment.started());
        Scope later = place(deployment, deployment.started(), latest(deployment, now));
        Scope everywhere =
                new Scope(Instant.EPOCH, latest(deployment, now), deployment.service(), null, EnvironmentTier.UNMAPPED);
        Map<String, Deployment> others = new LinkedHashMap<>();
        Stream.of(
                        queries.deployments(later, MAX_OTHERS, 0),
                        queries.deployments(earlier, MAX_OTHERS, 0),
                        lists.deployments(everywhere, MAX_OTHERS))
                .flatMap(List::stream)
                .filter(other -> !other.id().equals(deployment.id()))
                .forEach(other -> others.putIfAbsent(other.id(), other));
        return others.values().stream()
                .sorted(Comparator.comparing(Deployment::started).reversed().thenComparing(Deployment::id))
                .toList();
    }

    private DeploymentDocument.Comparison comparison(Deployment one, Deployment other) {
        boolean ordered = one.started().isBefore(other.started());
        Deployment older = ordered ? one : other;
        Deployment newer = ordered ? other : one;
        boolean samePlace = older.service().equals(newer.service())
                && older.environment().name().equals(newer.environment().name());
        List<Deployment> between = samePlace
                ? queries
                        .deployments(
                                place(older, older.started(), newer.started().plusMillis(1)), MAX_DEPLOYMENTS + 2, 0)
                        .stream()
                        .filter(each -> each.status().hasReached() && !each.id().equals(older.id()))
                        .toList()
                : List.of();
        List<Commit> commits = commits(samePlace ? between : List.of(newer, older));
        Set<String> since = new LinkedHashSet<>();
        (samePlace ? between : List.of(newer)).forEach(each -> since.addAll(each.tickets()));
        List<String> ofOlder =
                older.tickets().stream().filter(key -> !since.contains(key)).toList();
        List<String> ofNewer = since.stream()
                .filter(key -> !older.tickets().contains(key))
                .sorted()
                .toList();
        return new DeploymentDocument.Comparison(
                older,
                newer,
                samePlace,
                Bounded.of(between, MAX_DEPLOYMENTS),
                Bounded.of(commits, MAX_COMMITS),
                ofOlder,
                ofNewer);
    }

    /** One environment. */
    EnvironmentDocument environment(ApiRequest request, Wanted wanted, Instant now) {
        Selection selection = selector.select(wanted, now);
        Scope scope = selection.scope();
        Environment environment = new Environment(scope.environment(), scope.tier());
        Metric availability = DeliveryMetrics.derive(queries.facts(scope, now), "availability")
                .metric();
        Scope always = new Scope(
                Instant.EPOCH, now.plus(Duration.ofDays(1)), scope.service(), scope.environment(), scope.tier());
        return new EnvironmentDocument(
                now,
                environment,
                view(selection, now),
                scope,
                Bounded.of(lists.running(scope.service(), scope.environment()), DeliveryBoard.MAX_RUNNING),
                availability,
                Bounded.of(queries.incidents(scope, DeliveryBoard.MAX_INCIDENTS + 1), DeliveryBoard.MAX_INCIDENTS),
                Page.of(request, limit -> queries.deployments(always, limit, 0)));
    }

    /** Two sprints side by side. */
    ComparisonDocument compare(Wanted wanted, Wanted with, Instant now) {
        Selection selection = selector.select(wanted, now);
        Selection other = selector.select(with, now);
        if (selection.sprint() == null || other.sprint() == null) {
            throw UnknownChoiceException.of("sprint", with.sprint());
        }
        List<Metric> metrics = DeliveryMetrics.of(facts.of(selection, now));
        List<Metric> others = DeliveryMetrics.of(facts.of(other, now));
        List<ComparisonDocument.Row> rows = new ArrayList<>();
        for (int i = 0; i < metrics.size(); i++) {
            rows.add(ComparisonDocument.Row.of(metrics.get(i), others.get(i)));
        }
        return new ComparisonDocument(
                SprintView.at(selection.sprint(), now),
                SprintView.at(other.sprint(), now),
                selection.scope().service(),
                selection.scope().environment(),
                selection.scope().tier(),
                rows);
    }

    private static SprintView view(Selection selection, Instant now) {
        return selection.sprint() == null ? null : SprintView.at(selection.sprint(), now);
    }

    private static Scope place(Deployment deployment, Instant from, Instant to) {
        return new Scope(
                from,
                to,
                deployment.service(),
                deployment.environment().name(),
                deployment.environment().tier());
    }

    private static Instant latest(Deployment deployment, Instant now) {
        Instant after = deployment.started().plusMillis(1);
        return now.isAfter(after) ? now : after;
    }
}
