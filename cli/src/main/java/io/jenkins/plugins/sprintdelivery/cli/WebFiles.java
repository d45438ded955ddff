package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.board.JsonDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The board's page, scripts and styles on the class path, kept in memory after the first use. Thread-safe. */
final class WebFiles {

    /** Names that this product's files have; anything else is not even looked for. */
    private static final Pattern NAME = Pattern.compile("(?:[a-z0-9-]+/)?[a-z0-9-]+\\.(html|js|css|svg)");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml");

    private final Map<String, Optional<WebFile>> files = new ConcurrentHashMap<>();

    /** A file as it goes over the wire. */
    record WebFile(byte[] body, String type, String etag) {}

    /** The file of this name, such as {@code board/tables.js}. */
    Optional<WebFile> find(String name) {
        return NAME.matcher(name).matches() ? files.computeIfAbsent(name, WebFiles::read) : Optional.empty();
    }

    private static Optional<WebFile> read(String name) {
        try (InputStream in = WebFiles.class.getResourceAsStream("/web/" + name)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] body = in.readAllBytes();
            String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
            return Optional.of(new WebFile(body, type, JsonDocument.etag(body)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the board's file " + name, e);
        }
    }
}
