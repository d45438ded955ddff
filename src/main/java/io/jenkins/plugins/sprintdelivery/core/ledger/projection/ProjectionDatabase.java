package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/**
 * The database under the projection, embedded or PostgreSQL: a bounded pool of connections, a cache that is bounded
 * whatever the history's length, and a schema kept by migrations. Connections from any thread.
 */
final class ProjectionDatabase implements AutoCloseable {

    /** The name of the embedded database's files, without what H2 appends. */
    static final String NAME = "ledger";

    private static final int CACHE_KIB = 16 * 1024;
    private static final int CONNECTIONS = 16;
    private static final int TIMEOUT_SECONDS = 30;
    /** How many times as long as an answer a portion may take. */
    private static final int WRITER_PATIENCE = 10;
    /** The first migrations: tables up to this version, then the index that is made after the first load. */
    private static final String TABLES_ONLY = "6";

    private static final String INDEX_OF_COMMITS = "7";

    private static final String MIGRATIONS = "migration";
    /**
     * Later migrations of tables, which a first load needs already, and of their indexes: what is made after the load would
     * lock the rows that are summed up meanwhile.
     */
    private static final String LATER_TABLES = "tables";

    private static final Duration ANSWERS = Duration.ofSeconds(5);
    private static final Duration ANSWER_CHECK = Duration.ofMillis(5);

    // held, because the logging system forgets a logger nobody holds, and its level with it
    private static final Logger MIGRATION_LOG = Logger.getLogger("org.flywaydb");
    private static final Logger POOL_LOG = Logger.getLogger("com.zaxxer.hikari");

    private final HikariDataSource pool;
    private final ProjectionStore store;
    private boolean bare;
    private String viewsMissing;

    /** An embedded database whose first load was cut short. */
    static final class HalfMadeException extends SQLException {

        private static final long serialVersionUID = 1L;
    }

    private ProjectionDatabase(HikariDataSource pool, ProjectionStore store) {
        this.pool = pool;
        this.store = store;
    }

    /**
     * Opens the database, or makes one, and brings its schema up to date. An embedded one that is new lacks the
     * index of commits, see {@link #isBare()}.
     *
     * @throws SQLException if it cannot be opened or its schema is not one of this version's
     */
    static ProjectionDatabase open(ProjectionStore store) throws IOException, SQLException {
        // the pool tells of every connection; failures come as exceptions
        POOL_LOG.setLevel(Level.OFF);
        // it warns of any database younger than itself; failures come as exceptions
        MIGRATION_LOG.setLevel(Level.SEVERE);
        boolean fresh = false;
        if (store instanceof ProjectionStore.Embedded embedded) {
            Files.createDirectories(embedded.directory());
            fresh = !Files.exists(embedded.directory().resolve(NAME + ".mv.db"));
        }
        ProjectionDatabase database = new ProjectionDatabase(pool(store), store);
        try {
            database.migrate(fresh);
            return database;
        } catch (SQLException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static HikariDataSource pool(ProjectionStore store) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setPoolName("sprint-delivery-ledger");
        config.setMinimumIdle(1);
        config.setAutoCommit(false);
        config.setIdleTimeout(TimeUnit.MINUTES.toMillis(5));
        if (store instanceof ProjectionStore.Postgres postgres) {
            config.setDataSource(PostgresSource.of(postgres, postgres.timeoutSeconds()));
            config.setMaximumPoolSize(postgres.connections());
            config.setConnectionTimeout(TimeUnit.SECONDS.toMillis(postgres.timeoutSeconds()));
            config.setValidationTimeout(TimeUnit.SECONDS.toMillis(Math.min(5, postgres.timeoutSeconds())));
            config.setInitializationFailTimeout(1);
        } else {
            config.setDataSource(embedded(((ProjectionStore.Embedded) store).directory()));
            config.setMaximumPoolSize(CONNECTIONS);
            config.setConnectionTimeout(TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS));
            // H2 closes its file with its last connection
            config.setMaxLifetime(0);
        }
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private static DataSource embedded(Path directory) {
        JdbcDataSource source = new JdbcDataSource();
        // opens the file again where the interrupt of a querying thread closed it
        source.setURL("jdbc:h2:retry:" + directory.toAbsolutePath().resolve(NAME) + ";CACHE_SIZE=" + CACHE_KIB
                + ";DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=128");
        return source;
    }

    private FluentConfiguration flyway(String... directories) {
        String here = "classpath:" + ProjectionDatabase.class.getPackageName().replace('.', '/') + "/";
        FluentConfiguration configuration = Flyway.configure(ProjectionDatabase.class.getClassLoader())
                .dataSource(pool)
                .locations(Arrays.stream(directories).map(here::concat).toArray(String[]::new))
                // of a new database the index of commits comes last
                .outOfOrder(true);
        if (store instanceof ProjectionStore.Postgres postgres) {
            // sorted as Java and H2 sort, whatever the database's language
            configuration
                    .placeholders(Map.of("text", "VARCHAR COLLATE \"C\""))
                    .schemas(postgres.schema())
                    .createSchemas(true);
        } else {
            configuration.placeholders(Map.of("text", "VARCHAR"));
        }
        return configuration;
    }

    private Flyway everything() {
        return flyway(MIGRATIONS, LATER_TABLES).load();
    }

    private void makeTables() {
        flyway(MIGRATIONS).target(TABLES_ONLY).load().migrate();
        flyway(LATER_TABLES).ignoreMigrationPatterns("*:missing").load().migrate();
    }

    private void migrate(boolean fresh) throws SQLException {
        try {
            Flyway flyway = everything();
            boolean begun = false;
            boolean indexed = false;
            for (MigrationInfo applied : flyway.info().applied()) {
                if (!applied.getState().isResolved()) {
                    throw new SQLException("its schema " + applied.getVersion() + " is of another version");
                }
                // Flyway's note that it made the schema has no version
                if (applied.getVersion() != null) {
                    begun = true;
                    indexed |= INDEX_OF_COMMITS.equals(applied.getVersion().getVersion());
                }
            }
            if (begun && !indexed && store instanceof ProjectionStore.Embedded) {
                throw new HalfMadeException();
            }
            if (store instanceof ProjectionStore.Postgres postgres) {
                migrate(flyway, new ReportViews(pool, postgres.schema()));
            } else if (fresh) {
                makeTables();
            } else {
                flyway.migrate();
            }
            bare = fresh;
        } catch (FlywayException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failure;
            }
            throw new SQLException("its schema is not one of this version's: " + e.getMessage(), e);
        }
    }

    private void migrate(Flyway flyway, ReportViews views) throws SQLException {
        views.makingWay(flyway::migrate);
        try {
            views.make();
        } catch (SQLException e) {
            // reports have to wait, the ledger need not
            viewsMissing = e.getMessage();
        }
    }

    /** Why the views for reports are not there, or not as they should be; null where they are or there are none. */
    String viewsMissing() {
        return viewsMissing;
    }

    /** Whether the database is new and lacks the index of commits, so that it can only be loaded. */
    boolean isBare() {
        return bare;
    }

    /** Makes the index of commits of a database that was bare; locks no other table meanwhile. */
    void index() throws SQLException {
        try {
            everything().migrate();
            bare = false;
        } catch (FlywayException e) {
            throw new SQLException("its index of commits cannot be made: " + e.getMessage(), e);
        }
    }

    /** Where it is, for people. */
    @Override
    public String toString() {
        return store instanceof ProjectionStore.Embedded embedded
                ? embedded.directory().toString()
                : store.toString();
    }

    /** Whether nobody else writes the database. */
    boolean isEmbedded() {
        return store instanceof ProjectionStore.Embedded;
    }

    /** A session for writing, in a transaction; beside the pool, because a portion may take longer than an answer. */
    SqlSession session() throws SQLException {
        DataSource source = store instanceof ProjectionStore.Postgres postgres
                ? PostgresSource.of(postgres, postgres.timeoutSeconds() * WRITER_PATIENCE)
                : pool.getDataSource();
        Connection connection = source.getConnection();
        connection.setAutoCommit(false);
        return new SqlSession(connection);
    }

    /** A session that sees one state of the database throughout. */
    SqlSession snapshot() throws SQLException {
        Connection connection = pool.getConnection();
        try {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return new SqlSession(connection);
    }

    /** Whether the failure means that the embedded database's files are of no more use. */
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

    /** Whether another process has the embedded database open. */
    static boolean isInUse(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
                return true;
            }
        }
        return false;
    }

    /** Whether it was closed, as when another one took its place. */
    boolean isClosed() {
        return pool.isClosed();
    }

    /** Closes it, after those who ask it at the moment have their answers or had a few seconds for them. */
    @Override
    public void close() {
        HikariPoolMXBean state = pool.getHikariPoolMXBean();
        long end = System.nanoTime() + ANSWERS.toNanos();
        while (state != null && state.getActiveConnections() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(ANSWER_CHECK.toNanos());
        }
        pool.close();
    }
}
