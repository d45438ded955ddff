package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Numbers by 64-bit keys, in a temporary file mapped into memory, so that its size is no matter of the heap. Open
 * addressing; a key is a hash already. Of one thread.
 */
final class KnownKeys implements AutoCloseable {

    /** What {@link #get} answers for a key that is not there. */
    static final long ABSENT = -1;

    private static final int FIRST_BITS = 16;
    private static final int MAX_BITS = 26;

    private final Path directory;
    private Path file;
    private LongBuffer slots;
    private int bits;
    private int size;

    /**
     * @param directory where the file is made; it is gone once this is closed
     */
    KnownKeys(Path directory) throws IOException {
        this.directory = directory;
        map(FIRST_BITS);
    }

    private void map(int newBits) throws IOException {
        file = Files.createTempFile(directory, "known-", ".keys");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            slots = channel.map(FileChannel.MapMode.READ_WRITE, 0, 2L * Long.BYTES << newBits)
                    .asLongBuffer();
        }
        bits = newBits;
        size = 0;
    }

    /** A key of the text; different texts have the same one about never. */
    static long key(long kind, String text) {
        long hash = kind * 0x9E3779B97F4A7C15L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0xD6E8FEB86659FD93L;
            hash ^= hash >>> 32;
        }
        return mixed(hash);
    }

    static long key(long first, long second) {
        return mixed(mixed(first) + second);
    }

    private static long mixed(long value) {
        long mixed = (value ^ value >>> 33) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ mixed >>> 33;
    }

    /** The key's number, or {@link #ABSENT}. */
    long get(long key) {
        return slots.get(slot(key) + 1) - 1;
    }

    /** Gives the key its number, 0 or more. */
    void put(long key, long number) throws IOException {
        int slot = slot(key);
        if (slots.get(slot + 1) == 0) {
            size++;
        }
        slots.put(slot, key);
        slots.put(slot + 1, number + 1);
        if (size > (1 << bits) / 10 * 6) {
            grow();
        }
    }

    private int slot(long key) {
        int mask = (1 << bits) - 1;
        int at = (int) (key >>> 64 - bits);
        while (slots.get(2 * at + 1) != 0 && slots.get(2 * at) != key) {
            at = at + 1 & mask;
        }
        return 2 * at;
    }

    private void grow() throws IOException {
        if (bits == MAX_BITS) {
            throw new BulkLoadAbandonedException("it names more than " + size + " things of one kind");
        }
        LongBuffer old = slots;
        Path oldFile = file;
        map(bits + 1);
        for (int i = 0; i < old.capacity(); i += 2) {
            if (old.get(i + 1) != 0) {
                int slot = slot(old.get(i));
                slots.put(slot, old.get(i));
                slots.put(slot + 1, old.get(i + 1));
                size++;
            }
        }
        Files.deleteIfExists(oldFile);
    }

    @Override
    public void close() throws IOException {
        slots = null;
        Files.deleteIfExists(file);
    }
}
