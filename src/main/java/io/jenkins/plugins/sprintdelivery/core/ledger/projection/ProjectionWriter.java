package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalEntry;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalPosition;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalReader;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Applies portions of the journal to the database, rows and position in one transaction. Of one thread. */
final class ProjectionWriter implements AutoCloseable {

    private static final int REFRESHES = 20;

    private final ProjectionDatabase database;
    private final SqlSession sql;
    private final UUID identity;
    private final ControllerRow controller;
    private final Map<UUID, ControllerWriter> writers = new HashMap<>();
    private volatile WriteBehind loading;
    /** Whether the database counted its rows when there were no summaries yet. */
    private boolean summariesUncounted;

    /**
     * Registers the controller where it is new.
     *
     * @param process who applies, different for each process
     */
    ProjectionWriter(ProjectionDatabase database, UUID identity, UUID process) throws SQLException {
        this.database = database;
        this.identity = identity;
        sql = database.session();
        try {
            controller = ControllerRow.registered(sql, identity, process, database.isEmbedded());
        } catch (SQLException | RuntimeException e) {
            sql.close();
            throw e;
        }
    }

    private ControllerWriter own() throws SQLException {
        ControllerWriter writer = writers.get(identity);
        if (writer == null) {
            writer = new ControllerWriter(sql, controller.no());
            writers.put(identity, writer);
        }
        return writer;
    }

    /**
     * Readies the writers of all who recorded the entries: this controller's, and until the transaction ends those of
     * others whose history was imported. Several processes may write for one of these, and do so in turns: what one wrote
     * is there before the next looks for it. Who writes this database itself is left alone.
     */
    private void ready(List<JournalEntry> entries) throws SQLException {
        own();
        Map<Integer, UUID> imported = new TreeMap<>();
        Set<UUID> recorders = new HashSet<>();
        entries.forEach(entry -> recorders.add(entry.controller()));
        for (UUID id : recorders) {
            if (!writers.containsKey(id) && !ControllerRow.isWritten(sql, id)) {
                imported.put(ControllerRow.number(sql, id), id);
            }
        }
        // all in one order, so that no two wait for each other
        for (Map.Entry<Integer, UUID> other : imported.entrySet()) {
            ControllerRow.takeTurn(sql, other.getKey());
            writers.put(other.getValue(), new ControllerWriter(sql, other.getKey()));
        }
    }

    private void commit() throws SQLException {
        sql.commit();
        writers.keySet().retainAll(Set.of(identity));
    }

    /** Which of the facts say something new. Leaves changes in the session's transaction, to be rolled back. */
    static Set<Object> news(SqlSession sql, UUID identity, FactBatch facts) throws SQLException {
        int controller = ControllerRow.number(sql, identity);
        Touched touched = new Touched();
        FactWriter writer =
                new FactWriter(sql, controller, Rows.lookedUp(sql, controller), new SprintCounts(sql, controller));
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
     * @param lag how many portions later a deployment is derived, so that what is recorded until then is known
     * @param directory for temporary files
     * @param progress told where the journal is written up to; says whether to go on
     * @return where the journal is applied up to, or null where it was told not to go on
     * @throws BulkLoadAbandonedException where the history has to be applied portion by portion
     */
    JournalPosition load(Portions portions, int lag, Path directory, Progress progress)
            throws SQLException, IOException {
        JournalPosition start = JournalPosition.START;
        JournalPosition position = start;
        String lastEvent = null;
        List<LedgerProblem> problems = new ArrayList<>();
        boolean imported = false;
        Touched late;
        try (WriteBehind behind = sql.isHeld() ? null : writeBehind();
                BulkLoad load = new BulkLoad(
                        sql,
                        behind == null ? RowWrites.at(sql) : behind,
                        controller.no(),
                        directory,
                        database.isEmbedded(),
                        lag)) {
            loading = behind;
            for (ReadAhead.Portion portion = portions.next(); portion != null; portion = portions.next()) {
                if (!progress.reached(position)) {
                    return null;
                }
                load.write(portion.facts());
                imported |= portion.batch().entries().stream().anyMatch(this::isImported);
                problems.addAll(portion.batch().problems());
                start = position;
                position = portion.batch().end();
                lastEvent = lastEvent(portion.batch());
            }
            late = load.finish();
        } finally {
            loading = null;
        }
        if (database.isBare()) {
            indexAndSumUp(late);
        } else {
            // until then the server plans for tables that are empty
            sql.update("ANALYZE");
            summariesUncounted = true;
            sql.commit();
        }
        writers.clear();
        own().settle(late);
        IncidentBlame.settleAll(sql, controller.no(), late);
        if (imported) {
            loadImported(portions.again());
        }
        finish(late, problems, start, position, lastEvent);
        return position;
    }

    private WriteBehind writeBehind() throws SQLException {
        SqlSession session = database.session();
        return new WriteBehind(session, database.isBare() ? session.bare() : RowInserter.bySql(session));
    }

    /** Something that may end early, with null, and then has to be taken back. */
    interface Loading {
        JournalPosition load() throws SQLException, IOException;
    }

    /** Does it in one transaction, whatever commits it asks for; nothing of it stays where it fails or ends early. */
    JournalPosition inOneTransaction(Loading loading) throws SQLException, IOException {
        sql.hold();
        JournalPosition end = null;
        try {
            end = loading.load();
            return end;
        } finally {
            sql.release(end != null);
        }
    }

    /** Makes the index of commits, and sums the sprints up meanwhile, which does not need it. */
    private void indexAndSumUp(Touched late) throws SQLException {
        IndexMaking index = IndexMaking.of(database);
        try {
            IncidentBlame.settleAll(sql, controller.no(), late);
            own().markStale(late);
            sql.commit();
            boolean done = false;
            while (!done) {
                done = refreshSummaries();
            }
            // from here on only those that change once more
            late.sprints.clear();
        } finally {
            index.await();
        }
    }

    private boolean isImported(JournalEntry entry) {
        return !entry.controller().equals(identity);
    }

    /** Writes what other controllers recorded; nothing is lost where it ends early, since the position comes later. */
    private void loadImported(Portions portions) throws SQLException, IOException {
        try (portions) {
            for (ReadAhead.Portion portion = portions.next(); portion != null; portion = portions.next()) {
                write(
                        portion.batch().entries().stream()
                                .filter(this::isImported)
                                .toList(),
                        true);
                commit();
                shrink();
            }
        }
    }

    /** Where portions of the journal come from. */
    interface Portions extends AutoCloseable {
        /** The next one, or null at the end. */
        ReadAhead.Portion next() throws IOException;

        /** The same portions from the first one on. */
        default Portions again() {
            throw new IllegalStateException("these portions come once");
        }

        @Override
        default void close() {}
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
            write(batch.entries(), resolved);
            finish(new Touched(), batch.problems(), from, batch.end(), lastEvent(batch));
        } catch (SQLException | ArithmeticException e) {
            rollback();
            if (!ProjectionDatabase.isAboutData(e)) {
                throw e;
            }
            applyOneByOne(from, batch, resolved);
        }
        shrink();
    }

    /** Writes what the entries say, each under the controller that recorded it. */
    private void write(List<JournalEntry> entries, boolean resolved) throws SQLException {
        ready(entries);
        Map<UUID, FactBatch> latest = new LinkedHashMap<>();
        for (JournalEntry entry : entries) {
            ControllerWriter writer = writers.get(entry.controller());
            if (writer == null) {
                continue;
            }
            FactBatch batch = latest.computeIfAbsent(entry.controller(), id -> new FactBatch());
            if (!resolved && isDeletion(entry)) {
                writer.write(batch);
                latest.put(entry.controller(), new FactBatch());
                writer.delete(entry.event().fact());
            } else {
                batch.add(entry.event());
            }
        }
        for (Map.Entry<UUID, FactBatch> batch : latest.entrySet()) {
            writers.get(batch.getKey()).write(batch.getValue());
        }
    }

    private void shrink() throws SQLException {
        own().shrink();
    }

    private static boolean isDeletion(JournalEntry entry) {
        return entry.event() instanceof LedgerEvent.JobDeleted || entry.event() instanceof LedgerEvent.BuildDeleted;
    }

    private static String lastEvent(JournalReader.Batch batch) {
        List<JournalEntry> entries = batch.entries();
        return entries.isEmpty() ? null : entries.get(entries.size() - 1).id().toString();
    }

    private void applyOneByOne(JournalPosition from, JournalReader.Batch batch, boolean resolved) throws SQLException {
        List<LedgerProblem> problems = new ArrayList<>(batch.problems());
        for (JournalEntry entry : batch.entries()) {
            try {
                write(List.of(entry), resolved);
                commit();
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

    private void finish(
            Touched touched, List<LedgerProblem> problems, JournalPosition from, JournalPosition to, String lastEvent)
            throws SQLException {
        own().markStale(touched);
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
        commit();
    }

    /** Sums up some of the sprints that are stale; returns whether none is left. */
    boolean refreshSummaries() throws SQLException {
        try {
            boolean done = true;
            for (int no : ControllerRow.writtenHere(sql, controller.no())) {
                SprintSummaries summaries = new SprintSummaries(sql, no);
                List<String> stale = summaries.stale();
                if (!stale.isEmpty()) {
                    summaries.refresh(stale.subList(0, Math.min(REFRESHES, stale.size())));
                }
                done &= stale.size() <= REFRESHES;
            }
            if (done && summariesUncounted) {
                sql.update(database.isEmbedded() ? "ANALYZE TABLE sprint_deliveries" : "ANALYZE sprint_deliveries");
                summariesUncounted = false;
            }
            sql.commit();
            return done;
        } catch (SQLException e) {
            rollback();
            throw e;
        }
    }

    private void rollback() throws SQLException {
        sql.rollback();
        // they remember rows that are gone now
        writers.clear();
    }

    /** Ends what the database is asked at the moment; from any thread. */
    void abort() {
        sql.abort();
        WriteBehind writes = loading;
        if (writes != null) {
            writes.abort();
        }
    }

    @Override
    public void close() throws SQLException {
        sql.close();
    }
}
