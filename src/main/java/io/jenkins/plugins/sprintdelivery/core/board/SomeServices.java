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
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A ledger of which only some services are seen, such as those of a job or of a folder's readable jobs. Nothing of
 * another service is answered, whatever is asked for, except the sprints, which are everybody's. Thread-safe where the
 * ledger is.
 *
 * <p>The ledger is asked about all of the services at once, so that their number costs little; it is bounded all the same.
 */
public final class SomeServices implements LedgerQueries {

    /** How many services are seen at most; others are left out, in alphabetical order. */
    public static final int MAX_SERVICES = 2_000;

    private final LedgerQueries ledger;
    /** The ledger, asked about the services. */
    private final LedgerQueries seen;

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
        this.seen = ledger.of(this.services);
    }

    @Override
    public LedgerQueries of(Collection<String> some) {
        return new SomeServices(ledger, services.stream().filter(some::contains).toList(), trackers);
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
        return seen.facts(scope, now);
    }

    @Override
    public List<Deployment> deployments(Scope scope, int limit, int offset) {
        return seen.deployments(scope, limit, offset);
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
        return seen.places(service, environment);
    }

    @Override
    public List<TicketProgress> tickets(Scope scope) {
        return seen.tickets(scope);
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
        return seen.reachOf(scope, tickets);
    }

    @Override
    public List<Deployment> deploymentsOf(String ticketKey, int limit) {
        return seen.deploymentsOf(ticketKey, limit);
    }

    @Override
    public List<TicketBuild> buildsOf(String ticketKey, int limit) {
        return seen.buildsOf(ticketKey, limit);
    }

    @Override
    public List<GateEvaluation> gates(Scope scope, int limit) {
        return seen.gates(scope, limit);
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
        return seen.approvals(scope, limit);
    }

    @Override
    public List<GateOverride> overrides(Scope scope, int limit) {
        return seen.overrides(scope, limit);
    }

    @Override
    public Optional<Incident> incident(String id) {
        return ledger.incident(id).filter(incident -> services.contains(incident.service()));
    }

    @Override
    public List<Incident> incidents(Scope scope, int limit) {
        return seen.incidents(scope, limit);
    }

    @Override
    public List<SprintSummary> trend(String service, String environment, EnvironmentTier tier, int limit) {
        return seen.trend(service, environment, tier, limit);
    }
}
