package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections to PostgreSQL as they were asked for; the password is asked for with each. */
final class PostgresSource extends PGSimpleDataSource {

    private static final long serialVersionUID = 1L;

    /** What a query may take is the server's matter; a connection that says nothing for this much longer is dead. */
    private static final int GRACE_SECONDS = 10;

    private final transient ProjectionStore.Postgres store;

    private PostgresSource(ProjectionStore.Postgres store) {
        this.store = store;
    }

    /**
     * @param seconds how long a statement may take
     */
    static DataSource of(ProjectionStore.Postgres store, int seconds) {
        PostgresSource source = new PostgresSource(store);
        source.setServerNames(new String[] {store.host()});
        source.setPortNumbers(new int[] {store.port()});
        source.setDatabaseName(store.database());
        source.setCurrentSchema(store.schema());
        source.setUser(store.user());
        source.setApplicationName("sprint-delivery");
        source.setReWriteBatchedInserts(true);
        source.setTcpKeepAlive(true);
        source.setConnectTimeout(store.timeoutSeconds());
        source.setLoginTimeout(store.timeoutSeconds());
        source.setSocketTimeout(seconds + GRACE_SECONDS);
        long millis = TimeUnit.SECONDS.toMillis(seconds);
        source.setOptions("-c statement_timeout=" + millis + " -c lock_timeout=" + millis
                + " -c idle_in_transaction_session_timeout=" + 2 * millis);
        source.setSslMode(store.tls().mode().label());
        if (store.tls().rootCertificate() != null) {
            source.setSslRootCert(store.tls().rootCertificate().toString());
        } else if (store.tls().mode() != ProjectionStore.Tls.Mode.DISABLE
                && store.tls().mode() != ProjectionStore.Tls.Mode.REQUIRE) {
            // the certificates that Java trusts
            source.setSslfactory("org.postgresql.ssl.DefaultJavaSSLFactory");
        }
        return source;
    }

    /** A failure says what to do, where that is known. */
    @Override
    public Connection getConnection() throws SQLException {
        try {
            return getConnection(getUser(), store.password().get());
        } catch (SQLException e) {
            String advice = ConnectionAdvice.on(e, store);
            throw advice == null ? e : new SQLException(e.getMessage() + "; " + advice, e.getSQLState(), e);
        }
    }

    /** Says nothing of passwords. */
    @Override
    public String toString() {
        return "PostgreSQL at " + String.join(",", getServerNames());
    }
}
