package io.jenkins.plugins.sprintdelivery.core.ledger;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Moves closed months into archives. An archive is written beside the month, forced to disk, read back and compared
 * before it gets its name, and only then the open file goes; whenever the machine stops, one or both of them are there
 * and whole. Takes no lock that an append needs. Of one thread; of one compaction at a time.
 */
final class JournalCompaction {

    private static final int BLOCK = 64 * 1024;

    private final JournalFiles files;
    private final Throttle throttle;
    private final Clock clock;
    private final LedgerProgress progress;

    private final List<String> archived = new ArrayList<>();
    private final List<LedgerProblem> problems = new ArrayList<>();
    private long before;
    private long after;

    JournalCompaction(JournalFiles files, Throttle throttle, Clock clock, LedgerProgress progress) {
        this.files = files;
        this.throttle = throttle;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Works through all months before the one that is written.
     *
     * @param open the file that is written, or may be written next
     * @throws InterruptedException if the thread was interrupted; what was done stays, nothing is half-done
     */
    CompactionReport run(String open) throws IOException, InterruptedException {
        for (Path old : files.superseded()) {
            Files.deleteIfExists(old);
        }
        List<String> closed = files.months().stream()
                .filter(month -> month.compareTo(open) < 0)
                .toList();
        for (int i = 0; i < closed.size(); i++) {
            String month = closed.get(i);
            progress.at(month, i, closed.size());
            try {
                if (Files.exists(files.path(month))) {
                    archive(month);
                }
            } catch (ClosedByInterruptException | InterruptedIOException e) {
                Thread.interrupted();
                throw new InterruptedException();
            } catch (IOException e) {
                problems.add(new LedgerProblem(
                        LedgerProblem.Kind.ARCHIVE,
                        "journal/" + month,
                        0,
                        "the month could not be moved into an archive and was left as it is: " + e.getMessage()));
            }
        }
        progress.at("", closed.size(), closed.size());
        return new CompactionReport(
                List.copyOf(archived), List.of(), List.of(), before, after, List.copyOf(problems));
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
