package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Writes a ledger's journal as one stream of JSON Lines: a first line with the controller's identity, the lines as the
 * journal holds them, without what retention and erasure took away, a last line with their number. Runs beside a writer; memory does not grow with the journal.
 */
public final class LedgerExport {

    /** The version of the stream that this software writes. */
    static final int VERSION = 1;

    private static final int MAX_PROBLEMS = 100;

    private final JournalFiles files;
    private final LineRules rules;
    private final Instant from;
    private final Instant to;
    private final OutputStream out;
    private final LedgerProgress progress;
    private final List<LedgerProblem> problems = new ArrayList<>();
    private long exported;
    private long leftOut;

    private LedgerExport(JournalFiles files, Instant from, Instant to, OutputStream out, LedgerProgress progress) {
        this.files = files;
        rules = new LineRules(files.rules()::apply);
        this.from = from;
        this.to = to;
        this.out = out;
        this.progress = progress;
    }

    /**
     * The first line of an export.
     *
     * @param export version of the stream
     * @param controller identity of the controller whose ledger it is
     * @param from only what was recorded at this moment or later, or null for everything
     * @param to only what was recorded before this moment, or null
     */
    record Head(int export, UUID controller, Instant from, Instant to) {}

    /**
     * The last line of an export.
     *
     * @param exported how many lines stand between the first and this one
     */
    record Foot(Long exported) {}

    /**
     * What was exported.
     *
     * @param exported lines
     * @param leftOut damaged lines and parts that are not in the export
     * @param problems the first of these
     */
    public record Report(long exported, long leftOut, List<LedgerProblem> problems) {}

    /**
     * Exports a ledger.
     *
     * @param from only what was recorded at this moment or later, or null for everything
     * @param to only what was recorded before this moment, or null
     * @param out is flushed, not closed
     * @param progress units are bytes read
     * @throws IOException if there is no ledger in the directory, or it cannot be read, or the stream not be written
     */
    public static Report write(Path directory, Instant from, Instant to, OutputStream out, LedgerProgress progress)
            throws IOException {
        UUID controller = LedgerIdentity.read(directory).controller();
        BufferedOutputStream buffered = new BufferedOutputStream(out, 1 << 16);
        LedgerExport export = new LedgerExport(new JournalFiles(directory), from, to, buffered, progress);
        export.line(new Head(VERSION, controller, from, to));
        export.months();
        export.line(new Foot(export.exported));
        buffered.flush();
        return new Report(export.exported, export.leftOut, List.copyOf(export.problems));
    }

    private void line(Object content) throws IOException {
        out.write(Json.mapper().writeValueAsString(content).getBytes(StandardCharsets.UTF_8));
        out.write('\n');
    }

    private void months() throws IOException {
        JournalReader reader = new JournalReader(files, 0);
        JournalPosition end = reader.endNow();
        long total = reader.bytesBetween(JournalPosition.START, end);
        long done = 0;
        for (String month : files.months()) {
            if (month.compareTo(end.file()) <= 0) {
                try (JournalSource source = files.open(month)) {
                    long size = month.equals(end.file()) ? end.offset() : source.size();
                    month(source, size, done, total);
                    done += size;
                }
            }
        }
        progress.at("", total, total);
    }

    private void month(JournalSource source, long end, long done, long total) throws IOException {
        LineStream lines = new LineStream(source);
        long bytes = 0;
        while (bytes < end) {
            try {
                if (!lines.next()) {
                    return;
                }
                bytes += lines.length();
                if (!lines.isEmpty()) {
                    line(source, lines);
                }
            } catch (JournalSource.DamagedPart e) {
                leaveOut(source, lines.number() + 1, LedgerProblem.Kind.ARCHIVE, e.getMessage());
                bytes = e.end();
                lines.passOver(e);
            }
            progress.at(source.file(), done + bytes, total);
        }
    }

    private void line(JournalSource source, LineStream lines) throws IOException {
        int length = lines.length() - 1;
        if (!JournalLine.isIntact(lines.buffer(), lines.offset(), length)) {
            leaveOut(
                    source,
                    lines.number(),
                    LedgerProblem.Kind.CHECKSUM,
                    "the line is damaged (its checksum does not fit) and was left out");
            return;
        }
        Instant time = JournalLine.head(lines.buffer(), lines.offset(), length).time();
        boolean wanted = time == null || (from == null || !time.isBefore(from)) && (to == null || time.isBefore(to));
        if (wanted) {
            byte[] line = rules.line(lines);
            out.write(line);
            exported += line.length == 0 ? 0 : 1;
        }
    }

    private void leaveOut(JournalSource source, long line, LedgerProblem.Kind kind, String message) {
        leftOut++;
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(new LedgerProblem(kind, source.file(), line, message));
        }
    }
}
