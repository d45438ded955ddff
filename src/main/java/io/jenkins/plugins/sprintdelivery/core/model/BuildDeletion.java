package io.jenkins.plugins.sprintdelivery.core.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A build was deleted, by somebody or by log rotation. Its history stays, its page is gone.
 *
 * @param build which
 * @param at when
 */
public record BuildDeletion(BuildReference build, Instant at) {
    public BuildDeletion {
        Objects.requireNonNull(build, "build");
        Objects.requireNonNull(at, "at");
    }
}
