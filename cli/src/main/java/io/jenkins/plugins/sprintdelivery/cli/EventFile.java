package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A file of events, one a line. A bad line is reported and does not keep the others from being read. */
final class EventFile {

    static final int MAX_LINE = 1024 * 1024;
    private static final int HOPELESS = 50;

    private final Path file;
    private final Consumer<LedgerEvent> events;
    private final Consumer<String> errors;
    private final List<String> heldBack = new ArrayList<>();
    private boolean readable;
    private long line;
    private int wrong;

    /**
     * @param events takes every good line
     * @param errors takes a message for every bad one, beginning with file and line
     */
    EventFile(Path file, Consumer<LedgerEvent> events, Consumer<String> errors) {
        this.file = file;
        this.events = events;
        this.errors = errors;
    }

    /**
     * Reads the whole file.
     *
     * @return how many lines were bad
     * @throws InputException if there is no such file, or nothing in it looks like an event
     */
    int read() {
        try (InputStream input = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            boolean tooLong = false;
            int next;
            while ((next = input.read()) >= 0) {
                if (next == '\n') {
                    take(bytes.toByteArray(), tooLong);
                    bytes.reset();
                    tooLong = false;
                } else if (bytes.size() < MAX_LINE) {
                    bytes.write(next);
                } else {
                    tooLong = true;
                }
            }
            if (bytes.size() > 0) {
                take(bytes.toByteArray(), tooLong);
            }
        } catch (IOException e) {
            throw new InputException(file + " cannot be read: " + e, e);
        }
        if (!readable && heldBack.size() > 1) {
            throw hopeless();
        }
        release();
        return wrong;
    }

    private void take(byte[] bytes, boolean tooLong) {
        line++;
        if (new String(bytes, StandardCharsets.ISO_8859_1).isBlank()) {
            return;
        }
        if (tooLong) {
            report("the line is longer than " + MAX_LINE + " bytes", false);
            return;
        }
        try {
            LedgerEvent event = EventLine.read(bytes);
            readable = true;
            release();
            events.accept(event);
        } catch (EventLine.Wrong e) {
            report(e.getMessage(), e.isJson());
        }
    }

    private void report(String message, boolean json) {
        wrong++;
        readable |= json;
        heldBack.add(file + ":" + line + ": " + message);
        if (readable) {
            release();
        } else if (heldBack.size() >= HOPELESS) {
            throw hopeless();
        }
    }

    private void release() {
        heldBack.forEach(errors);
        heldBack.clear();
    }

    private InputException hopeless() {
        return new InputException(file + " holds no events; it must be JSON Lines in UTF-8, one event a line, as"
                + " described in docs/events.md (its first line: "
                + heldBack.get(0).substring(heldBack.get(0).indexOf(": ") + 2) + ")");
    }
}
