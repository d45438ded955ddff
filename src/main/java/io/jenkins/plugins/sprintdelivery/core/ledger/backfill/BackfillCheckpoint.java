package io.jenkins.plugins.sprintdelivery.core.ledger.backfill;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/**
 * Up to which build of each job a back-fill has come, kept in a file, so that each build is read once over any number of
 * runs. A file that is lost costs time only: what is read again is recorded once. Not thread-safe.
 */
public final class BackfillCheckpoint {

    /** The file's usual name in a ledger's directory. */
    public static final String FILE = "backfill.json";

    private final Path file;
    private final Map<String, Integer> done;

    private record Content(Map<String, Integer> done) {}

    private BackfillCheckpoint(Path file, Map<String, Integer> done) {
        this.file = file;
        this.done = done;
    }

    /** Reads the file; where there is none, or it is damaged, nothing was done yet. */
    public static BackfillCheckpoint load(Path file) throws IOException {
        try {
            Content content = Json.mapper().readValue(Files.readAllBytes(file), Content.class);
            return new BackfillCheckpoint(
                    file, content == null || content.done() == null ? new TreeMap<>() : new TreeMap<>(content.done()));
        } catch (NoSuchFileException | JacksonException e) {
            return new BackfillCheckpoint(file, new TreeMap<>());
        }
    }

    /** All builds of the job up to this number are done; 0 where none is. */
    int doneUpTo(String job) {
        return done.getOrDefault(job, 0);
    }

    /** All builds of the job up to this number are recorded. */
    void advance(String job, int number) {
        done.merge(job, number, Math::max);
    }

    /** Begins anew. */
    public void clear() {
        done.clear();
    }

    /** Writes the file; it is there whole or as it was. */
    void save() throws IOException {
        DurableFile.write(file, Json.mapper().writeValueAsBytes(new Content(done)));
    }
}
