package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A connection with its prepared statements, and the one place that knows how values become columns: moments are
 * microseconds, enums their labels, a collection an array for {@code UNNEST(?)}. Of one thread at a time.
 */
final class SqlSession implements AutoCloseable {

    private static final int BATCH = 1_000;

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private boolean held;

    SqlSession(Connection connection) {
        this.connection = connection;
    }

    /** Reads a row. */
    interface Reader<T> {
        T read(Row row) throws SQLException;
    }

    /** Takes a row. */
    interface Consumer {
        void take(Row row) throws SQLException;
    }

    /** The moment as a column holds it: truncated to microseconds. */
    static long micros(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    <T> List<T> list(String sql, Reader<T> reader, Object... arguments) throws SQLException {
        List<T> rows = new ArrayList<>();
        each(sql, row -> rows.add(reader.read(row)), arguments);
        return rows;
    }

    <T> Optional<T> first(String sql, Reader<T> reader, Object... arguments) throws SQLException {
        List<T> rows = list(sql, reader, arguments);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
    }

    void each(String sql, Consumer consumer, Object... arguments) throws SQLException {
        PreparedStatement statement = statement(sql);
        bind(statement, arguments);
        try (ResultSet rows = statement.executeQuery()) {
            Row row = new Row(rows);
            while (rows.next()) {
                row.column = 0;
                consumer.take(row);
            }
        }
    }

    int update(String sql, Object... arguments) throws SQLException {
        PreparedStatement statement = statement(sql);
        bind(statement, arguments);
        return statement.executeUpdate();
    }

    void batch(String sql, Collection<Object[]> rows) throws SQLException {
        batch(sql, rows, null);
    }

    /** As {@link #batch(String, Collection)}; returns those rows with which the statement changed nothing. */
    List<Object[]> unmatched(String sql, Collection<Object[]> rows) throws SQLException {
        List<Object[]> unmatched = new ArrayList<>();
        batch(sql, rows, unmatched);
        return unmatched;
    }

    private void batch(String sql, Collection<Object[]> rows, List<Object[]> unmatched) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        PreparedStatement statement = statement(sql);
        List<Object[]> pending = new ArrayList<>();
        try {
            for (Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
                pending.add(row);
                if (pending.size() == BATCH) {
                    execute(statement, pending, unmatched);
                }
            }
            if (!pending.isEmpty()) {
                execute(statement, pending, unmatched);
            }
        } catch (SQLException | RuntimeException e) {
            statement.clearBatch();
            throw e;
        }
    }

    private static void execute(PreparedStatement statement, List<Object[]> rows, List<Object[]> unmatched)
            throws SQLException {
        int[] counts = statement.executeBatch();
        if (unmatched != null) {
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] == 0) {
                    unmatched.add(rows.get(i));
                }
            }
        }
        rows.clear();
    }

    /** Inserts new rows past SQL, into an embedded database that nobody else has open. */
    RowInserter bare() throws SQLException {
        return new BareInserter(connection);
    }

    void commit() throws SQLException {
        if (!held) {
            connection.commit();
        }
    }

    /** From now on nothing is committed until {@link #release}. */
    void hold() {
        held = true;
    }

    boolean isHeld() {
        return held;
    }

    /** Commits what was held, or takes it back. */
    void release(boolean commit) throws SQLException {
        held = false;
        if (commit) {
            commit();
        } else {
            rollback();
        }
    }

    void rollback() throws SQLException {
        connection.rollback();
    }

    /** Cuts the connection, whatever it is doing; from any thread. */
    void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // it is gone, which is what was wanted
            return;
        }
    }

    private PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    private void bind(PreparedStatement statement, Object... arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            Object value = arguments[i];
            if (value instanceof Instant moment) {
                statement.setLong(i + 1, micros(moment));
            } else if (value instanceof String text) {
                statement.setString(i + 1, storable(text));
            } else if (value instanceof Enum<?> label) {
                statement.setString(i + 1, label.toString());
            } else if (value instanceof long[] numbers) {
                Long[] boxed = new Long[numbers.length];
                for (int n = 0; n < boxed.length; n++) {
                    boxed[n] = numbers[n];
                }
                statement.setArray(i + 1, connection.createArrayOf("BIGINT", boxed));
            } else if (value instanceof Long[] numbers) {
                statement.setArray(i + 1, connection.createArrayOf("BIGINT", numbers));
            } else if (value instanceof Collection<?> values) {
                Object first = values.isEmpty() ? null : values.iterator().next();
                String type = first instanceof Long ? "BIGINT" : first instanceof Integer ? "INTEGER" : "VARCHAR";
                Object[] elements = values.toArray();
                for (int n = 0; n < elements.length; n++) {
                    elements[n] = elements[n] instanceof String text ? storable(text) : elements[n];
                }
                statement.setArray(i + 1, connection.createArrayOf(type, elements));
            } else {
                statement.setObject(i + 1, value);
            }
        }
    }

    /** Why it failed, with what lies behind it. */
    static String reason(Throwable failure) {
        StringBuilder reason = new StringBuilder(String.valueOf(failure.getMessage()));
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && reason.indexOf(message) < 0) {
                reason.append(": ").append(message);
            }
        }
        return reason.toString();
    }

    /** The text as both databases can hold it: without NUL characters and halves of surrogate pairs. */
    static String storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // one comparison for nearly all texts: NUL becomes the highest of all
            if ((char) (c - 1) >= Character.MIN_SURROGATE - 1 && (c == 0 || Character.isSurrogate(c))) {
                return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                        .replace('\0', '\uFFFD');
            }
        }
        return text;
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            for (PreparedStatement statement : statements.values()) {
                statement.close();
            }
        }
    }

    /** A row whose columns are read in their order. */
    static final class Row {

        private final ResultSet rows;
        private int column;

        private Row(ResultSet rows) {
            this.rows = rows;
        }

        String text() throws SQLException {
            return rows.getString(++column);
        }

        int integer() throws SQLException {
            return rows.getInt(++column);
        }

        long number() throws SQLException {
            return rows.getLong(++column);
        }

        boolean flag() throws SQLException {
            return rows.getBoolean(++column);
        }

        List<String> texts() throws SQLException {
            Object[] elements = (Object[]) rows.getArray(++column).getArray();
            if (elements.length == 0) {
                return List.of();
            }
            List<String> texts = new ArrayList<>(elements.length);
            for (Object element : elements) {
                texts.add((String) element);
            }
            return texts;
        }

        long[] numbers() throws SQLException {
            Object[] elements = (Object[]) rows.getArray(++column).getArray();
            long[] numbers = new long[elements.length];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = (Long) elements[i];
            }
            return numbers;
        }

        /** Numbers, some of which may be null. */
        List<Long> numbersOrNull() throws SQLException {
            Object[] elements = (Object[]) rows.getArray(++column).getArray();
            List<Long> numbers = new ArrayList<>(elements.length);
            for (Object element : elements) {
                numbers.add((Long) element);
            }
            return numbers;
        }

        Integer integerOrNull() throws SQLException {
            int value = rows.getInt(++column);
            return rows.wasNull() ? null : Integer.valueOf(value);
        }

        Long numberOrNull() throws SQLException {
            long value = rows.getLong(++column);
            return rows.wasNull() ? null : Long.valueOf(value);
        }

        /** The next columns as Java has them. */
        List<Object> values(int count) throws SQLException {
            List<Object> values = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                values.add(rows.getObject(++column));
            }
            return values;
        }

        Instant moment() throws SQLException {
            return instant(number());
        }

        Instant momentOrNull() throws SQLException {
            Long value = numberOrNull();
            return value == null ? null : instant(value);
        }
    }
}
