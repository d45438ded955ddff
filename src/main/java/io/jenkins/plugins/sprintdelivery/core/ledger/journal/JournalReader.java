package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the journal from any position on, in batches of bounded size. A line that cannot be taken becomes a problem. What
 * retention took away is passed over, and names of erased persons come as pseudonyms. Lines are read by one thread at a
 * time; the rest may be asked from any.
 */
public final class JournalReader {

    private static final int BLOCK = 256 * 1024;
    private static final int SMALLEST_BATCH = 64 * 1024;
    static final int MAX_LINE = 64 * 1024 * 1024;

    private final JournalFiles files;
    private final int batchBytes;
    private final JobNames names;
    private final EntryScanner scanner = new EntryScanner();

    /**
     * Reads jobs under the names that they had.
     *
     * @param batchBytes about how many bytes of lines a batch holds
     */
    public JournalReader(JournalFiles files, int batchBytes) {
        this(files, batchBytes, JobNames.UNCHANGED);
    }

    /** As {@link #JournalReader(JournalFiles, int)}, with the names that jobs have now. */
    public JournalReader(JournalFiles files, int batchBytes, JobNames names) {
        this.files = files;
        this.batchBytes = batchBytes;
        this.names = names;
    }

    /**
     * What was read.
     *
     * @param entries in the journal's order
     * @param problems lines that were skipped
     * @param lines how many lines, usable or not, and parts that are damaged
     * @param end where to go on
     */
    public record Batch(List<JournalEntry> entries, List<LedgerProblem> problems, long lines, JournalPosition end) {}

    /**
     * Reads whole lines after {@code from} and not after {@code limit}; an empty batch means there are none.
     *
     * @throws IOException if the journal cannot be read
     */
    public Batch read(JournalPosition from, JournalPosition limit) throws IOException {
        try {
            return readOnce(from, limit);
        } catch (NoSuchFileException e) {
            // a month moved into its archive after its name was read
            return readOnce(from, limit);
        }
    }

    private Batch readOnce(JournalPosition from, JournalPosition limit) throws IOException {
        List<JournalEntry> entries = new ArrayList<>();
        List<LedgerProblem> problems = new ArrayList<>();
        long lines = 0;
        JournalPosition position = from;
        for (String month : files.months()) {
            if (month.compareTo(from.file()) < 0 || month.compareTo(limit.file()) > 0) {
                continue;
            }
            JournalPosition start = month.equals(from.file()) ? from : new JournalPosition(month, 0, 0);
            try (JournalSource source = files.open(month)) {
                long end = month.equals(limit.file()) ? limit.offset() : source.size();
                if (start.offset() < end) {
                    position = new Pass(source, entries, problems).read(start, end);
                    lines = position.line() - start.line();
                    if (position.offset() > start.offset()) {
                        break;
                    }
                }
            }
        }
        lines = Math.max(lines, problems.size());
        boolean empty = lines == 0 && limit.offset() == 0 && limit.compareTo(position) > 0;
        // a month that was begun and not written yet, as where the writer was killed in between
        return new Batch(entries, problems, lines, empty ? limit : position);
    }

    /** One pass over a part of a month. */
    private final class Pass {

        private final JournalSource source;
        private final List<JournalEntry> entries;
        private final List<LedgerProblem> problems;

        private byte[] buffer;
        private int filled;
        private int lineStart;
        private long line;

        Pass(JournalSource source, List<JournalEntry> entries, List<LedgerProblem> problems) {
            this.source = source;
            this.entries = entries;
            this.problems = problems;
        }

        JournalPosition read(JournalPosition start, long end) throws IOException {
            long length = end - start.offset();
            buffer = new byte[(int) Math.min(length, Math.max(batchBytes, SMALLEST_BATCH))];
            line = start.line();
            try {
                source.seek(start.offset());
                while (true) {
                    int wanted = (int) Math.min(length - filled, buffer.length - filled);
                    int got = wanted == 0 ? -1 : source.read(buffer, filled, wanted);
                    if (got < 0) {
                        break;
                    }
                    takeLines(got);
                    if (lineStart == 0 && filled == buffer.length && filled < length) {
                        if (buffer.length > MAX_LINE) {
                            return passOver(start, end);
                        }
                        buffer = Arrays.copyOf(buffer, (int) Math.min(length, buffer.length * 2L));
                    }
                }
            } catch (JournalSource.DamagedPart e) {
                if (lineStart == 0) {
                    problems.add(new LedgerProblem(
                            LedgerProblem.Kind.ARCHIVE, source.file(), start.line() + 1, e.getMessage()));
                    return new JournalPosition(start.file(), e.end(), e.endLine());
                }
                // what was read before it is taken first; the next call comes back to the damage
            }
            return new JournalPosition(start.file(), start.offset() + lineStart, line);
        }

        private void takeLines(int got) throws IOException {
            int end = filled + got;
            for (int at = LineFeeds.next(buffer, filled, end); at >= 0; at = LineFeeds.next(buffer, lineStart, end)) {
                line++;
                if (at > lineStart) {
                    take(source.file(), line, buffer, lineStart, at - lineStart, entries, problems);
                }
                lineStart = at + 1;
            }
            filled = end;
        }

        /** A line that no writer wrote, such as a hole in the file: it is passed over without holding it. */
        private JournalPosition passOver(JournalPosition start, long end) throws IOException {
            long at = start.offset() + filled;
            while (at < end) {
                int got = source.read(buffer, 0, (int) Math.min(buffer.length, end - at));
                if (got < 0) {
                    break;
                }
                for (int i = 0; i < got; i++) {
                    if (buffer[i] == '\n') {
                        problems.add(new LedgerProblem(
                                LedgerProblem.Kind.CHECKSUM,
                                source.file(),
                                line + 1,
                                "the line is longer than any that was written here (" + MAX_LINE
                                        + " bytes) and was skipped; restore the file from a backup if the fact is"
                                        + " needed"));
                        return new JournalPosition(start.file(), at + i + 1, line + 1);
                    }
                }
                at += got;
            }
            // no line yet
            return start;
        }
    }

    private void take(
            String file,
            long line,
            byte[] buffer,
            int offset,
            int length,
            List<JournalEntry> entries,
            List<LedgerProblem> problems)
            throws IOException {
        try {
            JournalEntry entry = JournalLine.decode(buffer, offset, length, scanner);
            LedgerEvent event = files.rules().apply(entry.event(), entry.time());
            if (event != null) {
                entries.add(names.apply(event == entry.event() ? entry : entry.with(event)));
            }
        } catch (JournalLine.Unusable e) {
            problems.add(new LedgerProblem(e.kind(), file, line, e.getMessage()));
        }
    }

    /**
     * Where the last whole line ends at this moment; for a journal that another process may be writing.
     *
     * @throws IOException if the journal cannot be read
     */
    public JournalPosition endNow() throws IOException {
        List<String> months = files.months();
        if (months.isEmpty()) {
            return JournalPosition.START;
        }
        String newest = months.get(months.size() - 1);
        return new JournalPosition(newest, files.wholeLines(newest), 0);
    }

    /**
     * How many bytes lie between the two positions.
     *
     * @throws IOException if the journal cannot be read
     */
    public long bytesBetween(JournalPosition from, JournalPosition to) throws IOException {
        long bytes = 0;
        for (String month : files.months()) {
            if (month.compareTo(from.file()) >= 0 && month.compareTo(to.file()) <= 0) {
                long start = month.equals(from.file()) ? from.offset() : 0;
                long end = month.equals(to.file()) ? to.offset() : files.size(month);
                bytes += Math.max(0, end - start);
            }
        }
        return bytes;
    }

    /**
     * How many lines lie between the two positions; costs a pass over them.
     *
     * @throws IOException if the journal cannot be read
     */
    public long linesBetween(JournalPosition from, JournalPosition to) throws IOException {
        long lines = 0;
        for (String month : files.months()) {
            if (month.compareTo(from.file()) >= 0 && month.compareTo(to.file()) <= 0) {
                try (JournalSource source = files.open(month)) {
                    long start = month.equals(from.file()) ? from.offset() : 0;
                    lines += lines(source, start, month.equals(to.file()) ? to.offset() : source.size());
                }
            }
        }
        return lines;
    }

    private static long lines(JournalSource source, long from, long end) throws IOException {
        byte[] block = new byte[BLOCK];
        long lines = 0;
        long at = from;
        while (at < end) {
            try {
                source.seek(at);
                int got;
                while (at < end && (got = source.read(block, 0, (int) Math.min(BLOCK, end - at))) >= 0) {
                    for (int i = 0; i < got; i++) {
                        if (block[i] == '\n') {
                            lines++;
                        }
                    }
                    at += got;
                }
                return lines;
            } catch (JournalSource.DamagedPart e) {
                lines++;
                at = e.end();
            }
        }
        return lines;
    }
}
