package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.io.IOException;
import java.util.Arrays;

/**
 * The lines of a month one after the other, as bytes. Holds one line and a block. What follows the last line feed is no
 * line. Of one thread.
 */
final class LineStream {

    private static final int BLOCK = 256 * 1024;

    private final JournalSource source;
    private byte[] buffer = new byte[BLOCK];
    private int filled;
    private int start;
    private int end;
    private long line;
    private long before;

    LineStream(JournalSource source) {
        this.source = source;
    }

    /**
     * Goes to the next line.
     *
     * @return false if there is none
     * @throws JournalSource.DamagedPart if what comes next cannot be read, or is longer than any line that was written
     * @throws IOException if the file cannot be read
     */
    boolean next() throws IOException {
        before += end - start;
        start = end;
        int at = start;
        while (true) {
            int lineFeed = LineFeeds.next(buffer, at, filled);
            if (lineFeed >= 0) {
                end = lineFeed + 1;
                line++;
                return true;
            }
            makeRoom();
            at = filled;
            int got = source.read(buffer, filled, buffer.length - filled);
            if (got < 0) {
                end = start;
                return false;
            }
            filled += got;
        }
    }

    private void makeRoom() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, filled - start);
            filled -= start;
            end = 0;
            start = 0;
        }
        if (filled == buffer.length) {
            if (buffer.length > JournalReader.MAX_LINE) {
                throw tooLong();
            }
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
    }

    private JournalSource.DamagedPart tooLong() throws IOException {
        long at = before + filled;
        int got;
        while ((got = source.read(buffer, 0, buffer.length)) >= 0) {
            for (int i = 0; i < got; i++) {
                if (buffer[i] == '\n') {
                    return tooLong(at + i + 1);
                }
            }
            at += got;
        }
        return tooLong(at);
    }

    private JournalSource.DamagedPart tooLong(long lineEnd) {
        return new JournalSource.DamagedPart(
                "the line is longer than any that was written here (" + JournalReader.MAX_LINE
                        + " bytes) and was skipped; restore the file from a backup if the fact is needed",
                lineEnd,
                line + 1);
    }

    /** Goes on behind a damaged part. */
    void passOver(JournalSource.DamagedPart part) throws IOException {
        source.seek(part.end());
        filled = 0;
        start = 0;
        end = 0;
        line = part.endLine();
        before = part.end();
    }

    /** The bytes that the line is in; valid until the next one. */
    byte[] buffer() {
        return buffer;
    }

    /** Where the line begins in the buffer. */
    int offset() {
        return start;
    }

    /** How many bytes it has, its line feed included. */
    int length() {
        return end - start;
    }

    /** Whether it is room that was never written, and says nothing. */
    boolean isEmpty() {
        return length() == 1;
    }

    /** Its number in the month, from 1. */
    long number() {
        return line;
    }
}
