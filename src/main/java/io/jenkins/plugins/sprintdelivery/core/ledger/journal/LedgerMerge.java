package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import tools.jackson.core.JacksonException;

/**
 * Brings an export into a ledger: lines as they are, with the identity of the controller that appended them, an event
 * that the ledger holds already not again. So it may be repeated, also after it was stopped in the middle. Memory grows
 * with the number of lines by one bit each. Of one thread.
 */
public final class LedgerMerge {

    private static final int PORTION = 1 << 20;
    private static final int MAX_PROBLEMS = 100;

    private final JournalFiles files;
    private final Journal journal;
    private final Path export;
    private final LedgerProgress progress;
    private final List<LedgerProblem> problems = new ArrayList<>();
    private LedgerExport.Head head;
    private long damaged;

    /**
     * A merge, to be run once.
     *
     * @param files of the ledger that takes the lines
     * @param journal the same ledger's, to append to
     * @param export what {@link LedgerExport} wrote, compressed with gzip or not
     * @param progress units are lines
     */
    public LedgerMerge(JournalFiles files, Journal journal, Path export, LedgerProgress progress) {
        this.files = files;
        this.journal = journal;
        this.export = export;
        this.progress = progress;
    }

    /** Takes a line between the first and the last one. */
    private interface Taker {
        void take(LineStream lines, long place) throws IOException;
    }

    /**
     * Reads the export twice: first to see that it is whole and what is new in it, then to append that.
     *
     * @throws IOException if the file is no export or was cut off; then nothing is recorded. Or if the journal cannot be
     *     written; then what was recorded so far is there, and the import may be repeated
     */
    public MergeReport run() throws IOException {
        BitSet known = new BitSet();
        long read;
        try (RepeatedIds ids = new RepeatedIds()) {
            long here = ownIds(ids);
            read = forEachLine((lines, place) -> {
                JournalLine.Head line = JournalLine.head(lines.buffer(), lines.offset(), lines.length() - 1);
                ids.add(line.id(), here + place);
            });
            ids.forEachRepeat((place, first) -> {
                if (place >= here) {
                    known.set(Math.toIntExact(place - here));
                }
            });
        }
        long recorded = append(known, read);
        return new MergeReport(
                head.controller(), read, recorded, read - recorded - damaged, damaged, List.copyOf(problems));
    }

    private long ownIds(RepeatedIds ids) throws IOException {
        long place = 0;
        for (String month : files.months()) {
            progress.at(month, 0, 0);
            try (JournalSource source = files.open(month)) {
                LineStream lines = new LineStream(source);
                while (nextWhole(lines)) {
                    int length = lines.length() - 1;
                    if (JournalLine.isIntact(lines.buffer(), lines.offset(), length)) {
                        ids.add(
                                JournalLine.head(lines.buffer(), lines.offset(), length)
                                        .id(),
                                place);
                    }
                    place++;
                }
            }
        }
        return place;
    }

    private static boolean nextWhole(LineStream lines) throws IOException {
        while (true) {
            try {
                return lines.next();
            } catch (JournalSource.DamagedPart e) {
                lines.passOver(e);
            }
        }
    }

    private long append(BitSet known, long total) throws IOException {
        List<byte[]> portion = new ArrayList<>();
        long[] sums = new long[2];
        problems.clear();
        damaged = 0;
        forEachLine((lines, place) -> {
            int length = lines.length() - 1;
            if (!JournalLine.isIntact(lines.buffer(), lines.offset(), length)) {
                damaged++;
                if (problems.size() < MAX_PROBLEMS) {
                    problems.add(new LedgerProblem(
                            LedgerProblem.Kind.CHECKSUM,
                            export.toString(),
                            lines.number(),
                            "the line is damaged (its checksum does not fit) and was not taken"));
                }
            } else if (!known.get(Math.toIntExact(place))) {
                portion.add(Arrays.copyOfRange(lines.buffer(), lines.offset(), lines.offset() + lines.length()));
                sums[0]++;
                sums[1] += lines.length();
            }
            if (sums[1] >= PORTION) {
                journal.appendLines(portion);
                portion.clear();
                sums[1] = 0;
            }
            progress.at(export.toString(), place + 1, total);
        });
        if (!portion.isEmpty()) {
            journal.appendLines(portion);
        }
        return sums[0];
    }

    /** Goes through the lines of the export and returns how many there are. */
    private long forEachLine(Taker taker) throws IOException {
        try (InputStream input = open()) {
            LineStream lines = new LineStream(JournalSource.stream(input, export.toString()));
            if (!lines.next()) {
                throw new IOException(export + " is empty; name a file that 'ledger export' wrote");
            }
            head = parse(lines, LedgerExport.Head.class);
            if (head == null || head.export() < 1 || head.controller() == null) {
                throw new IOException(
                        export + ":1: this is no export of a ledger; name a file that 'ledger export' wrote"
                                + " (events of other systems are read by 'import --events')");
            }
            if (head.export() > LedgerExport.VERSION) {
                throw new IOException(export + " is of version " + head.export() + ", this version knows exports up to "
                        + LedgerExport.VERSION + "; use a newer version");
            }
            long place = 0;
            while (lines.next()) {
                LedgerExport.Foot foot = isFoot(lines) ? parse(lines, LedgerExport.Foot.class) : null;
                if (foot != null && foot.exported() != null) {
                    if (foot.exported() != place) {
                        throw new IOException(export + ":" + lines.number() + ": the export says that it has "
                                + foot.exported() + " lines and has " + place + "; export it again");
                    }
                    return place;
                }
                taker.take(lines, place);
                place++;
            }
            throw new IOException(export + " was cut off after line " + lines.number() + "; export it again");
        } catch (ZipException e) {
            throw new IOException(export + " is a damaged archive (" + e.getMessage() + "); export it again", e);
        } catch (EOFException e) {
            throw new IOException(export + " was cut off; export it again", e);
        }
    }

    private InputStream open() throws IOException {
        BufferedInputStream input = new BufferedInputStream(Files.newInputStream(export), 1 << 16);
        input.mark(2);
        boolean packed = input.read() == 0x1f && input.read() == 0x8b;
        input.reset();
        return packed ? new GZIPInputStream(input, 1 << 16) : input;
    }

    private static boolean isFoot(LineStream lines) {
        // every other line begins with its version
        return lines.length() > 2 && lines.buffer()[lines.offset() + 2] == 'e';
    }

    private static <T> T parse(LineStream lines, Class<T> type) {
        try {
            return Json.mapper().readerFor(type).readValue(lines.buffer(), lines.offset(), lines.length());
        } catch (JacksonException e) {
            return null;
        }
    }
}
