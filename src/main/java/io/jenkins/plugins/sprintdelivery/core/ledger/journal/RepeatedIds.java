package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.UUID;

/**
 * Finds identities that are there twice among any number of them, in bounded memory: they are spread over temporary
 * files, each of which is sorted by itself. Of one thread.
 */
final class RepeatedIds implements Closeable {

    private static final int PARTS = 256;
    private static final int BUFFER = 4 * 1024;
    private static final int ENTRY = 3 * Long.BYTES;

    private final Path directory;
    private final DataOutputStream[] parts = new DataOutputStream[PARTS];

    RepeatedIds() throws IOException {
        directory = Files.createTempDirectory("sprint-delivery-ids-");
    }

    /** Is told of an identity that was there before. */
    interface Repeat {
        void at(long place, long firstPlace) throws IOException;
    }

    private record Entry(long high, long low, long place) {}

    /** Adds an identity; places rise. */
    void add(UUID id, long place) throws IOException {
        int part = Long.hashCode(id.getLeastSignificantBits() ^ id.getMostSignificantBits()) & (PARTS - 1);
        if (parts[part] == null) {
            parts[part] = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(path(part)), BUFFER));
        }
        parts[part].writeLong(id.getMostSignificantBits());
        parts[part].writeLong(id.getLeastSignificantBits());
        parts[part].writeLong(place);
    }

    private Path path(int part) {
        return directory.resolve("part-" + part);
    }

    /** Goes through the repetitions of all that was added, in no order. */
    void forEachRepeat(Repeat repeat) throws IOException {
        for (int part = 0; part < PARTS; part++) {
            if (parts[part] != null) {
                parts[part].flush();
                repeatsIn(part, repeat);
            }
        }
    }

    private void repeatsIn(int part, Repeat repeat) throws IOException {
        Entry[] entries = new Entry[Math.toIntExact(Files.size(path(part)) / ENTRY)];
        try (DataInputStream input =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(path(part)), 1 << 16))) {
            for (int i = 0; i < entries.length; i++) {
                entries[i] = new Entry(input.readLong(), input.readLong(), input.readLong());
            }
        }
        Arrays.sort(
                entries,
                Comparator.comparingLong(Entry::high)
                        .thenComparingLong(Entry::low)
                        .thenComparingLong(Entry::place));
        Entry first = null;
        for (Entry entry : entries) {
            if (first != null && first.high == entry.high && first.low == entry.low) {
                repeat.at(entry.place, first.place);
            } else {
                first = entry;
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (int part = 0; part < PARTS; part++) {
            if (parts[part] != null) {
                parts[part].close();
                Files.deleteIfExists(path(part));
            }
        }
        Files.deleteIfExists(directory);
    }
}
