package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.io.IOException;

/**
 * The journal could not take the events: none of them is recorded. The message says which file, why, and what an
 * administrator can do; the same events may be appended again.
 */
public final class LedgerWriteException extends IOException {

    private static final long serialVersionUID = 1L;

    LedgerWriteException(String message, Throwable cause) {
        super(message, cause);
    }
}
