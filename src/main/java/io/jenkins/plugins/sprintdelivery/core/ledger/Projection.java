package io.jenkins.plugins.sprintdelivery.core.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the database in step with the journal, in a thread of its own. A database that is missing, damaged, or of
 * another version's schema is set aside and made anew from the journal; nothing that goes wrong here reaches who appends.
 */
final class Projection implements AutoCloseable {

    private static final long RETRY_MILLIS = 2_000;
    private static final int BATCH_BYTES = 4 * 1024 * 1024;

    /** Where the journal ends at this moment. */
    interface JournalEnd {
        JournalPosition get() throws IOException;
    }

    private final Path directory;
    private final UUID controller;
    private final Clock clock;
    private final JournalReader reader;
    private final JournalEnd journalEnd;
    private final List<LedgerProblem> setAside = new CopyOnWriteArrayList<>();
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // guarded by the lock
    private ProjectionDatabase database;
    private JournalPosition applied = JournalPosition.START;
    private boolean summed;
    private boolean closing;
    private String problem;

    /**
     * Starts the projection.
     *
     * @param directory where its database is, or will be
     * @param journalEnd asked from the projection's thread and from those that wait for it
     */
    Projection(Path directory, UUID controller, Clock clock, JournalFiles files, JournalEnd journalEnd) {
        this.directory = directory;
        this.controller = controller;
        this.clock = clock;
        this.journalEnd = journalEnd;
        reader = new JournalReader(files, BATCH_BYTES);
        thread = new Thread(this::run, "Sprint Delivery ledger projection");
        thread.setDaemon(true);
        thread.start();
    }

    /** Tells the projection that the journal has grown. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (!isClosing()) {
            try (ProjectionDatabase opened = openOrRebuild();
                    ProjectionWriter writer = new ProjectionWriter(opened, controller)) {
                start(opened, writer);
                follow(writer);
            } catch (SQLException | IOException | RuntimeException e) {
                stumbled(e);
            } finally {
                withdraw();
            }
        }
    }

    private ProjectionDatabase openOrRebuild() throws IOException, SQLException {
        try {
            return ProjectionDatabase.open(directory);
        } catch (SQLException | RuntimeException e) {
            if (ProjectionDatabase.isInUse(e)) {
                throw e;
            }
            setAside(e.getMessage());
            return ProjectionDatabase.open(directory);
        }
    }

    private void setAside(String reason) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        String name = directory.getFileName() + "-set-aside-"
                + clock.instant().toString().replace(":", "");
        String unused = name;
        for (int i = 2; Files.exists(directory.resolveSibling(unused)); i++) {
            unused = name + "-" + i;
        }
        Files.move(directory, directory.resolveSibling(unused));
        setAside.add(new LedgerProblem(
                LedgerProblem.Kind.PROJECTION,
                unused,
                0,
                "the projection could not be used (" + reason + "), was moved to this directory, which may be deleted,"
                        + " and is made anew from the journal; nothing is lost"));
    }

    private void start(ProjectionDatabase opened, ProjectionWriter writer) throws SQLException, IOException {
        JournalPosition position = writer.applied();
        JournalPosition end = journalEnd.get();
        if (position.compareTo(end) > 0) {
            throw new StaleProjection("it is ahead of the journal: " + position + " after " + end);
        }
        lock.lock();
        try {
            database = opened;
            applied = position;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The database does not belong to this journal as it is now. */
    private static final class StaleProjection extends RuntimeException {

        private static final long serialVersionUID = 1L;

        StaleProjection(String message) {
            super(message);
        }
    }

    private void follow(ProjectionWriter writer) throws SQLException, IOException {
        while (!isClosing()) {
            JournalReader.Batch batch = reader.read(applied(), journalEnd.get());
            if (batch.lines() > 0) {
                writer.apply(batch);
                progress(batch.end(), false);
            } else if (writer.refreshSummaries()) {
                progress(batch.end(), true);
                await();
            }
        }
    }

    private JournalPosition applied() {
        lock.lock();
        try {
            return applied;
        } finally {
            lock.unlock();
        }
    }

    private void progress(JournalPosition position, boolean nowSummed) {
        lock.lock();
        try {
            applied = position;
            summed = nowSummed;
            problem = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void await() throws IOException {
        lock.lock();
        try {
            while (!closing && applied.compareTo(journalEnd.get()) >= 0) {
                // looks by itself now and then: a journal that another process writes wakes nobody
                changed.awaitNanos(TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS));
            }
        } catch (InterruptedException e) {
            // only close() ends this thread
            return;
        } finally {
            lock.unlock();
        }
    }

    private void stumbled(Exception failure) {
        lock.lock();
        try {
            problem = "the projection in " + directory + " cannot be written: " + failure.getMessage()
                    + "; the journal goes on, and the projection is tried again every few seconds";
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        boolean damaged = failure instanceof StaleProjection || ProjectionDatabase.isDamaged(failure);
        withdraw();
        try {
            if (damaged) {
                setAside(failure.getMessage());
            } else {
                pause();
            }
        } catch (IOException e) {
            pause();
        }
    }

    private void pause() {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS);
            while (!closing && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // only close() ends this thread
            return;
        } finally {
            lock.unlock();
        }
    }

    private void withdraw() {
        lock.lock();
        try {
            database = null;
            summed = false;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until everything appended before the call is in the database.
     *
     * @param withSummaries whether to wait for the summaries too
     * @return whether that was so before the time was over
     */
    boolean catchUp(Duration timeout, boolean withSummaries) throws IOException, InterruptedException {
        JournalPosition goal = journalEnd.get();
        lock.lockInterruptibly();
        try {
            changed.signalAll();
            long left = timeout.toNanos();
            while (database == null || applied.compareTo(goal) < 0 || withSummaries && !summed) {
                if (left <= 0 || closing) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The database for queries; waits for it while it is being opened or replaced. */
    ProjectionDatabase database(Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = timeout.toNanos();
            while (database == null) {
                if (left <= 0 || closing) {
                    return null;
                }
                left = changed.awaitNanos(left);
            }
            return database;
        } finally {
            lock.unlock();
        }
    }

    /** How far behind the projection is; costs a pass over the bytes that are not applied yet. */
    LedgerStatus status() throws IOException {
        JournalPosition position;
        String last;
        lock.lock();
        try {
            position = applied;
            last = problem;
        } finally {
            lock.unlock();
        }
        JournalPosition end = journalEnd.get();
        return new LedgerStatus(reader.linesBetween(position, end), reader.bytesBetween(position, end), last);
    }

    /** Why the projection does not get on, or null while it does. */
    String lastProblem() {
        lock.lock();
        try {
            return problem;
        } finally {
            lock.unlock();
        }
    }

    /** Databases that were set aside since the projection was started. */
    List<LedgerProblem> problems() {
        return List.copyOf(setAside);
    }

    /** Stops after the batch under way. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
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
    }
}
