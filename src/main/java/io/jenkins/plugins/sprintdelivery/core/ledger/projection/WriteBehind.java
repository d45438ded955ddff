package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Writes rows in a thread of its own, each write in a transaction of its own, while the next ones are made. Takes only a
 * few ahead, so that memory stays bounded. After a failure nothing more is written, and every call fails. Calls come from
 * one thread.
 */
final class WriteBehind implements RowWrites, AutoCloseable {

    private static final int AHEAD = 2;

    private final SqlSession sql;
    private final RowInserter inserter;
    private final Thread thread;
    // guarded by this
    private final Queue<Write> waiting = new ArrayDeque<>();
    private boolean writing;
    private boolean closed;
    private Throwable failure;

    /**
     * @param sql of this alone; closed with it
     * @param inserter of the same session
     */
    WriteBehind(SqlSession sql, RowInserter inserter) {
        this.sql = sql;
        this.inserter = inserter;
        thread = new Thread(this::run, "Sprint Delivery ledger rows");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        Write next = next();
        while (next != null) {
            try {
                next.on(sql, inserter);
                sql.commit();
            } catch (SQLException | RuntimeException | Error e) {
                fail(e);
            }
            next = next();
        }
    }

    private synchronized Write next() {
        writing = false;
        notifyAll();
        while (waiting.isEmpty() && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                // only close() ends this thread
                continue;
            }
        }
        writing = !waiting.isEmpty();
        return waiting.poll();
    }

    private synchronized void fail(Throwable cause) {
        failure = cause;
        waiting.clear();
    }

    @Override
    public synchronized void write(Write write) throws SQLException {
        awaitAtMost(AHEAD - 1);
        waiting.add(write);
        notifyAll();
    }

    @Override
    public synchronized SqlSession reading() throws SQLException {
        awaitAtMost(0);
        return sql;
    }

    /** Waits until at most so many writes wait, and none is under way where that is none. */
    private void awaitAtMost(int number) throws SQLException {
        boolean interrupted = false;
        while (failure == null && (waiting.size() > number || number == 0 && writing)) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure instanceof SQLException cause) {
            throw cause;
        } else if (failure instanceof RuntimeException cause) {
            throw cause;
        } else if (failure != null) {
            throw (Error) failure;
        }
    }

    /** Ends what the database is asked at the moment; from any thread. */
    void abort() {
        sql.abort();
    }

    /** Waits for the write under way; what waits is let go of. */
    @Override
    public void close() throws SQLException {
        synchronized (this) {
            closed = true;
            waiting.clear();
            notifyAll();
        }
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
        sql.close();
    }
}
