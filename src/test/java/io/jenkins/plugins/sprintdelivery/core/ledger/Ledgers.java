package io.jenkins.plugins.sprintdelivery.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.Stream;

/** What tests do with a ledger's files. */
public final class Ledgers {

    /** What a busy machine may need; who waits longer waits for something that does not come. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private Ledgers() {}

    /** Waits until answers hold everything; where that takes too long, says what the ledger is doing instead. */
    public static void assertCurrent(Ledger ledger) throws Exception {
        assertThat(ledger.catchUp(PATIENCE))
                .withFailMessage(() -> "not current after " + PATIENCE + ": " + state(ledger))
                .isTrue();
        assertThat(ledger.problems()).isEmpty();
    }

    private static String state(Ledger ledger) {
        StringBuilder state = new StringBuilder();
        try {
            state.append(ledger.status());
        } catch (IOException e) {
            state.append(e);
        }
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            if (thread.getName().startsWith("Sprint Delivery")) {
                state.append("\n").append(thread.getName()).append(" ").append(thread.getState());
                for (StackTraceElement element : stack) {
                    state.append("\n  ").append(element);
                }
            }
        });
        return state.toString();
    }

    public static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Collections.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Copies a directory with everything in it, as a backup does. */
    public static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
