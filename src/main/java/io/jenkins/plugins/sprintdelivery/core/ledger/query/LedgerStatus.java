package io.jenkins.plugins.sprintdelivery.core.ledger.query;

import java.time.Duration;
import java.time.Instant;

/**
 * How far the projection is behind the journal.
 *
 * @param eventsBehind lines of the journal not applied yet
 * @param bytesBehind bytes of the journal not applied yet
 * @param behindSince when the oldest event that is not applied yet was appended, or null where there is none
 * @param lastProblem why the projection does not get on, or null while it does
 */
public record LedgerStatus(long eventsBehind, long bytesBehind, Instant behindSince, String lastProblem) {

    private static final Duration USUAL = Duration.ofSeconds(10);

    /**
     * Whether something has been missing for longer than the moment that it always takes.
     *
     * @param at when the ledger was looked at
     */
    public boolean isLate(Instant at) {
        return behindSince != null && behindSince.plus(USUAL).isBefore(at);
    }

    /** Whether every answer holds everything that was appended. */
    public boolean isCurrent() {
        return bytesBehind == 0 && lastProblem == null;
    }
}
