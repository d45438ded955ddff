package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

/** The history is not one that can be loaded in one go; it is applied portion by portion instead. */
final class BulkLoadAbandonedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BulkLoadAbandonedException(String reason) {
        super(reason);
    }
}
