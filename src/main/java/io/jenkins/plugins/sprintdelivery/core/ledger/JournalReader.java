package io.jenkins.plugins.sprintdelivery.core.ledger;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the journal from any position on, in batches of bounded size. A line that cannot be taken becomes a problem. */
final class JournalReader {

    private static final int BLOCK = 256 * 1024;
    private static final int MAX_LINE = 64 * 1024 * 1024;

    private final JournalFiles files;
    private final int batchBytes;

    /**
     * @param batchBytes about how many bytes of lines a batch holds
     */
    JournalReader(JournalFiles files, int batchBytes) {
        this.files = files;
        this.batchBytes = batchBytes;
    }

    /**
     * What was read.
     *
     * @param entries in the journal's order
     * @param problems lines that were skipped
     * @param lines how many lines, usable or not
     * @param end where to go on
     */
    record Batch(List<JournalEntry> entries, List<LedgerProblem> problems, long lines, JournalPosition end) {}

    /** Reads whole lines after {@code from} and not after {@code limit}; an empty batch means there are none. */
    Batch read(JournalPosition from, JournalPosition limit) throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        List<LedgerProblem> problems = new ArrayList<>();
        JournalPosition position = from;
        for (String month : files.months()) {
            if (month.compareTo(from.file()) < 0 || month.compareTo(limit.file()) > 0) {
                continue;
            }
            JournalPosition start = month.equals(from.file()) ? from : new JournalPosition(month, 0, 0);
            long end = month.equals(limit.file()) ? limit.offset() : Files.size(files.path(month));
            if (start.offset() < end) {
                position = readFile(start, end, entries, problems);
                if (position.offset() > start.offset()) {
                    break;
                }
            }
        }
        return new Batch(entries, problems, entries.size() + problems.size(), position);
    }

    private JournalPosition readFile(
            JournalPosition start, long end, List<JournalEntry> entries, List<LedgerProblem> problems)
            throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(files.path(start.file()).toFile(), "r")) {
            file.seek(start.offset());
            byte[] buffer = new byte[(int) Math.min(end - start.offset(), (long) batchBytes + BLOCK)];
            int filled = 0;
            int lineStart = 0;
            long line = start.line();
            while (true) {
                long left = end - start.offset() - filled;
                int wanted = (int) Math.min(left, buffer.length - filled);
                int got = wanted == 0 ? -1 : file.read(buffer, filled, wanted);
                if (got < 0) {
                    break;
                }
                for (int i = filled; i < filled + got; i++) {
                    if (buffer[i] == '\n') {
                        line++;
                        take(start.file(), line, buffer, lineStart, i - lineStart, entries, problems);
                        lineStart = i + 1;
                    }
                }
                filled += got;
                if (lineStart == 0 && filled == buffer.length && filled < end - start.offset()) {
                    if (buffer.length > MAX_LINE) {
                        throw new IOException(files.path(start.file()) + " line " + (line + 1) + " is longer than "
                                + MAX_LINE + " bytes; restore the file from a backup");
                    }
                    buffer = Arrays.copyOf(buffer, (int) Math.min(end - start.offset(), buffer.length * 2L));
                }
            }
            return new JournalPosition(start.file(), start.offset() + lineStart, line);
        }
    }

    private static void take(
            String file,
            long line,
            byte[] buffer,
            int offset,
            int length,
            List<JournalEntry> entries,
            List<LedgerProblem> problems) {
        try {
            entries.add(JournalLine.decode(buffer, offset, length));
        } catch (JournalLine.Unusable e) {
            problems.add(new LedgerProblem(e.kind(), "journal/" + file, line, e.getMessage()));
        }
    }

    /** Where the last whole line ends at this moment; for a journal that another process may be writing. */
    JournalPosition endNow() throws IOException {
        List<String> months = files.months();
        if (months.isEmpty()) {
            return JournalPosition.START;
        }
        String newest = months.get(months.size() - 1);
        return new JournalPosition(newest, files.wholeLines(newest), 0);
    }

    /** How many bytes lie between the two positions. */
    long bytesBetween(JournalPosition from, JournalPosition to) throws IOException {
        long bytes = 0;
        for (String month : files.months()) {
            if (month.compareTo(from.file()) >= 0 && month.compareTo(to.file()) <= 0) {
                long start = month.equals(from.file()) ? from.offset() : 0;
                long end = month.equals(to.file()) ? to.offset() : Files.size(files.path(month));
                bytes += Math.max(0, end - start);
            }
        }
        return bytes;
    }

    /** How many lines lie between the two positions. */
    long linesBetween(JournalPosition from, JournalPosition to) throws IOException {
        long lines = 0;
        byte[] block = new byte[BLOCK];
        for (String month : files.months()) {
            if (month.compareTo(from.file()) < 0 || month.compareTo(to.file()) > 0) {
                continue;
            }
            try (RandomAccessFile file = new RandomAccessFile(files.path(month).toFile(), "r")) {
                long at = month.equals(from.file()) ? from.offset() : 0;
                long end = month.equals(to.file()) ? to.offset() : file.length();
                file.seek(at);
                while (at < end) {
                    int got = file.read(block, 0, (int) Math.min(BLOCK, end - at));
                    if (got < 0) {
                        break;
                    }
                    for (int i = 0; i < got; i++) {
                        if (block[i] == '\n') {
                            lines++;
                        }
                    }
                    at += got;
                }
            }
        }
        return lines;
    }
}
