package io.jenkins.plugins.sprintdelivery.core.tracker;

import java.io.ObjectOutputStream;
import java.util.Objects;

/**
 * A tracker did not answer as it should. The message says what happened, where, and what to do; it never holds a
 * secret, and there is no cause that could.
 */
public final class TrackerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient TrackerFailure failure;

    public TrackerException(TrackerFailure failure) {
        super(failure.message());
        this.failure = Objects.requireNonNull(failure, "failure");
    }

    /** What went wrong. */
    public TrackerFailure failure() {
        return failure;
    }

    private void writeObject(ObjectOutputStream out) throws java.io.NotSerializableException {
        throw new java.io.NotSerializableException("a tracker's failure stays in its process");
    }
}
