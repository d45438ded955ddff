package io.jenkins.plugins.sprintdelivery.core.tracker;

import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import java.util.List;

/**
 * Hands over to a tracker what it is to be told. A call may take as long as its requests' time-outs allow, so that it
 * belongs into the background. Thread-safe.
 */
public interface TrackerWriter {

    /**
     * Hands an entry over, once.
     *
     * @throws TrackerException if the tracker did not say what it made of it, or refused the request as a whole
     */
    Receipt deliver(OutboxEntry entry);

    /**
     * Whether an earlier attempt, whose outcome is not known, has arrived. To be asked before a repetition that would
     * otherwise be seen twice.
     *
     * @throws TrackerException if the tracker does not answer as it should
     */
    default boolean has(OutboxEntry entry) {
        return false;
    }

    /** A writer without the secret that it needs: everything waits until there is one. */
    static TrackerWriter without(String site, String why) {
        TrackerFailure failure =
                new TrackerFailure.WrongCredentials("Nothing was written to the tracker '" + site + "': " + why + ".");
        return entry -> {
            throw new TrackerException(failure);
        };
    }

    /**
     * What the tracker made of it.
     *
     * @param refusal why it did not take it, or null where it did
     * @param unknownKeys tickets that it does not know
     */
    record Receipt(String refusal, List<String> unknownKeys) {

        /** It took all of it. */
        public static final Receipt TAKEN = new Receipt(null, List.of());

        public Receipt {
            unknownKeys = List.copyOf(unknownKeys);
        }

        public boolean isTaken() {
            return refusal == null;
        }
    }
}
