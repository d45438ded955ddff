package io.jenkins.plugins.sprintdelivery.core.ledger.backfill;

import java.util.List;

/**
 * How far a back-fill is.
 *
 * @param state whether it runs
 * @param jobs how many jobs there are
 * @param jobsDone how many of them are done
 * @param job the job that is being read, or was read last; null before the first
 * @param read builds read in this run
 * @param recorded events that were new in the ledger
 * @param unreadable builds that could not be read
 * @param unfinished builds that had not ended yet; the next run reads them
 * @param problems what could not be read, the first few
 */
public record BackfillProgress(
        State state,
        int jobs,
        int jobsDone,
        String job,
        long read,
        long recorded,
        long unreadable,
        long unfinished,
        List<String> problems) {

    /** Whether a back-fill runs. */
    public enum State {
        /** It was not started. */
        WAITING,
        RUNNING,
        /** It waits for {@link Backfill#resume()}. */
        PAUSED,
        /** It was stopped, and goes on from there when it is started again. */
        STOPPED,
        /** Everything was read. */
        DONE
    }
}
