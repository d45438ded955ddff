package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Moves closed months into archives, and takes out of them what retention and erasure took away. An archive is written
 * beside the month, forced to disk, read back and compared before it gets its name, and only then the older file goes;
 * whenever the machine stops, one or both of them are there and whole, and the newer one is read. Takes no lock that an
 * append needs. Of one thread; of one compaction at a time.
 */
public final class JournalCompaction {

    private static final int BLOCK = 64 * 1024;

    private final JournalFiles files;
    private final JournalCatalog catalog;
    private final Throttle throttle;
    private final Clock clock;
    private final LedgerProgress progress;

    private final List<String> archived = new ArrayList<>();
    private final List<String> rewritten = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private final List<LedgerProblem> problems = new ArrayList<>();
    private long before;
    private long after;

    /**
     * A compaction, to be run once.
     *
     * @param throttle units are bytes read
     * @param progress units are months
     */
    public JournalCompaction(
            JournalFiles files, JournalCatalog catalog, Throttle throttle, Clock clock, LedgerProgress progress) {
        this.files = files;
        this.catalog = catalog;
        this.throttle = throttle;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Works through all months before the one that is written.
     *
     * @param open the file that is written, or may be written next
     * @throws IOException if the directory cannot be read; what concerns one month is a problem in the report
     * @throws InterruptedException if the thread was interrupted; what was done stays, nothing is half-done
     */
    public CompactionReport run(String open) throws IOException, InterruptedException {
        for (Path old : files.superseded()) {
            Files.deleteIfExists(old);
        }
        List<String> closed = files.months().stream()
                .filter(month -> month.compareTo(open) < 0)
                .toList();
        String rules = files.rules().fingerprint();
        for (int i = 0; i < closed.size(); i++) {
            String month = closed.get(i);
            progress.at(month, i, closed.size());
            try {
                compact(month, rules);
            } catch (ClosedByInterruptException | InterruptedIOException e) {
                Thread.interrupted();
                throw new InterruptedException();
            } catch (IOException e) {
                problems.add(new LedgerProblem(
                        LedgerProblem.Kind.ARCHIVE,
                        "journal/" + month,
                        0,
                        "the month could not be moved into an archive or rewritten, and was left as it is: "
                                + e.getMessage()));
            }
        }
        progress.at("", closed.size(), closed.size());
        return new CompactionReport(
                List.copyOf(archived),
                List.copyOf(rewritten),
                List.copyOf(removed),
                before,
                after,
                List.copyOf(problems));
    }

    private void compact(String month, String rules) throws IOException, InterruptedException {
        if (!rules.isEmpty() && !rules.equals(catalog.rules(month))) {
            boolean changed = rewrite(month);
            if (removed.contains(month)) {
                catalog.remove(month);
                return;
            }
            catalog.rewritten(month, rules);
            if (changed) {
                return;
            }
        }
        if (Files.exists(files.path(month))) {
            archive(month);
        }
    }

    /** Writes the month anew without what is gone from it; returns whether anything was. */
    private boolean rewrite(String month) throws IOException, InterruptedException {
        files.setTornTailAside(month, clock.instant());
        Path old = files.onDisk(month);
        Path fresh = files.archive(JournalFiles.nextRevision(month));
        Path half = fresh.resolveSibling(fresh.getFileName() + JournalFiles.TEMPORARY);
        LineRules rules = new LineRules(files.rules()::apply);
        Digest digest = new Digest();
        long changed = 0;
        try {
            try (JournalSource source = files.open(month);
                    ArchiveWriter archive = new ArchiveWriter(half)) {
                LineStream lines = new LineStream(source);
                while (lines.next()) {
                    throttle.take(lines.length());
                    byte[] line = rules.line(lines);
                    changed += line.length == lines.length()
                                    && Arrays.equals(
                                            line,
                                            0,
                                            line.length,
                                            lines.buffer(),
                                            lines.offset(),
                                            lines.offset() + lines.length())
                            ? 0
                            : 1;
                    if (line.length > 0) {
                        digest.add(line, 0, line.length);
                        archive.add(line, 0, line.length);
                    }
                }
                archive.finish();
            }
            if (changed == 0) {
                return false;
            }
            if (!isSame(digest, half)) {
                throw new IOException("the archive did not read back as it was written; check the disk");
            }
            before += Files.size(old);
            if (digest.length == 0) {
                removed.add(month);
            } else {
                DurableFile.moveIntoPlace(half, fresh);
                rewritten.add(month);
                after += Files.size(fresh);
            }
        } finally {
            Files.deleteIfExists(half);
        }
        Files.deleteIfExists(files.path(month));
        Files.deleteIfExists(files.archive(month));
        files.forceDirectory();
        return true;
    }

    private void archive(String month) throws IOException, InterruptedException {
        files.setTornTailAside(month, clock.instant());
        Path archive = files.archive(month);
        Path plain = files.path(month);
        if (!Files.exists(archive) || !isSame(digest(month), archive)) {
            Path half = archive.resolveSibling(archive.getFileName() + JournalFiles.TEMPORARY);
            try {
                Digest written = write(month, half);
                if (!isSame(written, half)) {
                    throw new IOException("the archive did not read back as it was written; check the disk");
                }
                DurableFile.moveIntoPlace(half, archive);
            } finally {
                Files.deleteIfExists(half);
            }
        }
        before += Files.size(plain);
        after += Files.size(archive);
        Files.delete(plain);
        files.forceDirectory();
        archived.add(month);
    }

    private Digest write(String month, Path target) throws IOException, InterruptedException {
        Digest digest = new Digest();
        try (JournalSource source = files.open(month);
                ArchiveWriter archive = new ArchiveWriter(target)) {
            LineStream lines = new LineStream(source);
            while (lines.next()) {
                throttle.take(lines.length());
                digest.add(lines.buffer(), lines.offset(), lines.length());
                archive.add(lines.buffer(), lines.offset(), lines.length());
            }
            archive.finish();
        }
        return digest;
    }

    private Digest digest(String month) throws IOException, InterruptedException {
        try (JournalSource source = files.open(month)) {
            return digest(source);
        }
    }

    private boolean isSame(Digest expected, Path archive) throws IOException, InterruptedException {
        try (JournalSource source = new ArchiveSource(archive, archive.toString())) {
            return digest(source).isSameAs(expected);
        } catch (JournalSource.DamagedPart e) {
            return false;
        }
    }

    private Digest digest(JournalSource source) throws IOException, InterruptedException {
        Digest digest = new Digest();
        byte[] block = new byte[BLOCK];
        int got;
        while ((got = source.read(block, 0, BLOCK)) >= 0) {
            throttle.take(got);
            digest.add(block, 0, got);
        }
        return digest;
    }

    /** What two runs of bytes are compared by. */
    private static final class Digest {

        private final CRC32C crc = new CRC32C();
        private long length;

        void add(byte[] bytes, int offset, int count) {
            crc.update(bytes, offset, count);
            length += count;
        }

        boolean isSameAs(Digest other) {
            return length == other.length && crc.getValue() == other.crc.getValue();
        }
    }
}
