package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JobNames;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalEnd;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalEntry;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalFiles;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalPosition;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalReader;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProblem;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LinesBehind;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the database in step with the journal, in a thread of its own. An embedded database that is missing, damaged, or
 * of another version's schema is set aside and made anew from the journal; in a shared one the controller's own rows are,
 * where they do not belong to its journal as it is now. Nothing that goes wrong here reaches who appends.
 */
final class Projection implements AutoCloseable {

    private static final long RETRY_MILLIS = 2_000;
    private static final long BEAT_MILLIS = 10_000;
    private static final long CLOSE_PATIENCE_MILLIS = 10_000;
    private static final long QUIET_MILLIS = 500;
    private static final long GATHER_MILLIS = 50;
    /** How many times as long as it works it rests, while others append and nobody waits for answers. */
    private static final int RESTS = 3;

    private static final long MAX_REST_MILLIS = 1_000;
    private static final int FEW_LINES = 1_000;
    private static final int BATCH_BYTES = 4 * 1024 * 1024;
    /** Less than half of a region of the usual collector, which keeps bigger arrays apart. */
    private static final int LOAD_BYTES = 256 * 1024;
    /** Some five thousand events, so that what they speak of is still at hand when deployments are derived. */
    private static final int LOAD_LAG = 8;

    private static final int GLANCE_BYTES = 1;

    private final ProjectionStore store;
    private final Path temporary;
    private final UUID controller;
    private final UUID process = UUID.randomUUID();
    private final Clock clock;
    private final JournalFiles files;
    private final JournalEnd journalEnd;
    private final LinesBehind linesBehind;
    private final List<LedgerProblem> setAside = new CopyOnWriteArrayList<>();
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Somebody waits for the projection; unlike the other, appending alone does not signal it. */
    private final Condition wanted = lock.newCondition();
    // guarded by the lock
    private ProjectionDatabase database;
    private ProjectionWriter current;
    private JournalPosition applied = JournalPosition.START;
    private boolean summed;
    private boolean closing;
    private String problem;
    private SQLException damage;
    private int waiting;
    private long remakesWanted;
    private long remakesDone;
    /** How far the database is that is made while the old one answers, or null. */
    private JournalPosition remade;
    // of the projection's thread
    private boolean mayLoad = true;
    /** Up to which wish for a new database the one beside the old one is made, or null where there is none. */
    private Long replacement;

    private JournalReader reader;
    /** Up to here facts are read as what happened until then to jobs, names and age makes them. */
    private JournalPosition settled = JournalPosition.START;

    /**
     * Starts the projection.
     *
     * @param store where its database is, or will be
     * @param temporary a directory for temporary files
     * @param journalEnd asked from the projection's thread and from those that wait for it
     */
    Projection(
            ProjectionStore store,
            Path temporary,
            UUID controller,
            Clock clock,
            JournalFiles files,
            JournalEnd journalEnd) {
        this.store = store;
        this.temporary = temporary;
        this.controller = controller;
        this.clock = clock;
        this.files = files;
        this.journalEnd = journalEnd;
        linesBehind = new LinesBehind(files);
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

    /**
     * Makes the database anew from the journal, for what changes facts that were applied long ago. The old one answers
     * until the new one is there.
     */
    void remake() {
        lock.lock();
        try {
            remakesWanted++;
            summed = false;
            changed.signalAll();
            wanted.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Tells why a question had no answer: whoever asks may find damage where the projection itself never looks. */
    void questionFailed(SQLException failure) {
        if (!ProjectionDatabase.isDamaged(failure)) {
            return;
        }
        lock.lock();
        try {
            damage = failure;
            changed.signalAll();
            wanted.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void refuseDamaged() throws SQLException {
        lock.lock();
        try {
            if (damage != null) {
                throw damage;
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isRemaking() {
        lock.lock();
        try {
            return remakesDone < remakesWanted;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (!isClosing()) {
            try (ProjectionDatabase opened = openOrRebuild();
                    ProjectionWriter writer = new ProjectionWriter(opened, controller, process)) {
                lock.lock();
                try {
                    current = writer;
                } finally {
                    lock.unlock();
                }
                try {
                    if (start(opened, writer)) {
                        follow(opened, writer);
                    }
                    writer.controller().leave();
                } finally {
                    // before the database is closed under those who ask it
                    withdraw();
                }
            } catch (Replaced e) {
                // the next round opens the new one
                continue;
            } catch (SQLException | IOException | RuntimeException e) {
                stumbled(e);
            } finally {
                withdraw();
            }
        }
    }

    /** A whole database was made beside the one that is open. */
    private static final class Replaced extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    private static Path beside(ProjectionStore.Embedded embedded) {
        return embedded.directory().resolveSibling(embedded.directory().getFileName() + "-next");
    }

    /** Puts the database that was made beside the old one in its place; what was not finished is deleted. */
    private void takeReplacement(ProjectionStore.Embedded embedded) throws IOException {
        Path next = beside(embedded);
        if (replacement != null) {
            long remakes = replacement;
            replacement = null;
            String file = ProjectionDatabase.NAME + ".mv.db";
            Files.move(next.resolve(file), embedded.directory().resolve(file), StandardCopyOption.ATOMIC_MOVE);
            done(remakes);
        }
        if (Files.exists(next)) {
            discard(next);
            Files.deleteIfExists(next.resolve(ProjectionDatabase.NAME + ".trace.db"));
            Files.delete(next);
        }
    }

    /** Makes the database anew while the old one answers. */
    private void replace(ProjectionDatabase opened, ProjectionWriter writer) throws SQLException, IOException {
        try {
            if (store instanceof ProjectionStore.Embedded embedded) {
                replaceFile(embedded);
            } else {
                replaceRows(opened, writer);
            }
        } catch (BulkLoadAbandonedException e) {
            // the next attempt goes portion by portion
            writer.controller().lastPortion();
        }
    }

    private void replaceFile(ProjectionStore.Embedded embedded) throws SQLException, IOException {
        long remakes = remakes();
        takeReplacement(embedded);
        try (ProjectionDatabase fresh = ProjectionDatabase.open(new ProjectionStore.Embedded(beside(embedded)));
                ProjectionWriter filling = new ProjectionWriter(fresh, controller, process)) {
            filling.controller().lastPortion();
            if (!fill(fresh, filling)) {
                return;
            }
            filling.controller().leave();
        }
        replacement = remakes;
        throw new Replaced();
    }

    /** Fills a database with what is in the journal at this moment; returns whether it was let finish. */
    private boolean fill(ProjectionDatabase fresh, ProjectionWriter filling) throws SQLException, IOException {
        JournalPosition goal = journalEnd.get();
        JobNames names = JobNames.read(files, goal);
        JournalPosition position = load(fresh, filling, names, goal, this::remaking);
        JournalReader journal = new JournalReader(files, BATCH_BYTES, names);
        while (position != null && position.compareTo(goal) < 0) {
            JournalReader.Batch batch = journal.read(position, goal);
            if (batch.lines() == 0) {
                break;
            }
            filling.apply(position, batch, true);
            position = remaking(batch.end()) ? batch.end() : null;
        }
        while (position != null && !filling.refreshSummaries()) {
            position = remaking(position) ? position : null;
        }
        return position != null;
    }

    /** Makes the controller's rows anew in one transaction, until the end of which everybody sees the old ones. */
    private void replaceRows(ProjectionDatabase shared, ProjectionWriter writer) throws SQLException, IOException {
        long remakes = remakes();
        JournalPosition goal = journalEnd.get();
        JobNames names = JobNames.read(files, goal);
        JournalPosition end = mayLoad
                ? writer.inOneTransaction(() -> load(shared, writer, names, goal, this::remaking))
                : load(shared, writer, names, goal, this::remaking);
        if (end != null) {
            settled = goal;
            reader = new JournalReader(files, BATCH_BYTES, names);
            progress(end, false);
            done(remakes);
        }
    }

    private long remakes() {
        lock.lock();
        try {
            return remakesWanted;
        } finally {
            lock.unlock();
        }
    }

    private void done(long remakes) {
        lock.lock();
        try {
            remakesDone = remakes;
            remade = null;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean remaking(JournalPosition position) {
        lock.lock();
        try {
            remade = position;
            return !closing;
        } finally {
            lock.unlock();
        }
    }

    private ProjectionDatabase openOrRebuild() throws IOException, SQLException {
        if (store instanceof ProjectionStore.Embedded embedded) {
            takeReplacement(embedded);
        }
        try {
            return ProjectionDatabase.open(store);
        } catch (SQLException | RuntimeException e) {
            if (!(store instanceof ProjectionStore.Embedded embedded) || ProjectionDatabase.isInUse(e)) {
                throw e;
            }
            if (e instanceof ProjectionDatabase.HalfMadeException) {
                discard(embedded.directory());
            } else {
                setAside(embedded.directory(), e.getMessage());
            }
            return ProjectionDatabase.open(store);
        }
    }

    private void setAside(Path directory, String reason) throws IOException {
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

    /** Deletes a database that was never whole. */
    private static void discard(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(ProjectionDatabase.NAME + ".mv.db"));
    }

    /** Brings the database to where it can be followed; returns whether it is there. */
    private boolean start(ProjectionDatabase opened, ProjectionWriter writer) throws SQLException, IOException {
        reportMissingViews(opened);
        reader = new JournalReader(files, BATCH_BYTES);
        long remakes = remakes();
        ControllerRow.Portion last = writer.controller().lastPortion();
        JournalPosition position = last.to();
        String strange = strangeness(last);
        if (strange != null && opened.isEmbedded()) {
            throw new StaleProjection(strange);
        } else if (strange != null) {
            setAside.add(
                    new LedgerProblem(
                            LedgerProblem.Kind.PROJECTION,
                            opened.toString(),
                            0,
                            "the rows of this controller did not belong to its journal (" + strange
                                    + "), as after it was"
                                    + " restored from a backup; they were deleted and are made anew; nothing else was touched"));
            position = JournalPosition.START;
        }
        settled = position;
        boolean loads = position.equals(JournalPosition.START);
        if (loads) {
            settled = journalEnd.get();
            JobNames names = JobNames.read(files, settled);
            reader = new JournalReader(files, BATCH_BYTES, names);
            position = load(opened, writer, names, settled, this::loading);
            if (position == null) {
                return false;
            }
        }
        boolean outdated = !loads && writer.controller().isOutdated();
        lock.lock();
        try {
            if (loads) {
                remakesDone = remakes;
            } else if (outdated) {
                remakesWanted++;
            }
            database = opened;
            applied = position;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return true;
    }

    private void reportMissingViews(ProjectionDatabase opened) {
        if (opened.viewsMissing() != null) {
            LedgerProblem missing = new LedgerProblem(
                    LedgerProblem.Kind.PROJECTION,
                    opened.toString(),
                    0,
                    "the views for reports could not be made (" + opened.viewsMissing()
                            + "); everything else works, and they are made when the ledger is opened the next time");
            if (!setAside.contains(missing)) {
                setAside.add(missing);
            }
        }
    }

    /** Why what is applied is not of this journal, or null where it is. */
    private String strangeness(ControllerRow.Portion last) throws IOException {
        JournalPosition end = journalEnd.get();
        if (last.to().compareTo(end) > 0) {
            return "it is ahead of the journal: " + last.to() + " after " + end;
        }
        JournalPosition position = last.from();
        String event = null;
        while (position.compareTo(last.to()) < 0) {
            JournalReader.Batch batch = reader.read(position, last.to());
            if (batch.lines() == 0) {
                return "the journal's file " + last.to().file() + " is not the one that was applied";
            }
            position = batch.end();
            if (!batch.entries().isEmpty()) {
                event = batch.entries().get(batch.entries().size() - 1).id().toString();
            }
        }
        return Objects.equals(event, last.lastEvent())
                ? null
                : "the journal holds another event at " + last.to() + " than the one that was applied";
    }

    private JournalPosition load(
            ProjectionDatabase opened,
            ProjectionWriter writer,
            JobNames names,
            JournalPosition end,
            ProjectionWriter.Progress progress)
            throws SQLException, IOException {
        if (!opened.isEmbedded()) {
            // what a load that was cut short left
            writer.controller().empty();
        }
        if (mayLoad && !end.equals(JournalPosition.START)) {
            try (ReadAhead portions = new ReadAhead(
                    new JournalReader(files, LOAD_BYTES, names), controller, JournalPosition.START, end)) {
                return writer.load(portions, LOAD_LAG, temporary, progress);
            } catch (BulkLoadAbandonedException e) {
                mayLoad = false;
                throw e;
            } catch (SQLException | ArithmeticException e) {
                // portion by portion it is found out which event it is
                if (ProjectionDatabase.isAboutData(e)) {
                    mayLoad = false;
                    throw new BulkLoadAbandonedException(e.getMessage());
                }
                throw e;
            }
        }
        if (opened.isBare()) {
            opened.index();
        }
        return JournalPosition.START;
    }

    private boolean loading(JournalPosition position) {
        lock.lock();
        try {
            applied = position;
            return !closing;
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

    private void follow(ProjectionDatabase opened, ProjectionWriter writer) throws SQLException, IOException {
        while (!isClosing()) {
            refuseDamaged();
            if (isRemaking()) {
                replace(opened, writer);
                continue;
            }
            JournalPosition from = applied();
            boolean resolved = from.compareTo(settled) < 0;
            JournalPosition end = journalEnd.get();
            JournalReader.Batch batch = reader.read(from, resolved ? settled : end);
            if (!resolved
                    && batch.entries().stream().anyMatch(entry -> entry.event().changesThePast())) {
                // more of them may follow at once, as where a folder with many jobs is moved
                pause(QUIET_MILLIS);
                remake();
            } else if (batch.lines() > 0) {
                long start = System.nanoTime();
                writer.apply(from, batch, resolved);
                progress(batch.end(), false);
                long took = System.nanoTime() - start;
                if (batch.lines() < FEW_LINES || !journalEnd.get().equals(end)) {
                    rest(Math.max(
                            TimeUnit.MILLISECONDS.toNanos(GATHER_MILLIS),
                            Math.min(TimeUnit.MILLISECONDS.toNanos(MAX_REST_MILLIS), RESTS * took)));
                }
            } else if (writer.refreshSummaries()) {
                progress(batch.end(), true);
                await(writer);
            }
        }
    }

    /** Leaves the processor and the disk to who appends, unless somebody waits for answers. */
    private void rest(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (!closing && waiting == 0 && remakesDone == remakesWanted && left > 0) {
                left = wanted.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // only close() ends this thread
            return;
        } finally {
            lock.unlock();
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

    /** Waits for the journal to grow; says now and then that somebody is here. */
    private void await(ProjectionWriter writer) throws IOException, SQLException {
        long beat = System.nanoTime();
        while (isWaiting()) {
            if (System.nanoTime() - beat > TimeUnit.MILLISECONDS.toNanos(BEAT_MILLIS)) {
                writer.controller().beat();
                beat = System.nanoTime();
            }
        }
    }

    private boolean isWaiting() throws IOException {
        lock.lock();
        try {
            // looks by itself now and then: a journal that another process writes wakes nobody
            long left = TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS);
            while (left > 0) {
                if (closing
                        || damage != null
                        || remakesDone < remakesWanted
                        || applied.compareTo(journalEnd.get()) < 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            // only close() ends this thread
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void stumbled(Exception failure) {
        boolean embedded = store instanceof ProjectionStore.Embedded;
        boolean anew = failure instanceof StaleProjection
                || failure instanceof BulkLoadAbandonedException
                || ProjectionDatabase.isDamaged(failure);
        lock.lock();
        try {
            if (!closing && !anew) {
                problem = "the projection in " + store + " cannot be written: " + SqlSession.reason(failure)
                        + "; the journal goes on, and the projection is tried again every few seconds";
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (failure instanceof BulkLoadAbandonedException && embedded) {
                discard(((ProjectionStore.Embedded) store).directory());
            } else if (anew && embedded) {
                setAside(((ProjectionStore.Embedded) store).directory(), failure.getMessage());
            } else if (!anew) {
                pause();
            }
        } catch (IOException e) {
            pause();
        }
    }

    private void pause() {
        pause(RETRY_MILLIS);
    }

    private void pause(long millis) {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
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
            current = null;
            damage = null;
            summed = false;
            remade = null;
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
        waiting++;
        try {
            changed.signalAll();
            wanted.signalAll();
            long left = timeout.toNanos();
            while (database == null
                    || remakesDone < remakesWanted
                    || applied.compareTo(goal) < 0
                    || withSummaries && !summed) {
                if (left <= 0 || closing) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /** The database for queries; waits for it while it is being opened or replaced. */
    ProjectionDatabase database(Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = timeout.toNanos();
            while (database == null) {
                if (left <= 0 || closing || problem != null) {
                    return null;
                }
                left = changed.awaitNanos(left);
            }
            return database;
        } finally {
            lock.unlock();
        }
    }

    /** How far behind the projection is; costs what {@link LinesBehind} does. */
    LedgerStatus status() throws IOException {
        JournalPosition position;
        String last;
        lock.lock();
        try {
            position = remade == null ? applied : remade;
            last = problem;
        } finally {
            lock.unlock();
        }
        JournalPosition end = journalEnd.get();
        return new LedgerStatus(
                linesBehind.between(position, end),
                new JournalReader(files, 0).bytesBetween(position, end),
                position.compareTo(end) < 0 ? oldest(position, end) : null,
                last);
    }

    private Instant oldest(JournalPosition position, JournalPosition end) throws IOException {
        List<JournalEntry> next =
                new JournalReader(files, GLANCE_BYTES).read(position, end).entries();
        return next.isEmpty() ? null : next.get(0).time();
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

    /** Databases, or rows, that were set aside since the projection was started. */
    List<LedgerProblem> problems() {
        return List.copyOf(setAside);
    }

    /** Stops after the batch under way, and cuts off what takes too long. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
            wanted.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        long patience = CLOSE_PATIENCE_MILLIS;
        while (thread.isAlive()) {
            try {
                thread.join(patience);
                abort();
            } catch (InterruptedException e) {
                interrupted = true;
                patience = 1;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void abort() {
        lock.lock();
        try {
            if (current != null && !(store instanceof ProjectionStore.Embedded)) {
                current.abort();
            }
        } finally {
            lock.unlock();
        }
    }
}
