package io.jenkins.plugins.sprintdelivery.core.ledger;

import io.jenkins.plugins.sprintdelivery.core.model.BuildDeletion;
import io.jenkins.plugins.sprintdelivery.core.model.JobDeletion;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Applies portions of the journal to the database, rows and position in one transaction. Of one thread. */
final class ProjectionWriter implements AutoCloseable {

    private static final int REFRESHES = 20;

    private final ProjectionDatabase database;
    private final SqlSession sql;
    private final ControllerRow controller;
    private Rows rows;
    private SprintCounts counts;
    private FactWriter facts;
    private Derivations derivations;

    /**
     * Registers the controller where it is new.
     *
     * @param process who applies, different for each process
     */
    ProjectionWriter(ProjectionDatabase database, UUID identity, UUID process) throws SQLException {
        this.database = database;
        sql = database.session();
        try {
            controller = ControllerRow.registered(sql, identity, process, database.isEmbedded());
            begin();
        } catch (SQLException | RuntimeException e) {
            sql.close();
            throw e;
        }
    }

    private void begin() throws SQLException {
        rows = Rows.lookedUp(sql, controller.no());
        counts = new SprintCounts(sql, controller.no());
        facts = new FactWriter(sql, controller.no(), rows, counts);
        derivations = new Derivations(sql, controller.no(), rows);
    }

    /** Which of the facts say something new. Leaves changes in the session's transaction, to be rolled back. */
    static Set<Object> news(SqlSession sql, UUID identity, FactBatch facts) throws SQLException {
        int controller = ControllerRow.number(sql, identity);
        Touched touched = new Touched();
        FactWriter writer = new FactWriter(
                sql, controller, Rows.lookedUp(sql, controller), new SprintCounts(sql, controller));
        writer.writeSprints(facts, touched);
        writer.write(facts, touched);
        return touched.news;
    }

    /** The controller's row. */
    ControllerRow controller() {
        return controller;
    }

    /**
     * Writes the history of the controller, which has no rows, in one go.
     *
     * @param portions of the journal, from its start
     * @param directory for temporary files
     * @param progress told where the journal is written up to; says whether to go on
     * @return where the journal is applied up to, or null where it was told not to go on
     * @throws BulkLoadAbandonedException where the history has to be applied portion by portion
     */
    JournalPosition load(Portions portions, Path directory, Progress progress) throws SQLException, IOException {
        JournalPosition start = JournalPosition.START;
        JournalPosition position = start;
        String lastEvent = null;
        List<LedgerProblem> problems = new ArrayList<>();
        Touched late;
        try (BulkLoad load = new BulkLoad(sql, controller.no(), directory, database.isEmbedded())) {
            for (ReadAhead.Portion portion = portions.next(); portion != null; portion = portions.next()) {
                if (!progress.reached(position)) {
                    return null;
                }
                load.write(portion.facts());
                problems.addAll(portion.batch().problems());
                start = position;
                position = portion.batch().end();
                lastEvent = lastEvent(portion.batch());
            }
            late = load.finish();
        }
        if (database.isBare()) {
            database.index();
        } else {
            // until then the server plans for tables that are empty
            sql.update("ANALYZE");
            sql.commit();
        }
        begin();
        for (SprintIndex.Window window : late.windows) {
            facts.reassign(window, late);
        }
        derivations.settle(late);
        IncidentBlame.settleAll(sql, controller.no(), late);
        finish(late, problems, start, position, lastEvent);
        return position;
    }

    /** Where portions of the journal come from. */
    interface Portions {
        /** The next one, or null at the end. */
        ReadAhead.Portion next() throws IOException;
    }

    /** Told how far a load is; says whether to go on. */
    interface Progress {
        boolean reached(JournalPosition position);
    }

    /**
     * Applies the batch. An event that the database cannot hold is skipped and becomes a problem; every other failure
     * leaves everything as it was before the batch.
     *
     * @param resolved whether the facts were read as what happened later to their jobs makes them, so that events that
     *     say so are to be passed over
     */
    void apply(JournalPosition from, JournalReader.Batch batch, boolean resolved) throws SQLException {
        try {
            FactBatch latest = new FactBatch();
            for (JournalEntry entry : batch.entries()) {
                if (!resolved && isDeletion(entry)) {
                    markStale(write(latest));
                    latest = new FactBatch();
                    delete(entry.event().fact());
                } else {
                    latest.add(entry.event());
                }
            }
            Touched touched = write(latest);
            finish(touched, batch.problems(), from, batch.end(), lastEvent(batch));
        } catch (SQLException | ArithmeticException e) {
            rollback();
            if (!ProjectionDatabase.isAboutData(e)) {
                throw e;
            }
            applyOneByOne(from, batch, resolved);
        }
        rows.shrink();
    }

    private static boolean isDeletion(JournalEntry entry) {
        return entry.event() instanceof LedgerEvent.JobDeleted || entry.event() instanceof LedgerEvent.BuildDeleted;
    }

    /** Something is gone from Jenkins; its history stays. */
    private void delete(Object fact) throws SQLException {
        if (fact instanceof JobDeletion deletion) {
            facts.end(deletion);
        } else if (fact instanceof BuildDeletion deletion) {
            rows.flush();
            facts.unlink(deletion.build());
            rows.clear();
            derivations.clear();
        }
    }

    private static String lastEvent(JournalReader.Batch batch) {
        List<JournalEntry> entries = batch.entries();
        return entries.isEmpty() ? null : entries.get(entries.size() - 1).id().toString();
    }

    private void applyOneByOne(JournalPosition from, JournalReader.Batch batch, boolean resolved)
            throws SQLException {
        List<LedgerProblem> problems = new ArrayList<>(batch.problems());
        for (JournalEntry entry : batch.entries()) {
            try {
                if (!resolved && isDeletion(entry)) {
                    delete(entry.event().fact());
                } else {
                    FactBatch one = new FactBatch();
                    one.add(entry.event());
                    markStale(write(one));
                }
                sql.commit();
            } catch (SQLException | ArithmeticException e) {
                rollback();
                if (!ProjectionDatabase.isAboutData(e)) {
                    throw e;
                }
                problems.add(new LedgerProblem(
                        LedgerProblem.Kind.UNREADABLE,
                        "journal/" + batch.end().file() + " event " + entry.id(),
                        0,
                        "the event holds a value that cannot be recorded and was skipped: " + e.getMessage()));
            }
        }
        finish(new Touched(), problems, from, batch.end(), lastEvent(batch));
    }

    private Touched write(FactBatch batch) throws SQLException {
        Touched touched = new Touched();
        facts.writeSprints(batch, touched);
        if (!touched.windows.isEmpty()) {
            // what is at hand may name other sprints from now on
            rows.clear();
            derivations.clear();
            for (SprintIndex.Window window : touched.windows) {
                facts.reassign(window, touched);
            }
        }
        facts.write(batch, touched);
        derivations.settle(touched);
        return touched;
    }

    private void markStale(Touched touched) throws SQLException {
        counts.flush();
        new SprintSummaries(sql, controller.no()).markStale(touched.sprints);
    }

    private void finish(
            Touched touched,
            List<LedgerProblem> problems,
            JournalPosition from,
            JournalPosition to,
            String lastEvent)
            throws SQLException {
        markStale(touched);
        for (LedgerProblem problem : problems) {
            sql.update(
                    "DELETE FROM journal_problems WHERE controller_no = ? AND file = ? AND line = ?",
                    controller.no(),
                    problem.file(),
                    problem.line());
            sql.update(
                    "INSERT INTO journal_problems (controller_no, file, line, kind, message) VALUES (?, ?, ?, ?, ?)",
                    controller.no(),
                    problem.file(),
                    problem.line(),
                    problem.kind().name(),
                    problem.message());
        }
        controller.advance(from, to, lastEvent);
        sql.commit();
    }

    /** Sums up some of the sprints that are stale; returns whether none is left. */
    boolean refreshSummaries() throws SQLException {
        SprintSummaries summaries = new SprintSummaries(sql, controller.no());
        try {
            List<String> stale = summaries.stale();
            if (!stale.isEmpty()) {
                summaries.refresh(stale.subList(0, Math.min(REFRESHES, stale.size())));
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
        // they remember rows that are gone now
        begin();
    }

    /** Ends what the database is asked at the moment; from any thread. */
    void abort() {
        sql.abort();
    }

    @Override
    public void close() throws SQLException {
        sql.close();
    }
}
