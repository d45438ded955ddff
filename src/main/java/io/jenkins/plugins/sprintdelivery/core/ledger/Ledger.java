package io.jenkins.plugins.sprintdelivery.core.ledger;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.CompactionReport;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.CompactionRules;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.DurableFile;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.Journal;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalCatalog;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalCompaction;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalFiles;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalPosition;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalReader;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerExport;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerIdentity;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerLock;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerLockedException;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerMerge;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProblem;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProgress;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerWriteException;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.MergeReport;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.RetentionRules;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.Throttle;
import io.jenkins.plugins.sprintdelivery.core.ledger.projection.CurrentProjection;
import io.jenkins.plugins.sprintdelivery.core.ledger.projection.ProjectionStore;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerOutbox;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerStatus;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerUnavailableException;
import io.jenkins.plugins.sprintdelivery.core.model.Erasure;
import io.jenkins.plugins.sprintdelivery.core.model.RetentionCut;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private final Clock clock;
    private final LedgerLock lock;
    private final Journal journal;
    private final JournalCatalog catalog;
    private final CurrentProjection projection;
    private final BackgroundCompaction compaction;
    private final Path temporary;
    private final LedgerQueries queries;

    private Ledger(
            JournalFiles files,
            UUID controller,
            Clock clock,
            LedgerLock lock,
            Journal journal,
            CurrentProjection projection,
            JournalCatalog catalog,
            CompactionRules compaction,
            Path temporary) {
        this.files = files;
        this.controller = controller;
        this.clock = clock;
        this.lock = lock;
        this.journal = journal;
        this.projection = projection;
        this.catalog = catalog;
        this.compaction = compaction == null ? null : new BackgroundCompaction(this::compactNow, compaction);
        this.temporary = temporary;
        queries = queries(PATIENCE);
    }

    /** As {@link #open(Path, ProjectionStore, Clock, CompactionRules)}, with what is usual. */
    public static Ledger open(Path directory, Clock clock) throws IOException {
        return open(directory, embedded(directory), clock, CompactionRules.DEFAULT);
    }

    /** As {@link #open(Path, ProjectionStore, Clock, CompactionRules)}, with the database in the ledger's directory. */
    public static Ledger open(Path directory, Clock clock, CompactionRules compaction) throws IOException {
        return open(directory, embedded(directory), clock, compaction);
    }

    /** As {@link #open(Path, ProjectionStore, Clock, CompactionRules)}, with the usual compaction in the background. */
    public static Ledger open(Path directory, ProjectionStore store, Clock clock) throws IOException {
        return open(directory, store, clock, CompactionRules.DEFAULT);
    }

    /** The database in the ledger's directory, where nothing else is chosen. */
    public static ProjectionStore.Embedded embedded(Path directory) {
        return new ProjectionStore.Embedded(directory.resolve("projection"));
    }

    /**
     * As {@link #open(Path, Clock, CompactionRules)}, but makes no ledger where there is none.
     *
     * @throws IOException also if there is no ledger in the directory
     */
    public static Ledger openExisting(Path directory, Clock clock, CompactionRules compaction) throws IOException {
        LedgerIdentity.read(directory);
        return open(directory, clock, compaction);
    }

    /**
     * Opens the ledger in the directory for writing, or makes one there. Returns at once; the database catches up, or is
     * made anew, in the background.
     *
     * @param clock tells the times written on the journal's lines
     * @param compaction when closed months move into archives
     * @throws LedgerLockedException if another process has it open for writing
     * @throws IOException if the directory cannot be read or written
     */
    public static Ledger open(Path directory, ProjectionStore store, Clock clock, CompactionRules compaction)
            throws IOException {
        JournalFiles files = new JournalFiles(directory);
        try {
            Files.createDirectories(files.directory());
            DurableFile.forceNames(directory);
            LedgerLock lock = LedgerLock.take(directory);
            try {
                UUID controller = LedgerIdentity.readOrCreate(directory).controller();
                JournalCatalog catalog = new JournalCatalog(files);
                Journal journal = new Journal(files, catalog, controller, clock);
                CurrentProjection projection =
                        new CurrentProjection(store, directory, controller, clock, files, journal::end);
                return new Ledger(files, controller, clock, lock, journal, projection, catalog, compaction, null);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (FileSystemException e) {
            throw new IOException(
                    "the ledger " + directory + " cannot be opened for writing ("
                            + (e.getReason() == null ? e.getClass().getSimpleName() : e.getReason()) + ": "
                            + e.getFile() + "); check that the directory belongs to the user who runs this, that there"
                            + " is free space, and that the file system is not read-only",
                    e);
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
            ProjectionStore store = embedded(directory).copyTo(copy);
            JournalReader reader = new JournalReader(files, 0);
            CurrentProjection projection =
                    new CurrentProjection(store, temporary, controller, clock, files, reader::endNow);
            return new Ledger(
                    files, controller, clock, null, null, projection, new JournalCatalog(files), null, temporary);
        } catch (IOException | RuntimeException e) {
            deleteRecursively(temporary);
            throw e;
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
        mustCatchUp();
        List<LedgerEvent> fresh = projection.news(events, PATIENCE);
        append(fresh);
        return fresh.size();
    }

    private void mustCatchUp() throws IOException, InterruptedException {
        if (!projection.catchUp(IMPORT_PATIENCE, false)) {
            throw new LedgerUnavailableException(
                    "the ledger's database did not catch up with its journal: " + projection.status(), null);
        }
    }

    /**
     * Takes away what is older than the rules keep, whole months at a time. It is gone from every answer once the
     * database is made anew, and from the journal with the next compaction; that it was taken away is on record. Waits
     * for the database first, to keep what runs. Where nothing more is to go than before, nothing happens.
     *
     * @return what was taken away, or nothing
     * @throws LedgerWriteException if it could not be recorded; it may be repeated
     * @throws LedgerUnavailableException if the database does not catch up within five minutes
     */
    public Optional<RetentionCut> applyRetention(RetentionRules rules) throws IOException, InterruptedException {
        mustCatchUp();
        List<String> running = queries.running().stream()
                .map(LedgerQueries.RunningVersion::deploymentId)
                .toList();
        RetentionCut cut = rules.cut(clock.instant(), running);
        if (!files.rules().takesMore(cut)) {
            return Optional.empty();
        }
        // first the rule, so that whoever reads the event reads what is before it by that rule
        files.rules().put(cut);
        append(new LedgerEvent.RetentionApplied(cut));
        return Optional.of(cut);
    }

    /**
     * Puts a pseudonym in the place of a person's names in every text. They are gone from every answer once the database
     * is made anew, from exports at once, and from the journal with the first compaction after the month is over; that
     * somebody was erased is on record, without the name. May be repeated, also with further spellings.
     *
     * @param spellings how the person is written: full name first, then user id, mail address and the like
     * @return the pseudonym
     * @throws LedgerWriteException if it could not be recorded; it may be repeated
     * @throws IllegalArgumentException if a spelling is no name
     */
    public String erase(List<String> spellings) throws IOException {
        if (journal == null) {
            throw new IllegalStateException("the ledger " + files.directory() + " was opened for reading only");
        }
        String pseudonym = files.rules().erased().add(spellings);
        files.deleteSetAside();
        append(new LedgerEvent.PersonErased(new Erasure(pseudonym, clock.instant())));
        return pseudonym;
    }

    /**
     * How many lines the journal has; costs a pass over all of it.
     *
     * @throws IOException if the journal cannot be read
     */
    public long lines() throws IOException {
        JournalReader reader = new JournalReader(files, 0);
        return reader.linesBetween(JournalPosition.START, journal == null ? reader.endNow() : journal.end());
    }

    /** Makes the database anew from the journal; appends go on, and the old one answers until that is done. */
    public void rebuild() {
        projection.remake();
    }

    /**
     * Keeps the database somewhere else from now on. It is filled in the background; appends go on, and answers wait.
     * Returns when the old one is let go of, which takes seconds at the most.
     *
     * @throws IllegalStateException if the ledger was opened for reading
     */
    public synchronized void moveTo(ProjectionStore store) {
        if (journal == null) {
            throw new IllegalStateException("the ledger " + files.directory() + " was opened for reading only");
        }
        projection.moveTo(store);
    }

    /**
     * What can be asked. An answer holds what the projection has applied, see {@link #status()}. A query waits up to 30
     * seconds while the database is being opened, and throws {@link LedgerUnavailableException} after that.
     */
    public LedgerQueries queries() {
        return queries;
    }

    /** As {@link #queries()}, for a page, which would rather say that there is no answer than wait for long. */
    public LedgerQueries queries(Duration patience) {
        return projection.queries(patience);
    }

    /** What this controller has to tell trackers. */
    public LedgerOutbox outbox() {
        return projection.outbox(PATIENCE);
    }

    /**
     * Waits until answers hold everything appended before the call.
     *
     * @return whether they do; false when the time was over first
     */
    public boolean catchUp(Duration timeout) throws IOException, InterruptedException {
        return projection.catchUp(timeout, true);
    }

    /**
     * How far answers are behind. The first time it costs a pass over the bytes they are behind, later one over those that
     * were recorded and applied since the last time.
     */
    public LedgerStatus status() throws IOException {
        return projection.status();
    }

    /** What an administrator should know of the ledger's files: what was set aside, skipped, or is not understood. */
    public List<LedgerProblem> problems() throws IOException {
        List<LedgerProblem> problems = new ArrayList<>(files.torn());
        problems.addAll(catalog.missing());
        if (compaction != null) {
            problems.addAll(compaction.problems());
        }
        problems.addAll(projection.problems(PATIENCE));
        return problems;
    }

    /**
     * Brings in what {@link LedgerExport} wrote of another ledger, or of this one: what is not held yet is recorded, with
     * the identity of the controller that recorded it first. May be repeated.
     *
     * @param export the file, as JSON Lines or compressed with gzip
     * @param progress units are lines
     * @throws IllegalStateException if the ledger was opened for reading
     * @throws IOException if the file is no whole export, and then nothing was recorded; or if the journal cannot be
     *     written, and then the import may be repeated
     */
    public MergeReport merge(Path export, LedgerProgress progress) throws IOException {
        if (journal == null) {
            throw new IllegalStateException("the ledger " + files.directory() + " was opened for reading only");
        }
        try {
            return new LedgerMerge(files, journal, export, progress).run();
        } finally {
            projection.wake();
        }
    }

    /**
     * Moves closed months into archives now, after a compaction that is under way. Appends go on meanwhile.
     *
     * @param throttle units are bytes read
     * @throws IllegalStateException if the ledger was opened for reading
     * @throws InterruptedException if the thread was interrupted; nothing is half-done
     */
    public CompactionReport compact(Throttle throttle, LedgerProgress progress) throws InterruptedException {
        if (compaction == null) {
            throw new IllegalStateException("the ledger " + files.directory() + " was opened for reading only");
        }
        return compaction.now(throttle, progress);
    }

    private CompactionReport compactNow(Throttle throttle, LedgerProgress progress)
            throws IOException, InterruptedException {
        return new JournalCompaction(files, catalog, throttle, clock, progress)
                .run(journal.end().file());
    }

    /** Finishes what is being written and gives the ledger free. */
    @Override
    public synchronized void close() throws IOException {
        try {
            if (compaction != null) {
                compaction.close();
            }
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
