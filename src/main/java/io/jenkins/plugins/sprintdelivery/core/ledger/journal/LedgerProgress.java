package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

/** Is told how far a long work on the ledger is, from the thread that works. */
@FunctionalInterface
public interface LedgerProgress {

    /** Tells nobody. */
    LedgerProgress NONE = (what, done, total) -> {};

    /**
     * Some of the work is done.
     *
     * @param what what is being worked on, for people, such as a file's name
     * @param done units done, in all
     * @param total units there are, as far as it is known
     */
    void at(String what, long done, long total);
}
