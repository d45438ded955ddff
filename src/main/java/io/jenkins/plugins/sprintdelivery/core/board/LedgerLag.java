package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * How far answers are behind what was recorded, where that is longer than the moment that it always takes. Both servers
 * say so in a header beside the answer, a dictionary of RFC 9651, so that the answer itself and its tag stay as they are.
 */
public final class LedgerLag {

    /** The header's name. */
    public static final String HEADER = "Ledger-Behind";

    private LedgerLag() {}

    /**
     * The header's value, such as {@code events=12, since=@1772409600}, or nothing where answers are up to date.
     *
     * @param status how the ledger was
     * @param at when that was
     */
    public static Optional<String> header(LedgerStatus status, Instant at) {
        return status.isLate(at)
                ? Optional.of("events=" + status.eventsBehind() + ", since=@"
                        + status.behindSince().getEpochSecond())
                : Optional.empty();
    }
}
