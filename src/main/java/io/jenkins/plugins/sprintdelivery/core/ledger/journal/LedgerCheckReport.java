package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a check of a ledger's journal found.
 *
 * @param controller identity of the controller that writes the ledger
 * @param months the months, oldest first
 * @param events how many readable events of each type there are
 * @param controllers how many of them each controller appended
 * @param steppedBack how many lines carry an earlier time than the line before; their order is that of appending
 * @param largestStep the largest step back in time
 * @param found how many problems of each kind there are
 * @param problems the problems, at most {@link #MAX_PROBLEMS}
 */
public record LedgerCheckReport(
        UUID controller,
        List<Month> months,
        Map<String, Long> events,
        Map<UUID, Long> controllers,
        long steppedBack,
        Duration largestStep,
        Map<LedgerProblem.Kind, Long> found,
        List<LedgerProblem> problems) {

    /** How many problems a report lists. */
    public static final int MAX_PROBLEMS = 1_000;

    /**
     * A month.
     *
     * @param file its file in the ledger's directory
     * @param bytes bytes of its lines
     * @param bytesOnDisk bytes of the file
     * @param lines how many lines it holds
     * @param sound how many of them were read
     */
    public record Month(String file, long bytes, long bytesOnDisk, long lines, long sound) {}

    private static final Set<LedgerProblem.Kind> HARMLESS =
            Set.of(LedgerProblem.Kind.TORN, LedgerProblem.Kind.REPEATED);

    /** Whether everything that was acknowledged is there and can be read. */
    public boolean isSound() {
        return HARMLESS.containsAll(found.keySet());
    }
}
