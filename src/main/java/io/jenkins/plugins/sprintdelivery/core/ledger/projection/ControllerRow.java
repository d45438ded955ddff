package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalPosition;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The row of one controller: its number, how far its journal is applied, and which process applies it. Two processes with
 * one identity, as after a controller was copied, find each other here: each transaction expects the position that it
 * left, and while a process lives it says so every few seconds.
 */
final class ControllerRow {

    /** How long after its last word a process counts as alive. */
    static final int LEASE_SECONDS = 30;

    /** What the rows hold that this version writes; goes up where rows of before lack something. */
    private static final int LAYOUT = 1;

    /** The tables with a controller's rows, but its own. */
    private static final List<String> TABLES = List.of(
            "journal_problems",
            "services",
            "jobs",
            "sprints",
            "commits",
            "tickets",
            "builds",
            "targets",
            "deployments",
            "incidents",
            "gates",
            "decisions",
            "commitments",
            "sprint_contents",
            "outbox",
            "sprint_builds");

    private static final String NOW = "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000000 AS BIGINT)";

    private final SqlSession sql;
    private final int no;
    private final String process;
    private JournalPosition applied;

    /** Where a portion began, where it ended, and its last event. */
    record Portion(JournalPosition from, JournalPosition to, String lastEvent) {}

    /** Another process applies the journal of the same identity. */
    static final class TakenException extends SQLException {

        private static final long serialVersionUID = 1L;

        TakenException() {
            super("another process writes rows for the same controller identity; a controller that was copied needs an"
                    + " identity of its own: stop it, delete ledger.json of the copy, and start it again");
        }
    }

    private ControllerRow(SqlSession sql, int no, String process) {
        this.sql = sql;
        this.no = no;
        this.process = process;
    }

    /** The controller's number, which is made where it has none; also while others register. */
    static int number(SqlSession sql, UUID identity) throws SQLException {
        String find = "SELECT no FROM controllers WHERE id = ?";
        Optional<Integer> known = sql.first(find, SqlSession.Row::integer, identity.toString());
        if (known.isPresent()) {
            return known.get();
        }
        sql.update("UPDATE turns SET taken = taken + 1 WHERE name = 'registration'");
        known = sql.first(find, SqlSession.Row::integer, identity.toString());
        if (known.isPresent()) {
            sql.commit();
            return known.get();
        }
        int fresh = sql.list("SELECT COALESCE(MAX(no), 0) + 1 FROM controllers", SqlSession.Row::integer)
                .get(0);
        sql.update(
                "INSERT INTO controllers (no, id, journal_file, journal_offset, journal_line, portion_file,"
                        + " portion_offset, portion_line, layout) VALUES (?, ?, '', 0, 0, '', 0, 0, ?)",
                fresh,
                identity.toString(),
                LAYOUT);
        sql.commit();
        return fresh;
    }

    /** Whether a process of that controller has written here itself. */
    static boolean isWritten(SqlSession sql, UUID identity) throws SQLException {
        return sql.first(
                        "SELECT no FROM controllers WHERE id = ? AND (journal_file <> '' OR writer IS NOT NULL)",
                        SqlSession.Row::integer,
                        identity.toString())
                .isPresent();
    }

    /** Waits until no other process writes rows of the controller, and keeps others from it until the transaction ends. */
    static void takeTurn(SqlSession sql, int no) throws SQLException {
        sql.update("UPDATE controllers SET layout = layout WHERE no = ?", no);
    }

    /** The controller's number, and those of controllers whose history was imported and that never wrote here themselves. */
    static List<Integer> writtenHere(SqlSession sql, int own) throws SQLException {
        return sql.list(
                "SELECT no FROM controllers WHERE no = ? OR journal_file = '' AND writer IS NULL ORDER BY no",
                SqlSession.Row::integer,
                own);
    }

    /**
     * Registers the controller where it is new, and the process as the one that applies its journal.
     *
     * @param alone whether no other process can have the database open
     * @throws TakenException if another one is alive
     */
    static ControllerRow registered(SqlSession sql, UUID identity, UUID process, boolean alone) throws SQLException {
        ControllerRow row = new ControllerRow(sql, number(sql, identity), process.toString());
        int mine = sql.update(
                "UPDATE controllers SET writer = ?, writer_seen = " + NOW
                        + " WHERE no = ? AND (writer IS NULL OR writer = ? OR writer_seen < " + NOW
                        + " - CAST(? AS BIGINT))",
                row.process,
                row.no,
                row.process,
                alone ? Long.MIN_VALUE / 2 : LEASE_SECONDS * 1_000_000L);
        sql.commit();
        if (mine == 0) {
            throw new TakenException();
        }
        return row;
    }

    int no() {
        return no;
    }

    /** Whether the rows lack something that this version writes. */
    boolean isOutdated() throws SQLException {
        return sql.first("SELECT layout FROM controllers WHERE no = ?", SqlSession.Row::integer, no)
                        .orElse(LAYOUT)
                < LAYOUT;
    }

    /** The portion of the journal that was applied last. */
    Portion lastPortion() throws SQLException {
        Portion portion = sql.list(
                        "SELECT portion_file, portion_offset, portion_line, journal_file, journal_offset, journal_line,"
                                + " last_event FROM controllers WHERE no = ?",
                        row -> new Portion(
                                new JournalPosition(row.text(), row.number(), row.number()),
                                new JournalPosition(row.text(), row.number(), row.number()),
                                row.text()),
                        no)
                .get(0);
        applied = portion.to();
        return portion;
    }

    /** Notes that the portion is applied; in the transaction that applies it. */
    void advance(JournalPosition from, JournalPosition to, String lastEvent) throws SQLException {
        int mine = sql.update(
                "UPDATE controllers SET portion_file = ?, portion_offset = ?, portion_line = ?, journal_file = ?,"
                        + " journal_offset = ?, journal_line = ?, last_event = ?, writer_seen = " + NOW
                        + " WHERE no = ? AND writer = ? AND journal_file = ? AND journal_offset = ?",
                from.file(),
                from.offset(),
                from.line(),
                to.file(),
                to.offset(),
                to.line(),
                lastEvent,
                no,
                process,
                applied.file(),
                applied.offset());
        if (mine == 0) {
            throw new TakenException();
        }
        applied = to;
    }

    /** Says that the process lives. */
    void beat() throws SQLException {
        int mine =
                sql.update("UPDATE controllers SET writer_seen = " + NOW + " WHERE no = ? AND writer = ?", no, process);
        sql.commit();
        if (mine == 0) {
            throw new TakenException();
        }
    }

    /** Leaves the journal to the next process. */
    void leave() throws SQLException {
        sql.update("UPDATE controllers SET writer = NULL WHERE no = ? AND writer = ?", no, process);
        sql.commit();
    }

    /** Deletes everything of the controller but itself; its journal is to be applied from the start. */
    void empty() throws SQLException {
        sql.update(
                "INSERT INTO stale_sprints (controller_no, sprint_id) SELECT DISTINCT d.controller_no, d.sprint_id"
                        + " FROM deployments d WHERE d.controller_no = ? AND d.sprint_id IS NOT NULL AND NOT EXISTS"
                        + " (SELECT 1 FROM stale_sprints s WHERE s.controller_no = d.controller_no"
                        + " AND s.sprint_id = d.sprint_id)",
                no);
        for (String table : TABLES) {
            sql.update("DELETE FROM " + table + " WHERE controller_no = ?", no);
        }
        sql.update(
                "UPDATE controllers SET portion_file = '', portion_offset = 0, portion_line = 0, journal_file = '',"
                        + " journal_offset = 0, journal_line = 0, last_event = NULL, layout = ? WHERE no = ?",
                LAYOUT,
                no);
        sql.commit();
        applied = JournalPosition.START;
    }
}
