package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.io.IOException;

/** Tells where a journal ends at the moment, after its last whole line. Asked from any thread. */
public interface JournalEnd {

    /**
     * Where the journal ends; the position's line number need not be known.
     *
     * @throws IOException if the journal's directory cannot be read
     */
    JournalPosition get() throws IOException;
}
