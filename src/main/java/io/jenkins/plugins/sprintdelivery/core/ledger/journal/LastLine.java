package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.io.IOException;
import java.io.RandomAccessFile;

/**
 * The last line of a month that lies open. One that a crash cut off, or that a writer is about to finish, has no line feed
 * behind it; or, where it stands in the room that {@link OpenMonth} makes, more than one, and a checksum that does not fit.
 * Of one thread.
 */
final class LastLine {

    private static final int BLOCK = 64 * 1024;

    private final RandomAccessFile file;
    private final long length;
    private final long end;
    private final long start;

    /**
     * Looks for the line, from the end of the file on.
     *
     * @throws IOException if the file cannot be read
     */
    LastLine(RandomAccessFile file) throws IOException {
        this.file = file;
        length = file.length();
        end = behindLast(false, length);
        start = behindLast(true, end);
    }

    /** Where the line ends, its line feed not counted; 0 where there is none. */
    long end() {
        return end;
    }

    /** Where the whole lines end: behind this one, or behind those before it. */
    long endOfWholeLines() throws IOException {
        if (end > 0 && isWhole()) {
            return end + 1;
        }
        long before = behindLast(false, start);
        return before == 0 ? 0 : before + 1;
    }

    private boolean isWhole() throws IOException {
        if (length - end <= 1) {
            // written where the file ended: the line feed is its last byte
            return length > end;
        }
        if (end - start > JournalReader.MAX_LINE) {
            return false;
        }
        byte[] line = new byte[(int) (end - start)];
        file.seek(start);
        file.readFully(line);
        return JournalLine.isIntact(line, 0, line.length);
    }

    /** The place behind the last line feed, or behind the last byte that is none, before the place; 0 where there is none. */
    private long behindLast(boolean lineFeed, long before) throws IOException {
        byte[] block = new byte[(int) Math.min(BLOCK, before)];
        long to = before;
        while (to > 0) {
            int some = (int) Math.min(BLOCK, to);
            file.seek(to - some);
            file.readFully(block, 0, some);
            for (int i = some - 1; i >= 0; i--) {
                if (block[i] == '\n' == lineFeed) {
                    return to - some + i + 1;
                }
            }
            to -= some;
        }
        return 0;
    }
}
