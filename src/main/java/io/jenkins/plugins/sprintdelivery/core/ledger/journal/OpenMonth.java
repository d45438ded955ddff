package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;

/**
 * The file that the journal writes. It grows ahead of its lines, in steps as large as what was written so far, by line
 * feeds, which say nothing: overwriting what a file holds already is forced in much less time than making it longer, which
 * the file system has to note each time, together with what others wrote. A file that is closed has no such room; one that
 * a crash left has, until it is opened again. Of one thread at a time.
 */
final class OpenMonth implements AutoCloseable {

    /** Each write returns when its bytes, and what is needed to find them, are on disk: O_DSYNC. */
    private static final String FORCED = "rwd";

    private static final int BLOCK = 64 * 1024;
    /** A ledger that is written now and then gets no room. */
    private static final long SMALLEST_ROOM = 8 * 1024;

    private static final long LARGEST_ROOM = 1024 * 1024;
    /** Of the file systems that there are. */
    private static final long COARSEST_CLOCK_NANOS = 2_000_000_000;

    private final JournalFiles files;
    private final JournalCatalog catalog;

    private RandomAccessFile file;
    private String name;
    private Object key;
    /** When the directory's names had changed last as they were looked at, or null. */
    private FileTime names;
    /** Since when the names are known to have that time. */
    private long namesSeen;
    /** Where the lines end. */
    private long end;
    /** Where the file ends. */
    private long length;
    /** How many bytes of lines were written since the file was opened, or since there was no room to be had. */
    private long written;

    /**
     * @param catalog is told when a month begins
     */
    OpenMonth(JournalFiles files, JournalCatalog catalog) {
        this.files = files;
        this.catalog = catalog;
    }

    /**
     * Writes whole lines and returns once they are forced to disk.
     *
     * @param month the name of its file
     * @param good where the lines end that are there
     * @throws IOException if they could not be written; then none of them is there, or none stays when the file is opened
     *     the next time
     */
    void write(String month, long good, byte[] lines) throws IOException {
        try {
            open(month, good);
            if (good + lines.length > length) {
                grow(lines);
            } else {
                file.write(lines);
            }
            end = good + lines.length;
            written += lines.length;
        } catch (IOException e) {
            withdraw(good, e);
            throw e;
        }
    }

    private void grow(byte[] lines) throws IOException {
        long room = Math.min(LARGEST_ROOM, written);
        if (room >= SMALLEST_ROOM) {
            byte[] roomy = Arrays.copyOf(lines, Math.toIntExact(lines.length + room));
            Arrays.fill(roomy, lines.length, roomy.length, (byte) '\n');
            try {
                file.write(roomy);
                length = end + roomy.length;
                return;
            } catch (IOException e) {
                // the lines alone may fit
                file.setLength(end);
                file.seek(end);
                written = 0;
            }
        }
        file.write(lines);
        length = end + lines.length;
    }

    private void open(String month, long good) throws IOException {
        if (!month.equals(name)) {
            close();
            key = null;
            names = null;
            name = month;
        }
        checkName();
        end = good;
        if (file == null) {
            // not a channel: an interrupt of the writing thread would close it
            file = new RandomAccessFile(files.path(name).toFile(), FORCED);
            key = keyOf(name);
            written = 0;
            length = file.length();
            if (length > good) {
                file.setLength(good);
                length = good;
            }
            if (good == 0) {
                files.forceDirectory();
                catalog.begin(name);
            }
        }
        goToEnd();
    }

    /** Reads the last byte, since asking for the length is what makes the next write slow. */
    private void goToEnd() throws IOException {
        if (end == 0) {
            file.seek(0);
            return;
        }
        file.seek(end - 1);
        if (file.read() < 0) {
            bridge();
        }
    }

    /**
     * Sees to it that the file's name still leads to the file that is open. Looks at the directory, which tells when a name
     * changed: from the moment on at which it is asked for the file itself, the file system notes each write's time, with
     * a write of its own.
     */
    private void checkName() throws IOException {
        if (key == null) {
            return;
        }
        FileTime now = namesChanged();
        if (now == null || !now.equals(names)) {
            names = now;
            namesSeen = System.nanoTime();
        } else if (System.nanoTime() - namesSeen > COARSEST_CLOCK_NANOS) {
            // before that, two changes in quick succession may have one time
            return;
        }
        Object present = keyOf(name);
        if (present == null && file != null) {
            // only its name is gone yet
            putBack();
        } else if (present != null && !present.equals(key)) {
            // it is looked at again the next time, too
            names = null;
            throw new IOException(
                    files.path(name) + " was replaced by another file while the ledger was open; close the"
                            + " ledger (stop Jenkins), decide which file is right, and open it again");
        }
    }

    private FileTime namesChanged() throws IOException {
        try {
            return Files.getLastModifiedTime(files.directory());
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** What tells a file from another one of the same name; null where there is no file. */
    private Object keyOf(String month) throws IOException {
        try {
            return Files.readAttributes(files.path(month), BasicFileAttributes.class)
                    .fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private void putBack() throws IOException {
        Files.createDirectories(files.directory());
        Path copy = files.directory().resolve(name + JournalFiles.TEMPORARY);
        try (RandomAccessFile target = new RandomAccessFile(copy.toFile(), "rw")) {
            byte[] block = new byte[BLOCK];
            file.seek(0);
            long left = end;
            while (left > 0) {
                int some = (int) Math.min(BLOCK, left);
                file.readFully(block, 0, some);
                target.write(block, 0, some);
                left -= some;
            }
            target.getFD().sync();
        }
        DurableFile.moveIntoPlace(copy, files.path(name));
        catalog.save();
        close();
    }

    /**
     * Somebody cut the file while it was open. The hole becomes one damaged line, so that places in the file stay what
     * they were and what follows can be read.
     */
    private void bridge() throws IOException {
        file.setLength(end);
        file.seek(end - 1);
        file.write('\n');
        length = end;
    }

    /** Takes back what a failed write left; where even that fails, the next write or opening does it. */
    private void withdraw(long good, IOException cause) {
        end = good;
        try {
            close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** Closes the file, after what is behind its lines was taken off: room, or the rest of a write that failed. */
    @Override
    public void close() throws IOException {
        if (file != null) {
            try (RandomAccessFile closing = file) {
                file = null;
                closing.setLength(Math.min(closing.length(), end));
            }
        }
    }
}
