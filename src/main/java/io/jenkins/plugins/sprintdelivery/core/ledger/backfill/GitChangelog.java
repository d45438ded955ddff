package io.jenkins.plugins.sprintdelivery.core.ledger.backfill;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commits that Jenkins' Git plugin noted beside a build. Its {@code changelog*.xml} is no XML: it is what
 * {@code git whatchanged --format=raw} prints, the author's date in seconds or as ISO-8601. Files of other version
 * controls hold no commit of Git and yield none. Number and size are bounded.
 */
final class GitChangelog {

    private static final long MAX_BYTES = 32L * 1024 * 1024;
    private static final int MAX_COMMITS = 10_000;
    private static final int MAX_MESSAGE = 16 * 1024;
    private static final Pattern COMMIT = Pattern.compile("commit (\\p{XDigit}{40,64})");
    private static final Pattern AUTHOR = Pattern.compile("author .*> (\\S.*)");
    private static final Pattern SECONDS = Pattern.compile("(\\d{1,11}) [+-]\\d{4}");
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd[' ']['T']HH:mm:ss[ ]XX");

    private final List<Entry> entries = new ArrayList<>();
    private String id;
    private Instant authored;
    private final StringBuilder message = new StringBuilder();

    private GitChangelog() {}

    /** A commit in a changelog. */
    record Entry(String id, Instant authored, String message) {}

    /**
     * Reads the file.
     *
     * @throws IOException if it cannot be read, or is too large
     */
    static List<Entry> read(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
        }
        GitChangelog changelog = new GitChangelog();
        try (BufferedReader lines = new BufferedReader(
                // unlike Files.newBufferedReader, this one takes bytes that are no UTF-8
                new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null && changelog.entries.size() < MAX_COMMITS) {
                changelog.take(line);
            }
        }
        changelog.finish();
        return changelog.entries;
    }

    private void take(String line) {
        Matcher commit = COMMIT.matcher(line);
        if (commit.matches()) {
            finish();
            id = commit.group(1);
        } else if (id != null && line.startsWith("author ")) {
            authored = date(line);
        } else if (id != null && line.startsWith("    ") && message.length() < MAX_MESSAGE) {
            message.append(line.substring("    ".length())).append('\n');
        }
    }

    private void finish() {
        if (id != null && authored != null) {
            entries.add(new Entry(id, authored, message.toString().strip()));
        }
        id = null;
        authored = null;
        message.setLength(0);
    }

    private static Instant date(String line) {
        Matcher author = AUTHOR.matcher(line);
        if (!author.matches()) {
            return null;
        }
        Matcher seconds = SECONDS.matcher(author.group(1));
        try {
            return seconds.matches()
                    ? Instant.ofEpochSecond(Long.parseLong(seconds.group(1)))
                    : OffsetDateTime.parse(author.group(1), ISO).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
