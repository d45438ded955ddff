package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** The bytes of one month, whether they lie open or in an archive. Of one thread. */
interface JournalSource extends Closeable {

    /** The name of the file on disk, in the ledger's directory. */
    String file();

    /** How many bytes of lines there are. */
    long size() throws IOException;

    /** Goes to the byte. */
    void seek(long offset) throws IOException;

    /**
     * Reads on.
     *
     * @return how many bytes were read, or -1 at the end
     * @throws DamagedPart if what comes next cannot be read, though what follows it perhaps can
     */
    int read(byte[] buffer, int offset, int length) throws IOException;

    /** A part of a month that cannot be read any more. */
    final class DamagedPart extends IOException {

        private static final long serialVersionUID = 1L;

        private final long end;
        private final long endLine;

        /**
         * @param message what is wrong and what to do
         * @param end the byte after the part, to go on from
         * @param endLine how many lines of the month lie before that byte
         */
        DamagedPart(String message, long end, long endLine) {
            super(message);
            this.end = end;
            this.endLine = endLine;
        }

        long end() {
            return end;
        }

        long endLine() {
            return endLine;
        }
    }

    /** A month that lies open. */
    static JournalSource plain(Path file, String name) throws IOException {
        RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r");
        return new JournalSource() {
            @Override
            public String file() {
                return name;
            }

            @Override
            public long size() throws IOException {
                return bytes.length();
            }

            @Override
            public void seek(long offset) throws IOException {
                bytes.seek(offset);
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return bytes.read(buffer, offset, length);
            }

            @Override
            public void close() throws IOException {
                bytes.close();
            }
        };
    }

    /** Lines that come in a stream, from its beginning on and once. */
    static JournalSource stream(InputStream input, String name) {
        return new JournalSource() {
            @Override
            public String file() {
                return name;
            }

            @Override
            public long size() {
                throw new UnsupportedOperationException("the length of a stream is not known");
            }

            @Override
            public void seek(long offset) {
                throw new UnsupportedOperationException("a stream is read from its beginning on");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return input.read(buffer, offset, length);
            }

            @Override
            public void close() throws IOException {
                input.close();
            }
        };
    }
}
