package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.sql.Connection;
import java.sql.SQLException;

/** A connection as the ledger makes it, for questions asked by hand. */
public final class LedgerConnection {

    private LedgerConnection() {}

    /** Connects; a statement may take ten times as long as an answer. */
    public static Connection to(ProjectionStore.Postgres store) throws SQLException {
        return PostgresSource.of(store, store.timeoutSeconds() * 10).getConnection();
    }
}
