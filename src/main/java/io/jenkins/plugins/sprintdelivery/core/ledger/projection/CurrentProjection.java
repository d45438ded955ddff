package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalEnd;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalFiles;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProblem;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerOutbox;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerStatus;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The database that is made from a journal, wherever it is kept at the moment: it follows the journal in a thread of its
 * own, and answers. What asks it stays of use when it moves somewhere else. Nothing that goes wrong here reaches who
 * appends to the journal.
 *
 * <p>Thread-safe, except that {@link #moveTo} and {@link #close} are called by one thread at a time. It works until it is
 * closed.
 */
public final class CurrentProjection implements AutoCloseable {

    private final Path temporary;
    private final UUID controller;
    private final Clock clock;
    private final JournalFiles files;
    private final JournalEnd journalEnd;

    private volatile Projection projection;

    /**
     * Starts to follow the journal; returns at once, and opens or makes the database in the background.
     *
     * @param store where the database is, or will be
     * @param temporary a directory for temporary files
     * @param controller the identity of the controller whose journal it is
     * @param clock tells when a database was set aside
     * @param files the journal
     * @param journalEnd up to where it may be read
     */
    public CurrentProjection(
            ProjectionStore store,
            Path temporary,
            UUID controller,
            Clock clock,
            JournalFiles files,
            JournalEnd journalEnd) {
        this.temporary = temporary;
        this.controller = controller;
        this.clock = clock;
        this.files = files;
        this.journalEnd = journalEnd;
        projection = in(store);
    }

    private Projection in(ProjectionStore store) {
        return new Projection(store, temporary, controller, clock, files, journalEnd);
    }

    /**
     * Keeps the database somewhere else from now on. It is filled in the background, and answers wait. Returns when the
     * old one is let go of, which takes seconds at the most.
     */
    public void moveTo(ProjectionStore store) {
        // the old one first: a shared database takes rows of one controller from one process at a time
        projection.close();
        projection = in(store);
    }

    /** Tells it that the journal has grown. Returns at once. */
    public void wake() {
        projection.wake();
    }

    /** Has the database made anew from the journal. Returns at once; the old one answers until the new one is there. */
    public void remake() {
        projection.remake();
    }

    /**
     * Waits until everything that is in the journal at the time of the call is in the database.
     *
     * @param withSummaries whether to wait for the summaries too, which answers need and what is written does not
     * @return whether that was so before the time was over
     * @throws IOException if the journal cannot be read
     */
    public boolean catchUp(Duration timeout, boolean withSummaries) throws IOException, InterruptedException {
        return projection.catchUp(timeout, withSummaries);
    }

    /**
     * How far the database is behind the journal. The first time it costs a pass over the bytes it is behind, later one over
     * those that were recorded and applied since the last time.
     *
     * @throws IOException if the journal cannot be read
     */
    public LedgerStatus status() throws IOException {
        return projection.status();
    }

    /**
     * What can be asked. A query waits while the database is being opened, and throws
     * {@link LedgerUnavailableException} where it is not open after that.
     *
     * @param patience how long a query waits
     */
    public LedgerQueries queries(Duration patience) {
        return new SqlLedgerQueries(
                () -> snapshot(patience), failure -> projection.questionFailed(failure), controller);
    }

    /** What the controller has to tell trackers and event sinks; asked as {@link #queries(Duration)} are. */
    public LedgerOutbox outbox(Duration patience) {
        return new SqlLedgerOutbox(() -> snapshot(patience), queries(patience), controller);
    }

    /**
     * Those of the events that say something the database does not hold yet; of several about one thing the last alone,
     * and none about lifetime. Changes nothing.
     *
     * @param patience how long to wait while the database is being opened
     * @throws LedgerUnavailableException if the database cannot be read
     */
    public List<LedgerEvent> news(List<? extends LedgerEvent> events, Duration patience) {
        List<LedgerEvent> latest = FactBatch.latest(
                events.stream().filter(event -> !event.isAboutLifetime()).toList());
        FactBatch batch = new FactBatch();
        latest.forEach(batch::add);
        Set<Object> news = news(batch, patience);
        return latest.stream().filter(event -> news.contains(event.fact())).toList();
    }

    /** Writes the facts to see which are news, and takes that back: the journal comes first. */
    private Set<Object> news(FactBatch batch, Duration patience) {
        try (SqlSession sql = snapshot(patience)) {
            try {
                return ProjectionWriter.news(sql, controller, batch);
            } finally {
                sql.rollback();
            }
        } catch (SQLException e) {
            throw new LedgerUnavailableException("the ledger's database cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Databases, or rows, that were set aside, and lines of the journal that were skipped; that the database does not
     * answer is one of the problems too.
     *
     * @param patience how long to wait while the database is being opened
     */
    public List<LedgerProblem> problems(Duration patience) {
        List<LedgerProblem> problems = new ArrayList<>(projection.problems());
        try (SqlSession sql = snapshot(patience)) {
            problems.addAll(sql.list(
                    "SELECT kind, file, line, message FROM journal_problems ORDER BY file, line",
                    row -> new LedgerProblem(
                            LedgerProblem.Kind.valueOf(row.text()), row.text(), row.number(), row.text())));
        } catch (SQLException | LedgerUnavailableException e) {
            problems.add(new LedgerProblem(LedgerProblem.Kind.PROJECTION, "projection", 0, e.getMessage()));
        }
        return problems;
    }

    private SqlSession snapshot(Duration patience) throws SQLException {
        try {
            while (true) {
                ProjectionDatabase database = projection.database(patience);
                if (database == null) {
                    String problem = projection.lastProblem();
                    throw new LedgerUnavailableException(
                            problem == null ? "the ledger's database is not open yet; try again later" : problem, null);
                }
                try {
                    return database.snapshot();
                } catch (SQLException e) {
                    if (!database.isClosed()) {
                        throw e;
                    }
                    // another one took its place just now
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailableException("interrupted while waiting for the ledger's database", e);
        }
    }

    /** Stops after the batch under way, and cuts off what takes too long. */
    @Override
    public void close() {
        projection.close();
    }
}
