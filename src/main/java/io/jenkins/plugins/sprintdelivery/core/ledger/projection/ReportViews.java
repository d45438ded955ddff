package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import javax.sql.DataSource;

/**
 * The views that reports read on PostgreSQL, in a schema of their own beside the tables'. They are made when the database
 * is opened and are not the ones there already. Whoever may read them needs no right to the tables. Views that exist are
 * replaced in place, so that rights to them stay; only where a column went or became something else are they dropped
 * first.
 */
final class ReportViews {

    /** What the schema of the views is called, after that of the tables. */
    static final String SUFFIX = "_bi";

    private static final int LONGEST_NAME = 63;
    private static final String COMMENT = "Made by Sprint Delivery, see docs/bi.md; version ";
    private static final String LOCK_PATIENCE = "5s";
    private static final Pattern STATEMENT_END = Pattern.compile(";\\s*(?:\\R|$)");
    private static final Pattern NAME = Pattern.compile("VIEW \\$\\{bi}\\.(\\w+) AS");
    private static final Pattern MACRO = Pattern.compile("\\$\\{(time|json):");
    /** Before what PostgreSQL can say as a moment there is none. */
    private static final long EARLIEST = -200_000_000_000_000_000L;

    private static final String OTHER_COLUMNS = "42P16";
    /** What a change of a table is refused with while a view reads it. */
    private static final Set<String> IN_USE = Set.of("2BP01", "0A000");

    private final DataSource source;
    private final String tables;
    private final String views;
    private final String text;

    /** @param schema where the tables are */
    ReportViews(DataSource source, String schema) {
        this(source, schema, read());
    }

    /** With views of another version. */
    ReportViews(DataSource source, String schema, String text) {
        this.source = source;
        tables = schema;
        views = schema + SUFFIX;
        this.text = text;
    }

    private static String read() {
        try (InputStream resource = ReportViews.class.getResourceAsStream("bi/views.sql")) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Work {
        void with(Statement sql) throws SQLException;
    }

    private void inTransaction(Work work) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement sql = connection.createStatement()) {
            connection.setAutoCommit(false);
            try {
                work.with(sql);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    /**
     * Makes the views where they are not there as this version has them.
     *
     * @throws SQLException saying why that does not work and what to do; the tables and what was there before stay as
     *     they are
     */
    void make() throws SQLException {
        if (views.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw new SQLException("the name of a schema " + views + " would be longer than PostgreSQL allows; give"
                    + " the ledger's schema a name of " + (LONGEST_NAME - SUFFIX.length()) + " bytes or less");
        }
        try {
            try {
                inTransaction(sql -> makeWhereMissing(sql, false));
            } catch (SQLException e) {
                if (!OTHER_COLUMNS.equals(e.getSQLState())) {
                    throw e;
                }
                inTransaction(sql -> makeWhereMissing(sql, true));
            }
        } catch (SQLException e) {
            throw new SQLException(e.getMessage() + advice(e), e.getSQLState(), e);
        }
    }

    private String advice(SQLException failure) {
        return "42501".equals(failure.getSQLState())
                ? "; let an administrator of the database run: CREATE SCHEMA " + quoted(views)
                        + " AUTHORIZATION, followed by the name of the ledger's user"
                : "";
    }

    private void makeWhereMissing(Statement sql, boolean anew) throws SQLException {
        sql.execute("SET LOCAL lock_timeout = '" + LOCK_PATIENCE + "'");
        // controllers that share the database open it at the same time
        sql.execute("SELECT pg_advisory_xact_lock(" + lockNumber() + ")");
        if (isCurrent(sql)) {
            return;
        }
        if (!exists(sql)) {
            sql.execute("CREATE SCHEMA " + quoted(views));
        }
        drop(sql, anew ? Set.of() : names());
        sql.execute("SET LOCAL search_path = " + quoted(tables));
        for (String statement : STATEMENT_END.split(withoutComments())) {
            sql.execute(filled(statement));
        }
        for (String name : names()) {
            sql.execute("COMMENT ON VIEW " + quoted(views) + "." + quoted(name) + " IS '" + comment() + "'");
        }
    }

    private boolean exists(Statement sql) throws SQLException {
        try (ResultSet rows = sql.executeQuery("SELECT 1 FROM pg_namespace WHERE nspname = " + literal(views))) {
            return rows.next();
        }
    }

    /** Whether each view is there, made by this text. */
    private boolean isCurrent(Statement sql) throws SQLException {
        Set<String> found = new TreeSet<>();
        try (ResultSet rows = sql.executeQuery("SELECT c.relname FROM pg_class c JOIN pg_namespace n"
                + " ON n.oid = c.relnamespace WHERE n.nspname = " + literal(views)
                + " AND c.relkind = 'v' AND obj_description(c.oid, 'pg_class') = " + literal(comment()))) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found.containsAll(names());
    }

    /**
     * Changes tables; where the views stand in the way they are dropped, to be made anew afterwards.
     *
     * @param change is run again after the views were dropped
     */
    void makingWay(Runnable change) throws SQLException {
        try {
            change.run();
        } catch (RuntimeException e) {
            if (!isInTheWay(e)) {
                throw e;
            }
            inTransaction(sql -> drop(sql, Set.of()));
            change.run();
        }
    }

    private static boolean isInTheWay(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null && IN_USE.contains(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** Drops what was made here, but for some. */
    private void drop(Statement sql, Set<String> kept) throws SQLException {
        List<String> dropped = new ArrayList<>();
        try (ResultSet rows =
                sql.executeQuery("SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE n.nspname = " + literal(views)
                        + " AND c.relkind = 'v' AND obj_description(c.oid, 'pg_class') LIKE '" + COMMENT + "%'")) {
            while (rows.next()) {
                if (!kept.contains(rows.getString(1))) {
                    dropped.add(quoted(views) + "." + quoted(rows.getString(1)));
                }
            }
        }
        if (!dropped.isEmpty()) {
            sql.execute("DROP VIEW " + String.join(", ", dropped));
        }
    }

    private String comment() {
        CRC32C checksum = new CRC32C();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return COMMENT + Long.toHexString(checksum.getValue());
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        Matcher name = NAME.matcher(text);
        while (name.find()) {
            names.add(name.group(1));
        }
        return names;
    }

    private String withoutComments() {
        return text.replaceAll("(?m)^\\s*--.*$\\R?", "").strip();
    }

    private String filled(String statement) {
        String filled = statement.replace("${bi}", quoted(views));
        Matcher macro = MACRO.matcher(filled);
        while (macro.find()) {
            int end = filled.indexOf('}', macro.end());
            String argument = filled.substring(macro.end(), end);
            String meaning = macro.group(1).equals("time") ? time(argument) : json(argument);
            filled = filled.substring(0, macro.start()) + meaning + filled.substring(end + 1);
            macro = MACRO.matcher(filled);
        }
        return filled;
    }

    private static String time(String micros) {
        return "CASE WHEN (" + micros + ") > " + EARLIEST + " THEN 'epoch'::timestamptz + (" + micros
                + ") * '1 us'::interval END";
    }

    /** JSON, which unlike a text of this database may speak of the character NUL. */
    private static String json(String content) {
        return "replace(" + content + ", '\\u0000', '\\ufffd')::jsonb";
    }

    private long lockNumber() {
        CRC32C number = new CRC32C();
        number.update(views.getBytes(StandardCharsets.UTF_8));
        return number.getValue();
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String literal(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
