package io.jenkins.plugins.sprintdelivery.core.tracker.client;

import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;

/** Makes one request and reads its answer to the end. Thread-safe. */
@FunctionalInterface
public interface Transport {

    /**
     * Makes the request.
     *
     * @throws TrackerException if there is no answer within the limits
     */
    Reply exchange(Call call);
}
