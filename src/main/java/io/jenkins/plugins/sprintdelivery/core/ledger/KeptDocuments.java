package io.jenkins.plugins.sprintdelivery.core.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/**
 * Documents beside the journal that never change, such as the reports of closed sprints, one file each. Safe for several
 * threads and processes: the first one to keep a name wins, and no reader sees a part of a document.
 */
public final class KeptDocuments implements DocumentStore {

    /** The longest document. */
    public static final int MAX_BYTES = 32 * 1024 * 1024;

    private final Path directory;

    /**
     * The documents of a ledger.
     *
     * @param ledger the ledger's directory
     * @param kind what they are; becomes the name of their directory
     */
    public KeptDocuments(Path ledger, String kind) {
        directory = Objects.requireNonNull(ledger, "ledger").resolve(kind);
    }

    @Override
    public Optional<byte[]> find(String name) throws IOException {
        Path file = file(name);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new IOException(file + " is longer than " + MAX_BYTES + " bytes");
            }
            return Optional.of(content);
        }
    }

    /** Keeps a document and forces it to disk. */
    @Override
    public boolean keep(String name, byte[] content) throws IOException {
        if (content.length > MAX_BYTES) {
            throw new IOException("the document '" + name + "' is longer than " + MAX_BYTES + " bytes");
        }
        Path file = file(name);
        if (Files.exists(file)) {
            return false;
        }
        Files.createDirectories(directory);
        Path temporary = Files.createTempFile(directory, "new", ".tmp");
        try {
            Files.write(temporary, content);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            // unlike a move, a link never replaces what another process kept meanwhile
            Files.createLink(file, temporary);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Names come from outside and may hold anything; their hash is a file's name everywhere. */
    private Path file(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return directory.resolve(HexFormat.of().formatHex(hash) + ".json");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
