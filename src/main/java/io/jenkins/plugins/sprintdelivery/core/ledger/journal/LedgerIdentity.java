package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import tools.jackson.core.JacksonException;

/**
 * What {@code ledger.json} says: who writes this ledger, and in which format.
 *
 * @param format version of the directory's layout
 * @param controller the stable identity of the controller, made once
 */
public record LedgerIdentity(int format, UUID controller) {

    static final String FILE = "ledger.json";
    private static final int FORMAT = 1;

    /**
     * Reads the identity.
     *
     * @throws IOException if there is none, it cannot be read, or a newer version wrote it
     */
    public static LedgerIdentity read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new IOException(directory + " holds no ledger (" + FILE + " is missing); name a ledger's directory");
        }
        LedgerIdentity identity;
        try {
            identity = Json.mapper().readValue(Files.readAllBytes(file), LedgerIdentity.class);
        } catch (JacksonException e) {
            throw new IOException(file + " is damaged; restore it from a backup: " + e.getOriginalMessage(), e);
        }
        if (identity.controller() == null) {
            throw new IOException(file + " names no controller; restore it from a backup");
        }
        if (identity.format() > FORMAT) {
            throw new IOException(file + " is of format " + identity.format() + ", this version knows formats up to "
                    + FORMAT + "; use a newer version");
        }
        return identity;
    }

    /**
     * Reads the identity, or makes one where the directory has none; it is on disk when this returns.
     *
     * @throws IOException if it cannot be read or written, or a newer version wrote it
     */
    public static LedgerIdentity readOrCreate(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            DurableFile.write(file, Json.mapper().writeValueAsBytes(new LedgerIdentity(FORMAT, UUID.randomUUID())));
        }
        return read(directory);
    }
}
