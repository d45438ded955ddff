package io.jenkins.plugins.sprintdelivery.core.tracker;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;

/** Writes statuses to commits, as the checks of a pull request show them. Thread-safe. */
public interface CommitStatuses {

    /**
     * Sets a status. The last one of a name holds, so that setting it twice does no harm.
     *
     * @throws TrackerException if the tracker did not confirm it
     */
    void set(Status status);

    /** How it went. */
    enum State {
        PENDING,
        SUCCESS,
        FAILURE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A status of a commit.
     *
     * @param commit its full id
     * @param name what is judged, such as {@code sprint-delivery/release}
     * @param state how it went
     * @param description one short line
     * @param page where to read more, or null
     */
    record Status(String commit, String name, State state, String description, URI page) {

        /** The longest description that every tracker takes. */
        public static final int MAX_DESCRIPTION = 140;

        public Status {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(state, "state");
            if (commit == null || !commit.matches("[0-9a-f]{40}([0-9a-f]{24})?")) {
                throw new IllegalArgumentException("a status needs the full id of a commit, not '" + commit + "'");
            }
            description = description == null ? "" : description;
            if (description.length() > MAX_DESCRIPTION) {
                description = description.substring(0, MAX_DESCRIPTION - 1) + "…";
            }
        }
    }
}
