package io.jenkins.plugins.sprintdelivery.core.ledger;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A small disk of a test's own; where none can be mounted the test is skipped. */
public final class SmallDisk implements AutoCloseable {

    private static final int BLOCK = 4_096;

    private final Path path;

    private SmallDisk(Path path) {
        this.path = path;
    }

    /**
     * @param path an empty directory, or none yet
     * @param size such as 512k or 16m
     */
    public static SmallDisk mount(Path path, String size) throws Exception {
        Files.createDirectories(path);
        boolean mounted;
        try {
            mounted = run("mount", "-t", "tmpfs", "-o", "size=" + size, "none", path.toString()) == 0;
        } catch (IOException e) {
            mounted = false;
        }
        assumeTrue(mounted, "skipped: a small disk can be mounted by root only");
        return new SmallDisk(path);
    }

    public Path path() {
        return path;
    }

    /** Nothing can be written any more. */
    public void makeReadOnly() throws Exception {
        if (run("mount", "-o", "remount,ro", path.toString()) != 0) {
            throw new IllegalStateException(path + " stays writable");
        }
    }

    /** Takes all the room there is but so many bytes; {@link #free} gives it back. */
    public void fill(long but) throws IOException {
        long left = Files.getFileStore(path).getUsableSpace() - but;
        while (left > 0) {
            Files.write(
                    ballast(),
                    new byte[(int) Math.min(left, BLOCK)],
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            left -= BLOCK;
        }
    }

    /** Gives back what {@link #fill} took. */
    public void free() throws IOException {
        Files.delete(ballast());
    }

    private Path ballast() {
        return path.resolve("ballast");
    }

    @Override
    public void close() throws Exception {
        run("umount", "-l", path.toString());
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
