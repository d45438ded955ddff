package io.jenkins.plugins.sprintdelivery.core.ledger.query;

import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Commitment;
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
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What can be asked of the ledger. Every answer's cost follows what it returns, not the length of the history. Callable
 * from any thread; an answer is a snapshot.
 */
public interface LedgerQueries {

    /**
     * The same questions about some services: where a scope, a place, a ticket's deployments or a trend name no service,
     * these are meant, and where they name another one nothing is. What is asked for by its own id is answered as before.
     */
    LedgerQueries of(Collection<String> services);

    /** The newest sprints by start, newest first. */
    List<Sprint> sprints(int limit);

    /** The sprint with this id. */
    Optional<Sprint> sprint(String id);

    /** The sprint that contains the moment, the one that began last where several do. */
    Optional<Sprint> sprintAt(Instant moment);

    /** The names of all services, in alphabetical order. */
    List<String> services();

    /** All environments, production first, then by name. */
    List<Environment> environments();

    /** Everything the metrics of a scope are made from. */
    DeliveryFacts facts(Scope scope, Instant now);

    /** Deployments that began in the scope, newest first. */
    List<Deployment> deployments(Scope scope, int limit, int offset);

    /** One deployment, with kind, previous version and commits filled in by the ledger. */
    Optional<Deployment> deployment(String id);

    /** The commits new in a deployment, newest first. */
    List<Commit> commitsOf(String deploymentId);

    /** Which version of which service runs where, by service and environment; of several controllers the newest last. */
    List<RunningVersion> running();

    /**
     * A build, and what it would change where its service runs; empty where the ledger does not know it.
     *
     * @param job full name of the job, as it is called now
     */
    Optional<BuildOutlook> outlook(String job, int number);

    /**
     * Services in the environments that something came to or that a gate was asked about, ordered by both names.
     *
     * @param service only this service, or null for all
     * @param environment only the environment of this name, or null for all
     */
    List<Place> places(String service, String environment);

    /** The tickets worked on or deployed in the scope's time, whatever its environment; furthest first, then by key. */
    List<TicketProgress> tickets(Scope scope);

    /**
     * How far these tickets have come by the scope's services, whenever that was; furthest first, then by key. Builds are
     * not counted.
     */
    List<TicketProgress> progress(Scope scope, Collection<String> ticketKeys);

    /** How far the changes of some tickets came in the scope's services and environments, whenever that was. */
    TicketReach reachOf(Scope scope, Collection<String> tickets);

    /** Every deployment that carries the ticket, newest first. */
    List<Deployment> deploymentsOf(String ticketKey, int limit);

    /** Every build that carries the ticket, newest first, deployed or not. */
    List<TicketBuild> buildsOf(String ticketKey, int limit);

    /** Gate evaluations in the scope, newest first. */
    List<GateEvaluation> gates(Scope scope, int limit);

    /** Approvals of one gate before one release, in the order they were given, also those that no longer count. */
    List<GateApproval> approvals(GateTarget target);

    /** Overrides of one gate before one release, in the order they were given, also those that no longer count. */
    List<GateOverride> overrides(GateTarget target);

    /** Approvals in the scope's time, of its service and environment where it names them, newest first. */
    List<GateApproval> approvals(Scope scope, int limit);

    /** Overrides in the scope's time, of its service and environment where it names them, newest first. */
    List<GateOverride> overrides(Scope scope, int limit);

    /** The incident with this id, whenever and wherever it was opened; of several controllers' the one opened last. */
    Optional<Incident> incident(String id);

    /**
     * What was promised in sprints of this id, and what became of it: one for each tracker that said anything, by the
     * trackers' names. An id is unique within its tracker only.
     */
    List<SprintPromise> promises(String sprintId);

    /**
     * What the team of a sprint promised, by the sprint's own tracker. Where nothing is seen of that one, as where a
     * calendar gave the dates, what the only tracker says that knows a sprint of this id; otherwise nothing.
     */
    default Optional<SprintPromise> promise(Sprint sprint) {
        List<SprintPromise> all = promises(sprint.id());
        return all.stream()
                .filter(promise -> promise.tracker().equals(sprint.source()))
                .findFirst()
                .or(() -> all.size() == 1 && !isOfAnotherTracker(sprint) ? Optional.of(all.get(0)) : Optional.empty());
    }

    private boolean isOfAnotherTracker(Sprint sprint) {
        return sprint.source() != null && !sprint.source().equals(Sprint.CALENDAR) && shows(sprint.source());
    }

    /** Whether what the tracker of this name says of its sprints is answered here. */
    default boolean shows(String tracker) {
        return true;
    }

    /** What is told to trackers, and where each stands, the newest first. */
    List<OutboxEntry> outbox(int limit);

    /** Incidents that overlap the scope's time, newest first. */
    List<Incident> incidents(Scope scope, int limit);

    /**
     * One line a sprint over the newest {@code limit} sprints, oldest first, from summaries kept as facts arrive.
     *
     * @param service only this service, or null for all
     * @param environment only this environment, or null for all of the tier
     * @param tier only environments of this tier
     */
    List<SprintSummary> trend(String service, String environment, EnvironmentTier tier, int limit);

    /** Which version of a service runs in an environment, since when, and by which deployment. */
    record RunningVersion(
            String service,
            Environment environment,
            String version,
            Instant since,
            String deploymentId,
            String sprintId) {}

    /**
     * A sprint's promise.
     *
     * @param commitment what was promised, or null where it is not known
     * @param contents what is in the sprint, or null where it was not looked at yet
     */
    record SprintPromise(Commitment commitment, SprintContents contents) {
        public SprintPromise {
            if (commitment == null && contents == null) {
                throw new IllegalArgumentException("a promise without commitment and contents says nothing");
            }
        }

        /** The name of the tracker that says so. */
        public String tracker() {
            return commitment == null ? contents.tracker() : commitment.tracker();
        }
    }

    /**
     * A service in an environment.
     *
     * @param running what runs there, or null where nothing does
     * @param build the build that deployed it, or null
     * @param tickets how many tickets that deployment carries
     * @param gate what the gate said that was asked last, or null where none was
     */
    record Place(
            String service,
            Environment environment,
            RunningVersion running,
            BuildReference build,
            int tickets,
            GateEvaluation gate) {}

    /**
     * How far a ticket has come.
     *
     * @param key the ticket
     * @param furthest the highest environment a successful deployment brought it to, or null where none did
     * @param since when it got there, or null
     * @param builds how many builds in the scope's time carry it
     * @param commits how many commits refer to it
     */
    record TicketProgress(String key, Environment furthest, Instant since, int builds, int commits) {

        /** Those that came furthest first, then by key. */
        public static final Comparator<TicketProgress> FURTHEST_FIRST =
                Comparator.comparingInt(TicketProgress::reach).reversed().thenComparing(TicketProgress::key);

        private int reach() {
            return furthest == null ? -1 : furthest.tier().ordinal();
        }

        /** Whether the ledger knows nothing of it but its key. */
        public boolean isUntouched() {
            return furthest == null && builds == 0 && commits == 0;
        }
    }

    /**
     * A build that carries a ticket.
     *
     * @param build which one
     * @param service what it built
     * @param durationMillis how long it took, 0 where that is not known
     * @param version what it built, or null
     * @param sprintId the sprint stamped on it, or null
     * @param deployed the environments that it reached: a deployment that it made, or one of the version that it built; in
     *     the order of their tiers, production first
     */
    record TicketBuild(
            BuildReference build,
            String service,
            BuildResult result,
            Instant started,
            long durationMillis,
            String version,
            String sprintId,
            List<Environment> deployed) {
        public TicketBuild {
            deployed = List.copyOf(deployed);
        }
    }

    /**
     * How far the changes of some tickets came.
     *
     * @param built keys of those that a build, a commit or a deployment of the services refers to; builds count that began
     *     in the scope's time, and for one service no commits
     * @param reached when each first came to one of the environments, by key
     */
    record TicketReach(Set<String> built, Map<String, Instant> reached) {}

    /** A sprint in a few numbers; a median is null where nothing was measured. */
    record SprintSummary(
            Sprint sprint,
            int builds,
            int successfulBuilds,
            int finishedDeployments,
            int successfulDeployments,
            int failedDeployments,
            int hotfixes,
            int commitsShipped,
            Long leadTimeMedianMillis,
            int ticketsDelivered) {}
}
