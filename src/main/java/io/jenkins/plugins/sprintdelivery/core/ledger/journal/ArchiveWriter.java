package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes the lines of a month into an archive. Of one thread. */
final class ArchiveWriter implements Closeable {

    private static final int CHUNK = 64 * 1024;

    private final FileChannel file;
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream(ArchiveBlock.TARGET);
    private final byte[] chunk = new byte[CHUNK];
    private int lineCount;
    private long offset;
    private long line;

    /** Begins the file, over whatever is there. */
    ArchiveWriter(Path path) throws IOException {
        file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Adds a line that ends with its line feed. */
    void add(byte[] bytes, int from, int length) throws IOException {
        if (lines.size() > 0 && lines.size() + length > ArchiveBlock.TARGET) {
            writeBlock();
        }
        lines.write(bytes, from, length);
        lineCount++;
    }

    /** Writes what is left and the end, and forces all of it to disk. */
    void finish() throws IOException {
        if (lines.size() > 0) {
            writeBlock();
        }
        writeBlock();
        file.force(true);
    }

    private void writeBlock() throws IOException {
        byte[] bytes = lines.toByteArray();
        ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 4 + ArchiveBlock.HEADER);
        deflater.reset();
        deflater.setInput(bytes);
        deflater.finish();
        while (!deflater.finished()) {
            packed.write(chunk, 0, deflater.deflate(chunk));
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        int length = ArchiveBlock.HEADER + packed.size() + ArchiveBlock.TRAILER;
        ByteBuffer member = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        member.put(new ArchiveBlock(length, bytes.length, lineCount, offset, line).header())
                .put(packed.toByteArray())
                .putInt((int) crc.getValue())
                .putInt(bytes.length)
                .flip();
        while (member.hasRemaining()) {
            file.write(member);
        }
        offset += bytes.length;
        line += lineCount;
        lineCount = 0;
        lines.reset();
    }

    @Override
    public void close() throws IOException {
        deflater.end();
        file.close();
    }
}
