package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many builds each sprint has, by service and of all, kept by adding and taking away. */
final class SprintCounts {

    private static final String ALL = "";
    private static final String INSERTED = "builds, successful, controller_no, sprint_id, service";

    private final SqlSession sql;
    private final RowWrites writes;
    private final KnownKeys known;
    private final int controller;
    private final Map<Key, int[]> changes = new HashMap<>();

    private record Key(String sprint, String service) {}

    SprintCounts(SqlSession sql, int controller) {
        this(sql, RowWrites.at(sql), null, controller);
    }

    /**
     * @param writes where new counters are written
     * @param known keeps which counters there are, at first none; null where the database has to be asked
     */
    SprintCounts(SqlSession sql, RowWrites writes, KnownKeys known, int controller) {
        this.sql = sql;
        this.writes = writes;
        this.known = known;
        this.controller = controller;
    }

    /** A build belongs to the sprint from now on (+1), or no longer (-1); a null sprint is none. */
    void add(String sprint, String service, boolean successful, int sign) {
        if (sprint == null) {
            return;
        }
        add(new Key(sprint, service), successful, sign);
        add(new Key(sprint, ALL), successful, sign);
    }

    private void add(Key key, boolean successful, int sign) {
        int[] change = changes.computeIfAbsent(key, fresh -> new int[2]);
        change[0] += sign;
        change[1] += successful ? sign : 0;
    }

    /** How many counters wait to be written. */
    int size() {
        return changes.size();
    }

    void flush() throws SQLException {
        List<Object[]> fresh = new ArrayList<>();
        List<Object[]> rows = new ArrayList<>();
        for (Map.Entry<Key, int[]> entry : changes.entrySet()) {
            Key key = entry.getKey();
            int[] change = entry.getValue();
            if (change[0] != 0 || change[1] != 0) {
                (isNew(key) ? fresh : rows)
                        .add(new Object[] {change[0], change[1], controller, key.sprint(), key.service()});
            }
        }
        changes.clear();
        if (known == null) {
            insert(update(sql, rows));
        } else {
            insert(fresh);
            writes.write((session, inserter) -> update(session, rows));
        }
    }

    private boolean isNew(Key key) {
        if (known == null) {
            return false;
        }
        long hash = KnownKeys.key(KnownKeys.key(controller, key.sprint()), key.service());
        if (known.get(hash) != KnownKeys.ABSENT) {
            return false;
        }
        try {
            known.put(hash, 0);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Object[]> update(SqlSession session, Collection<Object[]> rows) throws SQLException {
        return session.unmatched(
                "UPDATE sprint_builds SET builds = builds + ?, successful = successful + ?"
                        + " WHERE controller_no = ? AND sprint_id = ? AND service = ?",
                rows);
    }

    private void insert(List<Object[]> rows) throws SQLException {
        if (!rows.isEmpty()) {
            // the table has no number of its own, which inserting past SQL needs
            writes.write((session, inserter) -> RowInserter.bySql(session).insert("sprint_builds", INSERTED, rows));
        }
    }
}
