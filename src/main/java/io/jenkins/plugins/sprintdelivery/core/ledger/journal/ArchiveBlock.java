package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The head of one block of an archive. An archive is a series of gzip members (RFC 1952), so that {@code zcat} reads it;
 * each member holds whole lines, and an extra field {@code SD} in its header says where they stood in the month's file.
 * Any block can therefore be found without reading the others, and one that is damaged costs only itself. The last
 * block is empty: an archive without it was cut off.
 *
 * @param length bytes of the member, its header and trailer included
 * @param size bytes of its lines
 * @param lines how many lines it holds
 * @param offset bytes of the month before it
 * @param line lines of the month before it
 */
record ArchiveBlock(int length, int size, int lines, long offset, long line) {

    static final int HEADER = 48;
    static final int TRAILER = 8;

    /** Lines are gathered up to about this size. */
    static final int TARGET = 256 * 1024;

    /** No block holds more; what says it does is damaged. */
    static final int MAX_SIZE = JournalReader.MAX_LINE + TARGET;

    private static final int MAX_OVERHEAD = 1024;
    private static final long MAX_OFFSET = 1L << 50;

    /** How every block begins. */
    static final byte[] MAGIC = {0x1f, (byte) 0x8b, 8, 4, 0, 0, 0, 0, 0, (byte) 255, 36, 0, 'S', 'D', 32, 0};

    /** The gzip header with the extra field. */
    byte[] header() {
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC);
        header.putInt(length).putInt(size).putInt(lines).putLong(offset).putLong(line);
        header.putInt(checksum(header.array()));
        return header.array();
    }

    /** Reads a header, or nothing where these bytes are none. */
    static Optional<ArchiveBlock> read(byte[] bytes) {
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[MAGIC.length];
        header.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            return Optional.empty();
        }
        ArchiveBlock block =
                new ArchiveBlock(header.getInt(), header.getInt(), header.getInt(), header.getLong(), header.getLong());
        boolean sound = header.getInt() == checksum(bytes)
                && block.size >= 0
                && block.size <= MAX_SIZE
                && block.length > HEADER + TRAILER
                && block.length <= block.size + block.size / 100 + MAX_OVERHEAD
                && block.offset >= 0
                && block.offset <= MAX_OFFSET;
        return sound ? Optional.of(block) : Optional.empty();
    }

    /** Whether this block only says that the archive is whole. */
    boolean isLast() {
        return size == 0;
    }

    private static int checksum(byte[] header) {
        CRC32C crc = new CRC32C();
        crc.update(header, 0, HEADER - Integer.BYTES);
        return (int) crc.getValue();
    }
}
