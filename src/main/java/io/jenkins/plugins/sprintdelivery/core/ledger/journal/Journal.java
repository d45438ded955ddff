package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The append-only truth: JSON Lines, one file a month by the time of writing in UTC. A clock that runs backwards does
 * not: lines go to the newest file there is, so that the order of lines is the order of appending.
 *
 * <p>Any number of threads append at once. Whichever finds nobody writing writes all that waits and forces it to disk
 * once; the others wait for that, and one of those that come too late writes next. An interrupt neither stops a write nor
 * gets lost.
 */
public final class Journal implements AutoCloseable {

    private static final int LAST_BYTES = 64 * 1024;
    private static final int MAX_GROUP_BYTES = 8 * 1024 * 1024;
    /** How long a group waits for those who were in the one before, as a part of what that took. */
    private static final int GATHERING = 4;

    private static final long MAX_GATHERING_NANOS = 200_000;
    private final JournalFiles files;
    private final Clock clock;
    private final UUID controller;
    private final EventIds ids;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Pending> waiting = new ArrayDeque<>();

    private boolean writing;
    private boolean closed;
    private int lastGroup;
    private long lastNanos;
    private volatile JournalPosition end;

    // of the one thread that writes
    private final OpenMonth month;

    /**
     * Opens the journal for writing and sets a torn last line aside. The caller holds the ledger's lock.
     *
     * @param files where it is
     * @param catalog notes its months
     * @param controller the identity that its lines get
     * @param clock tells the times written on its lines
     * @throws IOException if the directory cannot be read or written
     */
    public Journal(JournalFiles files, JournalCatalog catalog, UUID controller, Clock clock) throws IOException {
        this.files = files;
        this.controller = controller;
        this.clock = clock;
        ids = new EventIds(clock);
        month = new OpenMonth(files, catalog);
        for (Path half : files.temporary()) {
            Files.delete(half);
        }
        List<String> months = files.months();
        if (months.isEmpty()) {
            end = JournalPosition.START;
        } else {
            String newest = months.get(months.size() - 1);
            files.setTornTailAside(newest, clock.instant());
            end = new JournalPosition(newest, files.wholeLines(newest), 0);
            goOnAbove(newest, end.offset());
        }
        catalog.load();
    }

    /** Lets identities rise above the last ones there are, also where the clock was set back meanwhile. */
    private void goOnAbove(String month, long length) throws IOException {
        try (JournalSource source = files.open(month)) {
            long from = Math.max(0, length - LAST_BYTES);
            source.seek(from);
            LineStream lines = new LineStream(source);
            if (from > 0 && !lines.next()) {
                return;
            }
            while (lines.next()) {
                JournalLine.Head head = JournalLine.head(lines.buffer(), lines.offset(), lines.length() - 1);
                if (controller.equals(head.controller())) {
                    ids.startAfter(head.id());
                }
            }
        } catch (JournalSource.DamagedPart e) {
            // the damage is reported by whoever reads all of it; identities rise by the clock
            return;
        }
    }

    /** Where the last acknowledged line ends; its line number is not known. */
    public JournalPosition end() {
        return end;
    }

    /**
     * Appends the events, one line each, and returns once they are forced to disk.
     *
     * @throws LedgerWriteException if they could not be written; then none of them is in the journal
     */
    public void append(List<LedgerEvent> events) throws LedgerWriteException {
        if (events.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        List<byte[]> lines = new ArrayList<>(events.size());
        for (LedgerEvent event : events) {
            lines.add(JournalLine.encode(new JournalEntry(JournalLine.VERSION, ids.next(), now, controller, event)));
        }
        appendLines(lines);
    }

    /**
     * Appends lines as another journal holds them, each with its line feed, and returns once they are forced to disk.
     *
     * @throws LedgerWriteException if they could not be written; then none of them is in the journal
     */
    void appendLines(List<byte[]> lines) throws LedgerWriteException {
        Pending mine = new Pending(lines);
        boolean writes;
        lock.lock();
        try {
            if (closed) {
                throw new LedgerWriteException("the ledger " + files.directory() + " is closed", null);
            }
            waiting.add(mine);
            writes = !writing;
            writing = true;
        } finally {
            lock.unlock();
        }
        if (!writes) {
            mine.await();
        }
        if (!mine.done) {
            writeAllThatWaits(mine);
        }
        if (mine.failure != null) {
            throw new LedgerWriteException(message(mine.failure), mine.failure);
        }
    }

    private String message(IOException failure) {
        return "cannot write the ledger's journal in " + files.directory() + ": " + failure.getMessage()
                + "; nothing was recorded. Check free space, permissions and that the file system is not read-only";
    }

    /** Called by one thread at a time, whose own lines are the first that wait. */
    private void writeAllThatWaits(Pending mine) {
        gather();
        List<Pending> group = new ArrayList<>();
        long bytes = 0;
        lock.lock();
        try {
            while (!waiting.isEmpty()
                    && (group.isEmpty() || bytes + waiting.peek().size() <= MAX_GROUP_BYTES)) {
                bytes += waiting.peek().size();
                group.add(waiting.remove());
            }
        } finally {
            lock.unlock();
        }
        long start = System.nanoTime();
        IOException failure = new IOException("the write was cut short");
        try {
            write(group, bytes);
            failure = null;
        } catch (IOException e) {
            failure = e;
        } finally {
            for (Pending pending : group) {
                pending.end(failure, pending != mine);
            }
            handOn(group.size(), System.nanoTime() - start);
        }
    }

    /**
     * Those whose lines were just written are about to append again, as a rule: a short wait for them makes one write of
     * two. Whoever is alone waits for nobody.
     */
    private void gather() {
        long end = System.nanoTime() + Math.min(MAX_GATHERING_NANOS, lastNanos / GATHERING);
        while (lastGroup > 1 && waits() < lastGroup && System.nanoTime() < end) {
            Thread.yield();
        }
    }

    private int waits() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Lets one of those who wait write next. */
    private void handOn(int groupSize, long nanos) {
        lock.lock();
        try {
            lastGroup = Math.max(groupSize, waiting.size());
            lastNanos = nanos;
            if (waiting.isEmpty()) {
                writing = false;
            } else {
                waiting.peek().wake();
            }
        } finally {
            lock.unlock();
        }
    }

    private void write(List<Pending> group, long size) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(size)];
        int at = 0;
        for (Pending pending : group) {
            for (byte[] line : pending.lines) {
                System.arraycopy(line, 0, bytes, at, line.length);
                at += line.length;
            }
        }
        String name = nameNow();
        long good = name.equals(end.file()) ? end.offset() : 0;
        month.write(name, good, bytes);
        end = new JournalPosition(name, good + bytes.length, 0);
    }

    private String nameNow() {
        String now = JournalFiles.nameAt(clock.instant());
        String name = now.compareTo(end.file()) > 0 ? now : end.file();
        // the open file of the newest month is gone, its archive is not: nothing is ever appended to an archive
        return files.isArchived(name) ? JournalFiles.nameAfter(name) : name;
    }

    /** Waits for the writes under way; later appends are refused. */
    @Override
    public void close() throws IOException {
        Pending last = new Pending(List.of());
        boolean writes;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            waiting.add(last);
            writes = !writing;
            writing = true;
        } finally {
            lock.unlock();
        }
        if (!writes) {
            last.await();
        }
        month.close();
    }

    /** The lines of one caller, who waits until they are written or until it is the one who writes. */
    private static final class Pending {
        private final List<byte[]> lines;
        private final long size;
        private final Thread caller = Thread.currentThread();
        private IOException failure;
        private volatile boolean done;
        private volatile boolean woken;

        Pending(List<byte[]> lines) {
            this.lines = lines;
            size = lines.stream().mapToLong(line -> line.length).sum();
        }

        long size() {
            return size;
        }

        /** An interrupt does not end it. */
        void await() {
            boolean interrupted = false;
            while (!woken) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                caller.interrupt();
            }
        }

        void wake() {
            woken = true;
            LockSupport.unpark(caller);
        }

        /** The lines are written, or why they are not. */
        void end(IOException cause, boolean sleeps) {
            failure = cause;
            done = true;
            if (sleeps) {
                wake();
            }
        }
    }
}
