package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.sql.SQLException;

/** Makes the index of commits of a database that was loaded, in a thread of its own. */
final class IndexMaking {

    private final Thread thread;
    private volatile SQLException failure;

    private IndexMaking(ProjectionDatabase database) {
        thread = new Thread(() -> make(database), "Sprint Delivery ledger index");
        thread.setDaemon(true);
    }

    /** Begins. Whoever calls this has to wait for the end before the database is closed. */
    static IndexMaking of(ProjectionDatabase database) {
        IndexMaking making = new IndexMaking(database);
        making.thread.start();
        return making;
    }

    private void make(ProjectionDatabase database) {
        try {
            database.index();
        } catch (SQLException e) {
            failure = e;
        } catch (RuntimeException | Error e) {
            failure = new SQLException("its index of commits cannot be made: " + e, e);
        }
    }

    /**
     * Waits for the end; an interrupt does not cut that short.
     *
     * @throws SQLException if it could not be made
     */
    void await() throws SQLException {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
    }
}
