package io.jenkins.plugins.sprintdelivery.core.ledger;

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
        if (rows.isEmpty()) {
            return;
        }
        PreparedStatement statement = statement(sql);
        int pending = 0;
        try {
            for (Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
                pending++;
                if (pending == BATCH) {
                    statement.executeBatch();
                    pending = 0;
                }
            }
            if (pending > 0) {
                statement.executeBatch();
            }
        } catch (SQLException | RuntimeException e) {
            statement.clearBatch();
            throw e;
        }
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollback() throws SQLException {
        connection.rollback();
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
            } else if (value instanceof Enum<?> label) {
                statement.setString(i + 1, label.toString());
            } else if (value instanceof Collection<?> values) {
                Object first = values.isEmpty() ? null : values.iterator().next();
                String type = first instanceof Long ? "BIGINT" : first instanceof Integer ? "INTEGER" : "VARCHAR";
                statement.setArray(i + 1, connection.createArrayOf(type, values.toArray()));
            } else {
                statement.setObject(i + 1, value);
            }
        }
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
