package io.jenkins.plugins.sprintdelivery.core.ledger;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The append-only truth: JSON Lines, one file a month by the time of writing in UTC. A clock that runs backwards does
 * not: lines go to the newest file there is, so that the order of lines is the order of appending.
 *
 * <p>Any number of threads append at once. Whichever finds nobody writing writes all that waits and forces it to disk
 * once; the others wait for that. An interrupt neither stops a write nor gets lost.
 */
final class Journal implements AutoCloseable {

    private static final int MAX_GROUP_BYTES = 8 * 1024 * 1024;

    private final JournalFiles files;
    private final Clock clock;
    private final UUID controller;
    private final EventIds ids;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();
    private final Queue<Pending> waiting = new ArrayDeque<>();

    private boolean writing;
    private boolean closed;
    private volatile JournalPosition end;

    // of the one thread that writes
    private RandomAccessFile file;
    private String fileName;

    /**
     * Opens the journal for writing and sets a torn last line aside. The caller holds the ledger's lock.
     *
     * @throws IOException if the directory cannot be read or written
     */
    Journal(JournalFiles files, UUID controller, Clock clock) throws IOException {
        this.files = files;
        this.controller = controller;
        this.clock = clock;
        ids = new EventIds(clock);
        List<String> months = files.months();
        if (months.isEmpty()) {
            end = JournalPosition.START;
        } else {
            String newest = months.get(months.size() - 1);
            files.setTornTailAside(newest, clock.instant());
            end = new JournalPosition(newest, files.wholeLines(newest), 0);
        }
    }

    /** Where the last acknowledged line ends; its line number is not known. */
    JournalPosition end() {
        return end;
    }

    /**
     * Appends the events, one line each, and returns once they are forced to disk.
     *
     * @throws LedgerWriteException if they could not be written; then none of them is in the journal
     */
    void append(List<LedgerEvent> events) throws LedgerWriteException {
        if (events.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        List<byte[]> lines = new ArrayList<>(events.size());
        for (LedgerEvent event : events) {
            lines.add(JournalLine.encode(new JournalEntry(JournalLine.VERSION, ids.next(), now, controller, event)));
        }
        Pending mine = new Pending(lines);
        lock.lock();
        try {
            if (closed) {
                throw new LedgerWriteException("the ledger " + files.directory() + " is closed", null);
            }
            waiting.add(mine);
            while (!mine.done) {
                if (writing) {
                    written.awaitUninterruptibly();
                } else {
                    writeAllThatWaits();
                }
            }
        } finally {
            lock.unlock();
        }
        if (mine.failure != null) {
            throw new LedgerWriteException(message(mine.failure), mine.failure);
        }
    }

    private String message(IOException failure) {
        return "cannot write the ledger's journal in " + files.directory() + ": " + failure.getMessage()
                + "; nothing was recorded. Check free space, permissions and that the file system is not read-only";
    }

    /** Called with the lock held; gives it back while writing. */
    private void writeAllThatWaits() {
        List<Pending> group = new ArrayList<>();
        long bytes = 0;
        while (!waiting.isEmpty() && (group.isEmpty() || bytes + waiting.peek().size() <= MAX_GROUP_BYTES)) {
            bytes += waiting.peek().size();
            group.add(waiting.remove());
        }
        writing = true;
        lock.unlock();
        IOException failure = new IOException("the write was cut short");
        try {
            write(group, bytes);
            failure = null;
        } catch (IOException e) {
            failure = e;
        } finally {
            lock.lock();
            writing = false;
            for (Pending pending : group) {
                pending.done = true;
                pending.failure = failure;
            }
            written.signalAll();
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
        String month = JournalFiles.nameAt(clock.instant());
        String name = month.compareTo(end.file()) > 0 ? month : end.file();
        long good = name.equals(end.file()) ? end.offset() : 0;
        try {
            open(name, good);
            file.write(bytes);
            file.getFD().sync();
        } catch (IOException e) {
            withdraw(good, e);
            throw e;
        }
        end = new JournalPosition(name, good + bytes.length, 0);
    }

    private void open(String name, long good) throws IOException {
        if (file == null || !name.equals(fileName)) {
            closeFile();
            // not a channel: an interrupt of the writing thread would close it
            file = new RandomAccessFile(files.path(name).toFile(), "rw");
            fileName = name;
            if (good == 0) {
                files.forceDirectory();
            }
            file.setLength(good);
        }
        file.seek(good);
    }

    /** Takes back what a failed write left; where even that fails, the next write or opening does it. */
    private void withdraw(long good, IOException cause) {
        try {
            if (file != null) {
                file.setLength(good);
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        try {
            closeFile();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void closeFile() throws IOException {
        if (file != null) {
            RandomAccessFile closing = file;
            file = null;
            closing.close();
        }
    }

    /** Waits for the writes under way; later appends are refused. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            while (writing || !waiting.isEmpty()) {
                written.awaitUninterruptibly();
            }
            closeFile();
        } finally {
            lock.unlock();
        }
    }

    /** The lines of one caller. Its fields are guarded by the journal's lock. */
    private static final class Pending {
        private final List<byte[]> lines;
        private final long size;
        private boolean done;
        private IOException failure;

        Pending(List<byte[]> lines) {
            this.lines = lines;
            size = lines.stream().mapToLong(line -> line.length).sum();
        }

        long size() {
            return size;
        }
    }
}
