package io.jenkins.plugins.sprintdelivery.core.ledger.query;

/**
 * The ledger cannot answer at the moment, because its database is being opened, made anew, or cannot be read. Nothing
 * is lost, and asking again later helps; the message says why.
 */
public final class LedgerUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what is the matter, for people
     * @param cause what went wrong below, or null
     */
    public LedgerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
