package io.jenkins.plugins.sprintdelivery.core.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A job was deleted. Its history stays; a job that has its name later begins its own.
 *
 * @param job its full name
 * @param at when
 */
public record JobDeletion(String job, Instant at) {
    public JobDeletion {
        Objects.requireNonNull(job, "job");
        Objects.requireNonNull(at, "at");
    }
}
