package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The right to write a ledger: one process at a time. The operating system gives it back when the process dies. */
public final class LedgerLock implements AutoCloseable {

    private static final String FILE = "ledger.lock";

    private final FileChannel channel;

    private LedgerLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock, until it is closed. Waits for nobody.
     *
     * @throws LedgerLockedException naming the process that holds it
     * @throws IOException if the lock's file cannot be written
     */
    public static LedgerLock take(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            // far behind the text, which thereby stays readable where locks are mandatory
            FileLock lock = channel.tryLock(Long.MAX_VALUE - 1, 1, false);
            if (lock == null) {
                throw held(directory, file);
            }
            ProcessHandle self = ProcessHandle.current();
            String holder = "process " + self.pid()
                    + self.info().command().map(command -> " (" + command + ")").orElse("");
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
            return new LedgerLock(channel);
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw held(directory, file);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static LedgerLockedException held(Path directory, Path file) throws IOException {
        String holder = Files.readString(file).strip();
        return new LedgerLockedException("the ledger " + directory + " is being written by "
                + (holder.isEmpty() ? "another process" : holder) + "; wait for it to end, or only read the ledger");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
