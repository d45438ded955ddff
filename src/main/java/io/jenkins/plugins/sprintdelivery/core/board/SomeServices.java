package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.ledger.query.BuildOutlook;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.GateTarget;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A ledger of which only some services are seen, such as those of a job or of a folder's readable jobs. Nothing of
 * another service is answered, whatever is asked for, except the sprints, which are everybody's. Thread-safe where the
 * ledger is.
 *
 * <p>Every service is asked for by itself, so that a few services cost little and the number is bounded.
 */
public final class SomeServices implements LedgerQueries {

    /** How many services are seen at most; others are left out, in alphabetical order. */
    public static final int MAX_SERVICES = 50;

    private final LedgerQueries ledger;
    private final Set<String> services;
    private final Predicate<String> trackers;

    /** Without what trackers say. */
    public SomeServices(LedgerQueries ledger, Collection<String> services) {
        this(ledger, services, tracker -> false);
    }

    /**
     * @param trackers whether what the tracker of this name says of its sprints may be seen
     */
    public SomeServices(LedgerQueries ledger, Collection<String> services, Predicate<String> trackers) {
        this.trackers = Objects.requireNonNull(trackers, "trackers");
        this.ledger = Objects.requireNonNull(ledger, "ledger");
        this.services = new TreeSet<>(
                new TreeSet<>(services).stream().limit(MAX_SERVICES).toList());
    }

    @Override
    public List<Sprint> sprints(int limit) {
        return ledger.sprints(limit);
    }

    @Override
    public Optional<Sprint> sprint(String id) {
        return ledger.sprint(id);
    }

    @Override
    public Optional<Sprint> sprintAt(Instant moment) {
        return ledger.sprintAt(moment);
    }

    @Override
    public List<SprintPromise> promises(String sprintId) {
        return ledger.promises(sprintId).stream()
                .filter(promise -> trackers.test(promise.tracker()))
                .toList();
    }

    @Override
    public boolean shows(String tracker) {
        return trackers.test(tracker) && ledger.shows(tracker);
    }

    /** None: what is told to trackers is for those who configure them. */
    @Override
    public List<OutboxEntry> outbox(int limit) {
        return List.of();
    }

    @Override
    public List<String> services() {
        return ledger.services().stream().filter(services::contains).toList();
    }

    /** The environments in which one of the services runs. */
    @Override
    public List<Environment> environments() {
        Set<Environment> found =
                new TreeSet<>(Comparator.comparing(Environment::tier).reversed().thenComparing(Environment::name));
        running().forEach(running -> found.add(running.environment()));
        return List.copyOf(found);
    }

    @Override
    public DeliveryFacts facts(Scope scope, Instant now) {
        List<DeliveryFacts> parts =
                of(scope).stream().map(part -> ledger.facts(part, now)).toList();
        DeliveryFacts.GateCounts gates = new DeliveryFacts.GateCounts(
                parts.stream().mapToInt(part -> part.gates().passed()).sum(),
                parts.stream().mapToInt(part -> part.gates().warned()).sum(),
                parts.stream().mapToInt(part -> part.gates().failed()).sum(),
                parts.stream().mapToInt(part -> part.gates().inconclusive()).sum());
        return new DeliveryFacts(
                scope,
                now,
                all(parts, DeliveryFacts::deployments),
                all(parts, DeliveryFacts::shipped),
                all(parts, DeliveryFacts::incidents),
                all(parts, DeliveryFacts::targets),
                all(parts, DeliveryFacts::builds),
                gates,
                all(parts, DeliveryFacts::deliveredTickets).stream()
                        .distinct()
                        .sorted()
                        .toList());
    }

    private static <P, T> List<T> all(List<P> parts, Function<P, List<T>> list) {
        return parts.stream().flatMap(part -> list.apply(part).stream()).toList();
    }

    @Override
    public List<Deployment> deployments(Scope scope, int limit, int offset) {
        return merged(
                        scope,
                        limit + offset,
                        (part, most) -> ledger.deployments(part, most, 0),
                        Comparator.comparing(Deployment::started)
                                .thenComparing(Deployment::id)
                                .reversed())
                .stream()
                .skip(offset)
                .toList();
    }

    @Override
    public Optional<Deployment> deployment(String id) {
        return ledger.deployment(id).filter(deployment -> services.contains(deployment.service()));
    }

    @Override
    public List<Commit> commitsOf(String deploymentId) {
        return deployment(deploymentId).isPresent() ? ledger.commitsOf(deploymentId) : List.of();
    }

    @Override
    public List<RunningVersion> running() {
        return ledger.running().stream()
                .filter(running -> services.contains(running.service()))
                .toList();
    }

    @Override
    public Optional<BuildOutlook> outlook(String job, int number) {
        return ledger.outlook(job, number)
                .filter(outlook -> services.contains(outlook.build().service()));
    }

    @Override
    public List<Place> places(String service, String environment) {
        return ledger.places(service, environment).stream()
                .filter(place -> services.contains(place.service()))
                .toList();
    }

    @Override
    public List<TicketProgress> tickets(Scope scope) {
        Map<String, TicketProgress> tickets = new LinkedHashMap<>();
        for (Scope part : of(scope)) {
            ledger.tickets(part).forEach(ticket -> tickets.merge(ticket.key(), ticket, SomeServices::further));
        }
        return tickets.values().stream().sorted(TicketProgress.FURTHEST_FIRST).toList();
    }

    /** Where no service is named, only of tickets that no service has worked on: others belong to those that did. */
    @Override
    public List<TicketProgress> progress(Scope scope, Collection<String> ticketKeys) {
        if (scope.service() != null) {
            return services.contains(scope.service()) ? ledger.progress(scope, ticketKeys) : List.of();
        }
        Scope everything = new Scope(scope.from(), scope.to(), null, null, scope.tier());
        return ledger.progress(everything, ticketKeys).stream()
                .filter(TicketProgress::isUntouched)
                .toList();
    }

    @Override
    public TicketReach reachOf(Scope scope, Collection<String> tickets) {
        Set<String> built = new TreeSet<>();
        Map<String, Instant> reached = new TreeMap<>();
        for (Scope part : of(scope)) {
            TicketReach reach = ledger.reachOf(part, tickets);
            built.addAll(reach.built());
            reach.reached()
                    .forEach((key, moment) ->
                            reached.merge(key, moment, (one, other) -> one.isBefore(other) ? one : other));
        }
        return new TicketReach(built, reached);
    }

    private static TicketProgress further(TicketProgress one, TicketProgress other) {
        TicketProgress furthest = TicketProgress.FURTHEST_FIRST.compare(one, other) <= 0 ? one : other;
        return new TicketProgress(
                one.key(), furthest.furthest(), furthest.since(), one.builds() + other.builds(), one.commits());
    }

    @Override
    public List<Deployment> deploymentsOf(String ticketKey, int limit) {
        return ledger.deploymentsOf(ticketKey, limit).stream()
                .filter(deployment -> services.contains(deployment.service()))
                .toList();
    }

    @Override
    public List<GateEvaluation> gates(Scope scope, int limit) {
        return merged(
                scope,
                limit,
                ledger::gates,
                Comparator.comparing(GateEvaluation::at)
                        .thenComparing(GateEvaluation::id)
                        .reversed());
    }

    @Override
    public List<GateApproval> approvals(GateTarget target) {
        return isSeen(target) ? ledger.approvals(target) : List.of();
    }

    @Override
    public List<GateOverride> overrides(GateTarget target) {
        return isSeen(target) ? ledger.overrides(target) : List.of();
    }

    private boolean isSeen(GateTarget target) {
        return target.service() != null && services.contains(target.service());
    }

    @Override
    public List<GateApproval> approvals(Scope scope, int limit) {
        return merged(
                scope,
                limit,
                ledger::approvals,
                Comparator.comparing(GateApproval::at)
                        .thenComparing(GateApproval::id)
                        .reversed());
    }

    @Override
    public List<GateOverride> overrides(Scope scope, int limit) {
        return merged(
                scope,
                limit,
                ledger::overrides,
                Comparator.comparing(GateOverride::at)
                        .thenComparing(GateOverride::id)
                        .reversed());
    }

    @Override
    public Optional<Incident> incident(String id) {
        return ledger.incident(id).filter(incident -> services.contains(incident.service()));
    }

    @Override
    public List<Incident> incidents(Scope scope, int limit) {
        return merged(
                scope,
                limit,
                ledger::incidents,
                Comparator.comparing(Incident::opened)
                        .thenComparing(Incident::id)
                        .reversed());
    }

    /** Sums over the services; a median over several of them is not kept, so that there is none. */
    @Override
    public List<SprintSummary> trend(String service, String environment, EnvironmentTier tier, int limit) {
        List<String> asked = service == null ? List.copyOf(services) : List.of(service);
        Map<String, SprintSummary> summaries = new LinkedHashMap<>();
        for (String each : asked) {
            if (services.contains(each)) {
                ledger.trend(each, environment, tier, limit)
                        .forEach(summary -> summaries.merge(summary.sprint().id(), summary, SomeServices::sum));
            }
        }
        return List.copyOf(summaries.values());
    }

    private static SprintSummary sum(SprintSummary one, SprintSummary other) {
        Long median = one.commitsShipped() == 0
                ? other.leadTimeMedianMillis()
                : other.commitsShipped() == 0 ? one.leadTimeMedianMillis() : null;
        return new SprintSummary(
                one.sprint(),
                one.builds() + other.builds(),
                one.successfulBuilds() + other.successfulBuilds(),
                one.finishedDeployments() + other.finishedDeployments(),
                one.successfulDeployments() + other.successfulDeployments(),
                one.failedDeployments() + other.failedDeployments(),
                one.hotfixes() + other.hotfixes(),
                one.commitsShipped() + other.commitsShipped(),
                median,
                one.ticketsDelivered() + other.ticketsDelivered());
    }

    /** The scope of each service that is asked for and may be seen. */
    private List<Scope> of(Scope scope) {
        List<Scope> parts = new ArrayList<>();
        for (String service : services) {
            if (scope.service() == null || scope.service().equals(service)) {
                parts.add(new Scope(scope.from(), scope.to(), service, scope.environment(), scope.tier()));
            }
        }
        return parts;
    }

    private <T> List<T> merged(
            Scope scope, int limit, BiFunction<Scope, Integer, List<T>> query, Comparator<T> newestFirst) {
        return of(scope).stream()
                .flatMap(part -> query.apply(part, limit).stream())
                .sorted(newestFirst)
                .limit(limit)
                .toList();
    }
}
