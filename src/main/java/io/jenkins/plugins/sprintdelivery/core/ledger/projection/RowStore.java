package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of one table that are worked on: fetched in one statement, changed in memory, and written in one batch. While
 * an empty database is loaded, the keys of everything written are known, so that what is new needs no look-up, and rows
 * are written only when they have not been asked for in a while. Of one thread and one session.
 *
 * @param <K> how a row is known outside of the database
 */
abstract class RowStore<K, R extends RowStore.Row> {

    private static final int FETCH = 5_000;

    private final RowWrites writes;
    private final KnownKeys keys;
    private final String table;
    private final String columns;
    private final String update;
    private final String delete;
    private final Map<K, R> rows = new LinkedHashMap<>(64, 0.75f, true);
    private final List<Object[]> obsolete = new ArrayList<>();

    /** A row with its number. */
    abstract static class Row {
        final long no;
        /** Whether the table holds it. */
        private boolean stored;
        /** Whether the table holds something else than the row does. */
        boolean changed;
        /** Whether somebody holds on to this very object. */
        boolean pinned;

        Row(long no) {
            this.no = no;
        }

        boolean isStored() {
            return stored;
        }
    }

    /**
     * @param columns of the table, its number last
     * @param keys of everything there is, or null where the database has to be asked
     */
    RowStore(RowWrites writes, KnownKeys keys, String table, String columns) {
        this.writes = writes;
        this.keys = keys;
        this.table = table;
        this.columns = columns;
        String[] names = columns.split(", ");
        update = "UPDATE " + table + " SET "
                + String.join(" = ?, ", List.of(names).subList(0, names.length - 1)) + " = ? WHERE no = ?";
        delete = "DELETE FROM " + table + " WHERE no = ?";
    }

    /** A session that sees all rows that are not at hand. */
    final SqlSession reading() throws SQLException {
        return writes.reading();
    }

    /** The rows with these keys, as far as there are any. */
    abstract List<R> selectByKeys(Collection<K> wanted) throws SQLException;

    /** The rows with these numbers. */
    abstract List<R> selectByNumbers(Collection<Long> numbers) throws SQLException;

    abstract K keyOf(R row);

    abstract long hash(K key);

    /** The row as the columns are named. */
    abstract Object[] values(R row);

    /** Makes sure that those of the rows that exist are at hand. */
    final void fetch(Collection<K> wanted) throws SQLException {
        List<K> missing = new ArrayList<>();
        for (K key : wanted) {
            // a question also keeps a row from being evicted before it is used
            if (rows.get(key) == null) {
                missing.add(key);
            }
        }
        for (int from = 0; from < missing.size(); from += FETCH) {
            fetchMissing(missing.subList(from, Math.min(missing.size(), from + FETCH)));
        }
    }

    private void fetchMissing(List<K> missing) throws SQLException {
        if (keys == null) {
            selectByKeys(missing).forEach(this::adopt);
            return;
        }
        List<Long> numbers = new ArrayList<>();
        for (K key : missing) {
            long number = keys.get(hash(key));
            if (number != KnownKeys.ABSENT) {
                numbers.add(number);
            }
        }
        if (!numbers.isEmpty()) {
            selectByNumbers(numbers).forEach(this::adopt);
            for (K key : missing) {
                if (keys.get(hash(key)) != KnownKeys.ABSENT && rows.get(key) == null) {
                    throw new BulkLoadAbandonedException("'" + key + "' cannot be told from another one");
                }
            }
        }
    }

    /** Takes a row that was read; returns it, or the one that is at hand already. */
    final R adopt(R row) {
        R known = rows.putIfAbsent(keyOf(row), row);
        if (known != null) {
            return known;
        }
        ((Row) row).stored = true;
        return row;
    }

    /** The row, which was fetched before, or null where there is none. */
    final R get(K key) {
        return rows.get(key);
    }

    /** Adds a row that did not exist. */
    final void add(R row) {
        R before = rows.put(keyOf(row), row);
        if (before != null && ((Row) before).stored) {
            obsolete.add(new Object[] {before.no});
        }
        if (keys != null) {
            try {
                keys.put(hash(keyOf(row)), row.no);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The number of a row that may not be at hand, while everything's keys are known, or {@link KnownKeys#ABSENT}. */
    final long numberOf(K key) {
        R row = rows.get(key);
        return row != null ? row.no : keys.get(hash(key));
    }

    final boolean knowsAllKeys() {
        return keys != null;
    }

    /** Writes everything that changed. */
    final void flush() throws SQLException {
        write(rows.values());
    }

    /** Where there are too many, lets go of those not asked for in the longest time, and writes what changed of them. */
    final void shrink(int keep, double slack) throws SQLException {
        if (rows.size() <= keep * slack) {
            return;
        }
        int surplus = rows.size() - keep;
        List<R> evicted = new ArrayList<>(surplus);
        Iterator<R> oldest = rows.values().iterator();
        while (surplus > 0 && oldest.hasNext()) {
            R row = oldest.next();
            surplus--;
            if (!row.pinned) {
                oldest.remove();
                evicted.add(row);
            }
        }
        write(evicted);
    }

    private void write(Collection<R> some) throws SQLException {
        List<Object[]> gone = List.copyOf(obsolete);
        obsolete.clear();
        List<R> fresh = new ArrayList<>();
        List<R> updated = new ArrayList<>();
        for (R row : some) {
            Row state = row;
            if (!state.stored) {
                fresh.add(row);
            } else if (row.changed) {
                updated.add(row);
            }
            state.stored = true;
            row.changed = false;
        }
        if (gone.isEmpty() && fresh.isEmpty() && updated.isEmpty()) {
            return;
        }
        // nobody changes these rows before they are written: they were let go of, or this is the end
        writes.write((sql, inserter) -> {
            sql.batch(delete, gone);
            fresh.sort(Comparator.comparingLong(row -> row.no));
            beforeInsert(sql, fresh);
            inserter.insert(table, columns, contents(fresh));
            sql.batch(update, contents(updated));
        });
    }

    private List<Object[]> contents(List<R> some) {
        List<Object[]> contents = new ArrayList<>(some.size());
        some.forEach(row -> contents.add(values(row)));
        return contents;
    }

    /** Called with new rows before they are written. */
    void beforeInsert(SqlSession sql, List<R> fresh) throws SQLException {}

    /** Forgets everything, after it was written. */
    final void clear() {
        rows.clear();
    }
}
