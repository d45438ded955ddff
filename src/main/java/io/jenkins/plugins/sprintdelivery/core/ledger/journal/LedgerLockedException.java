package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.io.IOException;

/** Another process, or another part of this one, writes the ledger. The message names it. */
public final class LedgerLockedException extends IOException {

    private static final long serialVersionUID = 1L;

    LedgerLockedException(String message) {
        super(message);
    }
}
