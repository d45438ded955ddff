package io.jenkins.plugins.sprintdelivery.core.ledger;

import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What this controller has to tell trackers and event sinks, and what it has told them. Answers hold what the projection has applied; who
 * decides by them waits for it first, see {@link Ledger#catchUp}. Thread-safe.
 */
public final class LedgerOutbox {

    private final SqlLedgerQueries.Source source;
    private final UUID identity;
    private final LedgerQueries queries;

    LedgerOutbox(SqlLedgerQueries.Source source, LedgerQueries queries, UUID identity) {
        this.source = source;
        this.queries = queries;
        this.identity = identity;
    }

    /**
     * Which facts come into question.
     *
     * @param from those that ended, or for builds began, at this moment or later
     * @param toldFrom those that the site was told of before: at this moment or later
     * @param to those before this moment
     * @param limit at most so many
     */
    public record Window(Instant from, Instant toldFrom, Instant to, int limit) {}

    /**
     * A deployment that a site was not told of as it is now.
     *
     * @param id its id
     * @param status its state as a label
     * @param tier of its environment
     * @param job the job that made it, or null
     * @param tickets keys of its tickets
     */
    public record Untold(String id, String status, EnvironmentTier tier, String job, List<String> tickets) {
        public Untold {
            tickets = List.copyOf(tickets);
        }
    }

    /**
     * A fact that an event sink was not told of as it is now.
     *
     * @param id its id
     * @param said what there is to tell: of a deployment {@code successful} or {@code failed}, of an incident
     *     {@code detected} or {@code resolved}, of a gate its verdict, otherwise what it is
     * @param before what was told of it last, or empty
     */
    public record UntoldFact(String id, String said, String before) {}

    private interface Question<T> {
        T ask(SqlSession sql, int controller) throws SQLException;
    }

    private <T> T answer(Question<T> question) {
        try (SqlSession sql = source.snapshot()) {
            T answer = question.ask(sql, ControllerRow.number(sql, identity));
            sql.commit();
            return answer;
        } catch (SQLException e) {
            throw new LedgerUnavailableException("the ledger's database cannot be read: " + e.getMessage(), e);
        }
    }

    /** What trackers are to be told by now, entries with the lowest sequence number first. */
    public List<OutboxEntry> due(Instant now, int limit) {
        return answer((sql, controller) -> OutboxRows.due(sql, controller, now, limit));
    }

    /** The highest sequence number that anything was told of the subject with, or 0. */
    public long lastSequence(String subject) {
        return answer((sql, controller) -> OutboxRows.lastSequence(sql, controller, subject));
    }

    /** What still waits to be told of the subject. */
    public List<OutboxEntry> queued(String subject) {
        return answer((sql, controller) -> OutboxRows.queued(sql, controller, subject));
    }

    /** Deployments that carry tickets, and whose state is not the one the site was told last; the oldest first. */
    public List<Untold> untoldDeployments(String site, OutboxEntry.Kind kind, Window window) {
        return answer((sql, controller) -> OutboxRows.untoldDeployments(sql, controller, site, kind, window));
    }

    /** Builds that carry tickets, and whose state is not the one the site was told last; the oldest first. */
    public List<Build> untoldBuilds(String site, OutboxEntry.Kind kind, Window window) {
        return answer((sql, controller) -> OutboxRows.untoldBuilds(sql, controller, site, kind, window));
    }

    /** Facts of a kind of event that the sink was not told of as they are now, the oldest first. */
    public List<UntoldFact> untoldFacts(String sink, OutboxEntry.Kind kind, Window window) {
        return answer((sql, controller) -> OutboxRows.untoldFacts(sql, controller, sink, kind, window));
    }

    /** Events that the sink did not get yet, whether they are due or not, in the order in which it is to get them. */
    public List<OutboxEntry> queuedEvents(String sink, int limit) {
        return answer((sql, controller) -> OutboxRows.queuedEvents(sql, controller, sink, limit));
    }

    /** Names of the sinks that did not get all of their events yet. */
    public List<String> sinksThatWait() {
        return answer(OutboxRows::sinksThatWait);
    }

    /** The highest sequence number that the site was told anything with, or 0. */
    public long lastSequenceOfSite(String site) {
        return answer((sql, controller) -> OutboxRows.lastSequenceOfSite(sql, controller, site));
    }

    /** An incident as it is now. */
    public Optional<Incident> incident(String id) {
        return queries.incident(id);
    }

    /** A gate's evaluation. */
    public Optional<GateEvaluation> gate(String id) {
        return answer((sql, controller) -> SqlLedgerQueries.gate(sql, controller, id));
    }

    /** Somebody's approval. */
    public Optional<GateApproval> approval(String id) {
        return answer((sql, controller) -> GateDecisionRows.approval(sql, controller, id));
    }

    /** Somebody's override. */
    public Optional<GateOverride> override(String id) {
        return answer((sql, controller) -> GateDecisionRows.override(sql, controller, id));
    }

    /** A deployment as it is now. */
    public Optional<Deployment> deployment(String id) {
        return queries.deployment(id);
    }
}
