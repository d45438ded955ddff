package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files that are there whole or not at all, whenever the machine stops. An interrupt neither stops the writing nor gets
 * lost.
 */
public final class DurableFile {

    private DurableFile() {}

    /**
     * Writes a small file: its bytes and its name are on disk when this returns, and until then the old file stands.
     *
     * @throws IOException if it could not be written
     */
    public static void write(Path file, byte[] bytes) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (RandomAccessFile target = new RandomAccessFile(fresh.toFile(), "rw")) {
            target.setLength(0);
            target.write(bytes);
            target.getFD().sync();
        }
        moveIntoPlace(fresh, file);
    }

    /** Gives a file whose bytes are forced its lasting name, over an older file of that name. */
    static void moveIntoPlace(Path fresh, Path file) throws IOException {
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceNames(file.toAbsolutePath().getParent());
    }

    /**
     * Makes the names in a directory as lasting as the files' bytes.
     *
     * @throws IOException if the directory is not there or cannot be forced
     */
    public static void forceNames(Path directory) throws IOException {
        if (File.separatorChar == '\\') {
            // Windows opens no directories and needs no force for their names
            return;
        }
        boolean interrupted = false;
        try {
            while (true) {
                try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                    names.force(true);
                    return;
                } catch (ClosedByInterruptException e) {
                    // nothing else can force a directory, and an interrupt must not keep it from being forced
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
