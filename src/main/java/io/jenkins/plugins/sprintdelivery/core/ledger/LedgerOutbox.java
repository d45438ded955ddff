package io.jenkins.plugins.sprintdelivery.core.ledger;

import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What this controller has to tell trackers, and what it has told them. Answers hold what the projection has applied; who
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

    /** Entries that are due by now, those with the lowest sequence number first. */
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

    /** A deployment as it is now. */
    public Optional<Deployment> deployment(String id) {
        return queries.deployment(id);
    }
}
