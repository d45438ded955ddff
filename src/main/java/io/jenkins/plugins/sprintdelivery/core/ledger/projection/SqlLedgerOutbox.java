package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerOutbox;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerUnavailableException;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
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

/** What the outbox asks of the database, in SQL. */
final class SqlLedgerOutbox implements LedgerOutbox {

    private final SqlLedgerQueries.Source source;
    private final UUID identity;
    private final LedgerQueries queries;

    SqlLedgerOutbox(SqlLedgerQueries.Source source, LedgerQueries queries, UUID identity) {
        this.source = source;
        this.queries = queries;
        this.identity = identity;
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

    @Override
    public List<OutboxEntry> due(Instant now, int limit) {
        return answer((sql, controller) -> OutboxRows.due(sql, controller, now, limit));
    }

    @Override
    public long lastSequence(String subject) {
        return answer((sql, controller) -> OutboxRows.lastSequence(sql, controller, subject));
    }

    @Override
    public Optional<OutboxEntry> first(String site, OutboxEntry.Kind kind, String subject) {
        return answer((sql, controller) -> OutboxRows.first(sql, controller, site, kind, subject));
    }

    @Override
    public List<OutboxEntry> queued(String subject) {
        return answer((sql, controller) -> OutboxRows.queued(sql, controller, subject));
    }

    @Override
    public List<Untold> untoldDeployments(String site, OutboxEntry.Kind kind, Window window) {
        return answer((sql, controller) -> OutboxRows.untoldDeployments(sql, controller, site, kind, window));
    }

    @Override
    public List<Build> untoldBuilds(String site, OutboxEntry.Kind kind, Window window) {
        return answer((sql, controller) -> OutboxRows.untoldBuilds(sql, controller, site, kind, window));
    }

    @Override
    public List<UntoldFact> untoldFacts(String sink, OutboxEntry.Kind kind, Window window) {
        return answer((sql, controller) -> OutboxRows.untoldFacts(sql, controller, sink, kind, window));
    }

    @Override
    public List<OutboxEntry> queuedEvents(String sink, int limit) {
        return answer((sql, controller) -> OutboxRows.queuedEvents(sql, controller, sink, limit));
    }

    @Override
    public List<String> sinksThatWait() {
        return answer(OutboxRows::sinksThatWait);
    }

    @Override
    public long lastSequenceOfSite(String site) {
        return answer((sql, controller) -> OutboxRows.lastSequenceOfSite(sql, controller, site));
    }

    @Override
    public Optional<Incident> incident(String id) {
        return queries.incident(id);
    }

    @Override
    public Optional<GateEvaluation> gate(String id) {
        return answer((sql, controller) -> SqlLedgerQueries.gate(sql, controller, id));
    }

    @Override
    public Optional<GateApproval> approval(String id) {
        return answer((sql, controller) -> GateDecisionRows.approval(sql, controller, id));
    }

    @Override
    public Optional<GateOverride> override(String id) {
        return answer((sql, controller) -> GateDecisionRows.override(sql, controller, id));
    }

    @Override
    public Optional<Deployment> deployment(String id) {
        return queries.deployment(id);
    }
}
