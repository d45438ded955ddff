package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A month in an archive. Offsets are those of the uncompressed lines. Only the heads of the blocks are read at first;
 * one block at a time is held in memory, and no block may grow beyond what its head says.
 */
final class ArchiveSource implements JournalSource {

    private static final int SCAN = 64 * 1024;
    private static final String ADVICE = "; restore the file from a backup if these facts are needed";

    /** What stands in the archive from one offset on: a block, or where its place in the file is null, nothing usable. */
    private record Part(Long place, ArchiveBlock block, long offset, long end, long endLine) {}

    private final String name;
    private final RandomAccessFile file;
    private final List<Part> parts = new ArrayList<>();
    private final Inflater inflater = new Inflater(true);

    private int next;
    private byte[] content = new byte[0];
    private int at;

    ArchiveSource(Path path, String name) throws IOException {
        this.name = name;
        file = new RandomAccessFile(path.toFile(), "r");
        try {
            readHeads();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void readHeads() throws IOException {
        long place = 0;
        long offset = 0;
        long line = 0;
        while (true) {
            Optional<ArchiveBlock> head = headAt(place, offset);
            if (head.isEmpty()) {
                place = nextHead(place + 1, offset);
                head = place < 0 ? Optional.empty() : headAt(place, offset);
            }
            if (head.isEmpty()) {
                // one byte stands for what is missing, so that whoever reads on comes by here
                parts.add(new Part(null, null, offset, offset + 1, line));
                return;
            }
            ArchiveBlock block = head.get();
            if (block.offset() > offset) {
                parts.add(new Part(null, null, offset, block.offset(), block.line()));
            }
            if (block.isLast()) {
                return;
            }
            offset = block.offset() + block.size();
            line = block.line() + block.lines();
            parts.add(new Part(place, block, block.offset(), offset, line));
            place += block.length();
        }
    }

    private Optional<ArchiveBlock> headAt(long place, long offset) throws IOException {
        if (place + ArchiveBlock.HEADER > file.length()) {
            return Optional.empty();
        }
        byte[] header = new byte[ArchiveBlock.HEADER];
        file.seek(place);
        file.readFully(header);
        return ArchiveBlock.read(header).filter(block -> block.offset() >= offset);
    }

    /** Where the next readable head begins, or -1. */
    private long nextHead(long from, long offset) throws IOException {
        byte[] window = new byte[SCAN];
        long place = from;
        while (place + ArchiveBlock.HEADER <= file.length()) {
            int length = (int) Math.min(SCAN, file.length() - place);
            file.seek(place);
            file.readFully(window, 0, length);
            for (int i = 0; i + ArchiveBlock.HEADER <= length; i++) {
                if (window[i] == ArchiveBlock.MAGIC[0]
                        && window[i + 1] == ArchiveBlock.MAGIC[1]
                        && headAt(place + i, offset).isPresent()) {
                    return place + i;
                }
            }
            place += Math.max(1, length - ArchiveBlock.HEADER + 1);
        }
        return -1;
    }

    @Override
    public String file() {
        return name;
    }

    @Override
    public long size() {
        return parts.isEmpty() ? 0 : parts.get(parts.size() - 1).end();
    }

    @Override
    public void seek(long offset) throws IOException {
        content = new byte[0];
        at = 0;
        int low = 0;
        int high = parts.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (parts.get(middle).end() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        next = low;
        if (next < parts.size() && parts.get(next).offset() < offset) {
            long start = parts.get(next).offset();
            content = contentOf(parts.get(next));
            at = (int) (offset - start);
            next++;
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (at == content.length) {
            if (next == parts.size()) {
                return -1;
            }
            content = contentOf(parts.get(next));
            at = 0;
            next++;
        }
        int read = Math.min(length, content.length - at);
        System.arraycopy(content, at, buffer, offset, read);
        at += read;
        return read;
    }

    private byte[] contentOf(Part part) throws IOException {
        if (part.place() == null) {
            throw damaged(
                    part,
                    parts.size() == 1
                            ? "the archive cannot be read: it was damaged, or not written by this software"
                            : part.end() == part.offset() + 1
                                    ? "the archive was cut off: what followed line " + part.endLine() + " is missing"
                                    : "a part of the archive before line " + (part.endLine() + 1) + " is damaged");
        }
        ArchiveBlock block = part.block();
        byte[] packed = new byte[block.length() - ArchiveBlock.HEADER];
        if (part.place() + block.length() > file.length()) {
            throw damaged(part, lines(block) + " are cut off");
        }
        file.seek(part.place() + ArchiveBlock.HEADER);
        file.readFully(packed);
        byte[] lines = new byte[block.size()];
        CRC32 crc = new CRC32();
        try {
            inflater.reset();
            inflater.setInput(packed, 0, packed.length - ArchiveBlock.TRAILER);
            int size = inflater.inflate(lines);
            // a block that would yield more than its head says is not finished here
            boolean whole = size == lines.length && (inflater.finished() || inflater.inflate(new byte[1]) == 0);
            crc.update(lines);
            ByteBuffer trailer = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
            if (!whole || trailer.getInt(packed.length - ArchiveBlock.TRAILER) != (int) crc.getValue()) {
                throw damaged(part, lines(block) + " of the archive are damaged");
            }
        } catch (DataFormatException e) {
            throw damaged(part, lines(block) + " of the archive are damaged");
        }
        return lines;
    }

    private static String lines(ArchiveBlock block) {
        return "lines " + (block.line() + 1) + " to " + (block.line() + block.lines());
    }

    private static DamagedPart damaged(Part part, String what) {
        return new DamagedPart(what + ADVICE, part.end(), part.endLine());
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        file.close();
    }
}
