package io.jenkins.plugins.sprintdelivery.core.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Applies batches of the journal to the database, rows and position in one transaction. Of one thread. */
final class ProjectionWriter implements AutoCloseable {

    private static final int REFRESHES = 20;

    private final SqlSession sql;
    private final int controller;
    private FactWriter facts;

    ProjectionWriter(ProjectionDatabase database, UUID identity) throws SQLException {
        sql = database.session();
        try {
            controller = controllerNo(sql, identity);
            facts = new FactWriter(sql, controller);
        } catch (SQLException | RuntimeException e) {
            sql.close();
            throw e;
        }
    }

    /** Which of the facts say something new. Leaves changes in the session's transaction, to be rolled back. */
    static Set<Object> news(SqlSession sql, UUID identity, FactBatch facts) throws SQLException {
        return new FactWriter(sql, controllerNo(sql, identity)).write(facts).news;
    }

    private static int controllerNo(SqlSession sql, UUID identity) throws SQLException {
        List<Integer> known =
                sql.list("SELECT no FROM controllers WHERE id = ?", SqlSession.Row::integer, identity.toString());
        if (!known.isEmpty()) {
            return known.get(0);
        }
        int fresh = sql.list("SELECT COALESCE(MAX(no), 0) + 1 FROM controllers", SqlSession.Row::integer)
                .get(0);
        sql.update(
                "INSERT INTO controllers (no, id, journal_file, journal_offset, journal_line) VALUES (?, ?, '', 0, 0)",
                fresh,
                identity.toString());
        sql.commit();
        return fresh;
    }

    /** Up to where the journal is applied. */
    JournalPosition applied() throws SQLException {
        return sql.list(
                        "SELECT journal_file, journal_offset, journal_line FROM controllers WHERE no = ?",
                        row -> new JournalPosition(row.text(), row.number(), row.number()),
                        controller)
                .get(0);
    }

    /**
     * Applies the batch. An event that the database cannot hold is skipped and becomes a problem; every other failure
     * leaves everything as it was before the batch.
     *
     * @return the events that were skipped
     */
    List<LedgerProblem> apply(JournalReader.Batch batch) throws SQLException {
        try {
            write(batch.entries());
            finish(batch, List.of());
            return List.of();
        } catch (SQLException | ArithmeticException e) {
            rollback();
            if (!ProjectionDatabase.isAboutData(e)) {
                throw e;
            }
        }
        return applyOneByOne(batch);
    }

    private List<LedgerProblem> applyOneByOne(JournalReader.Batch batch) throws SQLException {
        List<LedgerProblem> skipped = new ArrayList<>();
        for (JournalEntry entry : batch.entries()) {
            try {
                write(List.of(entry));
                sql.commit();
            } catch (SQLException | ArithmeticException e) {
                rollback();
                if (!ProjectionDatabase.isAboutData(e)) {
                    throw e;
                }
                skipped.add(new LedgerProblem(
                        LedgerProblem.Kind.UNREADABLE,
                        "journal/" + batch.end().file() + " event " + entry.id(),
                        0,
                        "the event holds a value that cannot be recorded and was skipped: " + e.getMessage()));
            }
        }
        finish(batch, skipped);
        return skipped;
    }

    private void write(List<JournalEntry> entries) throws SQLException {
        FactBatch latest = new FactBatch();
        for (JournalEntry entry : entries) {
            latest.add(entry.event());
        }
        Touched touched = facts.write(latest);
        long from = touched.ticketsFrom;
        for (Map.Entry<Long, Long> target : touched.targets.entrySet()) {
            TargetDerivation.derive(sql, touched, target.getKey(), target.getValue());
            from = Math.min(from, target.getValue());
        }
        if (!touched.tickets.isEmpty()) {
            // who came second may be first now, and the other way round
            sql.each(
                    "SELECT DISTINCT d.sprint_id FROM UNNEST(?) AS k(ticket)"
                            + " JOIN deployment_tickets t ON t.ticket = k.ticket AND t.shipped"
                            + " JOIN deployments d ON d.no = t.deployment_no AND d.ended >= ? AND d.controller_no = ?",
                    row -> touched.sprint(row.text()),
                    touched.tickets,
                    from,
                    controller);
        }
        new SprintSummaries(sql, controller).markStale(touched.sprints);
    }

    private void finish(JournalReader.Batch batch, List<LedgerProblem> skipped) throws SQLException {
        List<LedgerProblem> problems = new ArrayList<>(batch.problems());
        problems.addAll(skipped);
        for (LedgerProblem problem : problems) {
            sql.update(
                    "DELETE FROM journal_problems WHERE controller_no = ? AND file = ? AND line = ?",
                    controller,
                    problem.file(),
                    problem.line());
            sql.update(
                    "INSERT INTO journal_problems (controller_no, file, line, kind, message) VALUES (?, ?, ?, ?, ?)",
                    controller,
                    problem.file(),
                    problem.line(),
                    problem.kind().name(),
                    problem.message());
        }
        sql.update(
                "UPDATE controllers SET journal_file = ?, journal_offset = ?, journal_line = ? WHERE no = ?",
                batch.end().file(),
                batch.end().offset(),
                batch.end().line(),
                controller);
        sql.commit();
    }

    /** Sums up some of the sprints that are stale; returns whether none is left. */
    boolean refreshSummaries() throws SQLException {
        SprintSummaries summaries = new SprintSummaries(sql, controller);
        try {
            List<String> stale = summaries.stale();
            for (String sprint : stale.subList(0, Math.min(REFRESHES, stale.size()))) {
                summaries.refresh(sprint);
            }
            sql.commit();
            return stale.size() <= REFRESHES;
        } catch (SQLException e) {
            rollback();
            throw e;
        }
    }

    private void rollback() throws SQLException {
        sql.rollback();
        // it remembers rows that are gone now
        facts = new FactWriter(sql, controller);
    }

    @Override
    public void close() throws SQLException {
        sql.close();
    }
}
