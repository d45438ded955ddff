package io.jenkins.plugins.sprintdelivery.core.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/**
 * The embedded database under the projection: one file, its cache bounded whatever the history's length, its schema
 * kept by migrations. Connections from any thread.
 */
final class ProjectionDatabase implements AutoCloseable {

    /** The name of the database's files, without what H2 appends. */
    static final String NAME = "ledger";

    private static final int CACHE_KIB = 16 * 1024;
    private static final int MAX_CONNECTIONS = 16;
    private static final int LOGIN_TIMEOUT_SECONDS = 30;

    // held, because the logging system forgets a logger nobody holds, and its level with it
    private static final Logger MIGRATION_LOG = Logger.getLogger("org.flywaydb");

    private final JdbcConnectionPool pool;

    private ProjectionDatabase(JdbcConnectionPool pool) {
        this.pool = pool;
    }

    /**
     * Opens the database in the directory, or makes one, and brings its schema up to date.
     *
     * @throws SQLException if it cannot be opened or its schema is not one of this version's
     */
    static ProjectionDatabase open(Path directory) throws IOException, SQLException {
        Files.createDirectories(directory);
        JdbcConnectionPool pool = JdbcConnectionPool.create(
                // unlike the usual one, this access to files survives the interrupt of a querying thread
                "jdbc:h2:async:" + directory.toAbsolutePath().resolve(NAME) + ";CACHE_SIZE=" + CACHE_KIB
                        + ";DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=128",
                "",
                "");
        pool.setMaxConnections(MAX_CONNECTIONS);
        pool.setLoginTimeout(LOGIN_TIMEOUT_SECONDS);
        try {
            pool.getConnection().close();
            migrate(pool);
            return new ProjectionDatabase(pool);
        } catch (SQLException | RuntimeException e) {
            pool.dispose();
            throw e;
        }
    }

    private static void migrate(JdbcConnectionPool pool) throws SQLException {
        // it warns of any H2 younger than itself; failures come as exceptions
        MIGRATION_LOG.setLevel(Level.SEVERE);
        try {
            Flyway flyway = Flyway.configure(ProjectionDatabase.class.getClassLoader())
                    .dataSource(pool)
                    .locations("classpath:"
                            + ProjectionDatabase.class.getPackageName().replace('.', '/') + "/migration")
                    .load();
            for (MigrationInfo applied : flyway.info().applied()) {
                if (!applied.getState().isResolved()) {
                    throw new SQLException("its schema " + applied.getVersion() + " is of a newer version");
                }
            }
            flyway.migrate();
        } catch (FlywayException e) {
            throw new SQLException("its schema is not one of this version's: " + e.getMessage(), e);
        }
    }

    /** A session for writing, in a transaction. */
    SqlSession session() throws SQLException {
        Connection connection = pool.getConnection();
        connection.setAutoCommit(false);
        return new SqlSession(connection);
    }

    /** A session that sees one state of the database throughout. */
    SqlSession snapshot() throws SQLException {
        Connection connection = pool.getConnection();
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        return new SqlSession(connection);
    }

    /** Whether the failure means that the database's files are of no more use. */
    static boolean isDamaged(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() == ErrorCode.FILE_CORRUPTED_1) {
                return true;
            }
            if (cause instanceof MVStoreException store
                    && (store.getErrorCode() == DataUtils.ERROR_FILE_CORRUPT
                            || store.getErrorCode() == DataUtils.ERROR_CHUNK_NOT_FOUND
                            || store.getErrorCode() == DataUtils.ERROR_SERIALIZATION
                            || store.getErrorCode() == DataUtils.ERROR_INTERNAL)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the failure is about the value that was to be written, not about the database. */
    static boolean isAboutData(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String state = cause instanceof SQLException sql ? sql.getSQLState() : null;
            if (state != null && (state.startsWith("22") || state.startsWith("23"))
                    || cause instanceof ArithmeticException) {
                return true;
            }
        }
        return false;
    }

    /** Whether another process has the database open. */
    static boolean isInUse(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        pool.dispose();
    }
}
