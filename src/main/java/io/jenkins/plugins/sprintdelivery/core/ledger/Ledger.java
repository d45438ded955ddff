package io.jenkins.plugins.sprintdelivery.core.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The history of what was built, deployed and judged, in one directory: a journal of facts, which is the truth, and a
 * database made from it, which answers questions. One process at a time writes it; any number may read it meanwhile.
 *
 * <p>Thread-safe. Open it once, and close it when the process is done with it.
 */
public final class Ledger implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration IMPORT_PATIENCE = Duration.ofMinutes(5);

    private final JournalFiles files;
    private final UUID controller;
    private final LedgerLock lock;
    private final Journal journal;
    private final Projection projection;
    private final Path temporary;
    private final LedgerQueries queries;

    private Ledger(
            JournalFiles files,
            UUID controller,
            LedgerLock lock,
            Journal journal,
            Projection projection,
            Path temporary) {
        this.files = files;
        this.controller = controller;
        this.lock = lock;
        this.journal = journal;
        this.projection = projection;
        this.temporary = temporary;
        queries = new SqlLedgerQueries(this::snapshot, controller);
    }

    /**
     * Opens the ledger in the directory for writing, or makes one there. Returns at once; the database catches up, or is
     * made anew, in the background.
     *
     * @param clock tells the times written on the journal's lines
     * @throws LedgerLockedException if another process has it open for writing
     * @throws IOException if the directory cannot be read or written
     */
    public static Ledger open(Path directory, Clock clock) throws IOException {
        return open(directory, embedded(directory), clock);
    }

    /** The database in the ledger's directory, where nothing else is chosen. */
    public static ProjectionStore embedded(Path directory) {
        return new ProjectionStore.Embedded(directory.resolve("projection"));
    }

    /** As {@link #open(Path, Clock)}, with the database somewhere else. */
    public static Ledger open(Path directory, ProjectionStore store, Clock clock) throws IOException {
        JournalFiles files = new JournalFiles(directory);
        Files.createDirectories(files.directory());
        LedgerLock lock = LedgerLock.take(directory);
        try {
            UUID controller = LedgerIdentity.readOrCreate(directory).controller();
            Journal journal = new Journal(files, controller, clock);
            Projection projection = new Projection(store, directory, controller, clock, files, journal::end);
            return new Ledger(files, controller, lock, journal, projection, null);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Opens an existing ledger for reading, also while another process writes it, and writes nothing in its directory:
     * the database is a temporary copy of what is there, brought up to date from the journal.
     *
     * @throws IOException if there is no ledger in the directory, or it cannot be read
     */
    public static Ledger openReadOnly(Path directory, Clock clock) throws IOException {
        JournalFiles files = new JournalFiles(directory);
        UUID controller = LedgerIdentity.read(directory).controller();
        Path temporary = Files.createTempDirectory("sprint-delivery-");
        try {
            Path copy = Files.createDirectory(temporary.resolve("projection"));
            copyDatabase(directory.resolve("projection"), copy);
            JournalReader reader = new JournalReader(files, 0);
            Projection projection = new Projection(
                    new ProjectionStore.Embedded(copy), temporary, controller, clock, files, reader::endNow);
            return new Ledger(files, controller, null, null, projection, temporary);
        } catch (IOException | RuntimeException e) {
            deleteRecursively(temporary);
            throw e;
        }
    }

    /**
     * The database only ever appends, and keeps for a while what it replaces, so that a copy made while it is written
     * holds a whole older state; where it does not, the copy is set aside like any damaged database.
     */
    private static void copyDatabase(Path from, Path to) throws IOException {
        String name = ProjectionDatabase.NAME + ".mv.db";
        if (Files.isRegularFile(from.resolve(name))) {
            Files.copy(from.resolve(name), to.resolve(name));
        }
    }

    /** The stable identity of the controller that writes this ledger. */
    public UUID controller() {
        return controller;
    }

    /**
     * Records the events; returns once they are forced to disk.
     *
     * @throws LedgerWriteException if they could not be written; then none of them is recorded
     * @throws IllegalStateException if the ledger was opened for reading
     */
    public void append(LedgerEvent... events) throws LedgerWriteException {
        append(List.of(events));
    }

    /** As {@link #append(LedgerEvent...)}. */
    public void append(List<? extends LedgerEvent> events) throws LedgerWriteException {
        if (journal == null) {
            throw new IllegalStateException("the ledger " + files.directory() + " was opened for reading only");
        }
        journal.append(List.copyOf(events));
        projection.wake();
    }

    /**
     * Records those of the events that say something the ledger does not hold yet, so that importing a history twice
     * records it once. Of several events about one thing only the last counts. Waits for the database first.
     *
     * @return how many events were recorded
     * @throws LedgerWriteException if they could not be written; then none of them is recorded
     * @throws LedgerUnavailableException if the database does not catch up within five minutes
     */
    public int appendNew(List<? extends LedgerEvent> events)
            throws LedgerWriteException, IOException, InterruptedException {
        if (!projection.catchUp(IMPORT_PATIENCE, false)) {
            throw new LedgerUnavailableException(
                    "the ledger's database did not catch up with its journal: " + projection.status(), null);
        }
        List<LedgerEvent> latest = FactBatch.latest(events);
        FactBatch batch = new FactBatch();
        latest.forEach(batch::add);
        Set<Object> news = news(batch);
        List<LedgerEvent> fresh = latest.stream()
                .filter(event -> news.contains(FactBatch.fact(event)))
                .toList();
        append(fresh);
        return fresh.size();
    }

    /** Writes the facts to see which are news, and takes that back: the journal comes first. */
    private Set<Object> news(FactBatch batch) {
        try (SqlSession sql = snapshot()) {
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
     * What can be asked. An answer holds what the projection has applied, see {@link #status()}. A query waits up to 30
     * seconds while the database is being opened, and throws {@link LedgerUnavailableException} after that.
     */
    public LedgerQueries queries() {
        return queries;
    }

    private SqlSession snapshot() throws SQLException {
        try {
            ProjectionDatabase database = projection.database(PATIENCE);
            if (database == null) {
                String problem = projection.lastProblem();
                throw new LedgerUnavailableException(
                        problem == null ? "the ledger's database is not open yet; try again later" : problem, null);
            }
            return database.snapshot();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailableException("interrupted while waiting for the ledger's database", e);
        }
    }

    /**
     * Waits until answers hold everything appended before the call.
     *
     * @return whether they do; false when the time was over first
     */
    public boolean catchUp(Duration timeout) throws IOException, InterruptedException {
        return projection.catchUp(timeout, true);
    }

    /** How far answers are behind; costs a pass over the bytes they are behind. */
    public LedgerStatus status() throws IOException {
        return projection.status();
    }

    /** What an administrator should know of the ledger's files: what was set aside, skipped, or is not understood. */
    public List<LedgerProblem> problems() throws IOException {
        List<LedgerProblem> problems = new ArrayList<>(files.torn());
        problems.addAll(projection.problems());
        try (SqlSession sql = snapshot()) {
            problems.addAll(sql.list(
                    "SELECT kind, file, line, message FROM journal_problems ORDER BY file, line",
                    row -> new LedgerProblem(
                            LedgerProblem.Kind.valueOf(row.text()), row.text(), row.number(), row.text())));
        } catch (SQLException | LedgerUnavailableException e) {
            problems.add(new LedgerProblem(LedgerProblem.Kind.PROJECTION, "projection", 0, e.getMessage()));
        }
        return problems;
    }

    /** Finishes what is being written and gives the ledger free. */
    @Override
    public void close() throws IOException {
        try {
            if (journal != null) {
                journal.close();
            }
            projection.close();
        } finally {
            if (lock != null) {
                lock.close();
            }
            if (temporary != null) {
                deleteRecursively(temporary);
            }
        }
    }

    private static void deleteRecursively(Path directory) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(directory)) {
            paths = walk.sorted((a, b) -> b.compareTo(a)).toList();
        }
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }
}
