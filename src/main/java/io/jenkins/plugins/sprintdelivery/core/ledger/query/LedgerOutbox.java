package io.jenkins.plugins.sprintdelivery.core.ledger.query;

import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What this controller has to tell trackers and event sinks, and what it has told them. Answers hold what the projection
 * has applied; who decides by them waits for it first, see {@code Ledger.catchUp}. Thread-safe. Every question throws
 * {@link LedgerUnavailableException} where the database cannot be read.
 */
public interface LedgerOutbox {

    /**
     * Which facts come into question.
     *
     * @param from those that ended, or for builds began, at this moment or later
     * @param toldFrom those that the site was told of before: at this moment or later
     * @param to those before this moment
     * @param limit at most so many
     */
    record Window(Instant from, Instant toldFrom, Instant to, int limit) {}

    /**
     * A deployment that a site was not told of as it is now.
     *
     * @param id its id
     * @param status its state as a label
     * @param tier of its environment
     * @param job the job that made it, or null
     * @param tickets keys of its tickets
     */
    record Untold(String id, String status, EnvironmentTier tier, String job, List<String> tickets) {
        public Untold {
            tickets = List.copyOf(tickets);
        }
    }

    /**
     * A fact that an event sink was not told of as it is now.
     *
     * @param id its id
     * @param said what there is to tell: of a deployment {@code successful} or {@code failed}, of an incident
     *     {@code detected} or {@code resolved}, of a gate its verdict, of an override to which the second person agreed
     *     {@code agreed}, otherwise what it is
     * @param before what was told of it last, or empty
     */
    record UntoldFact(String id, String said, String before) {}

    /** What trackers are to be told by now, entries with the lowest sequence number first. */
    List<OutboxEntry> due(Instant now, int limit);

    /** The highest sequence number that anything was told of the subject with, or 0. */
    long lastSequence(String subject);

    /** What the site was told, or is to be told, of the subject first; nothing where it was not told of it yet. */
    Optional<OutboxEntry> first(String site, OutboxEntry.Kind kind, String subject);

    /** What still waits to be told of the subject. */
    List<OutboxEntry> queued(String subject);

    /** Deployments that carry tickets, and whose state is not the one the site was told last; the oldest first. */
    List<Untold> untoldDeployments(String site, OutboxEntry.Kind kind, Window window);

    /** Builds that carry tickets, and whose state is not the one the site was told last; the oldest first. */
    List<Build> untoldBuilds(String site, OutboxEntry.Kind kind, Window window);

    /** Facts of a kind of event that the sink was not told of as they are now, the oldest first. */
    List<UntoldFact> untoldFacts(String sink, OutboxEntry.Kind kind, Window window);

    /** Events that the sink did not get yet, whether they are due or not, in the order in which it is to get them. */
    List<OutboxEntry> queuedEvents(String sink, int limit);

    /** Names of the sinks that did not get all of their events yet. */
    List<String> sinksThatWait();

    /** The highest sequence number that the site was told anything with, or 0. */
    long lastSequenceOfSite(String site);

    /** An incident as it is now. */
    Optional<Incident> incident(String id);

    /** A gate's evaluation. */
    Optional<GateEvaluation> gate(String id);

    /** Somebody's approval. */
    Optional<GateApproval> approval(String id);

    /** Somebody's override. */
    Optional<GateOverride> override(String id);

    /** A deployment as it is now. */
    Optional<Deployment> deployment(String id);
}
