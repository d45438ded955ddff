package io.jenkins.plugins.sprintdelivery.core.ledger.backfill;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/** Where earlier builds are kept. Asked by one thread at a time. */
public interface EarlierBuilds {

    /** Full names of the jobs that have builds, in alphabetical order. */
    List<String> jobs() throws IOException;

    /** The numbers of a job's builds, rising; none where the job is gone meanwhile. */
    List<Integer> numbers(String job) throws IOException;

    /**
     * Reads one build.
     *
     * @return the build, or nothing where it has not ended yet
     * @throws NoSuchFileException if it is gone meanwhile
     * @throws IOException if it cannot be read; the message names the file and says why
     */
    Optional<EarlierBuild> read(String job, int number) throws IOException;
}
