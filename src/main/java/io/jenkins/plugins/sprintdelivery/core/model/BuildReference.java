package io.jenkins.plugins.sprintdelivery.core.model;

import java.util.Objects;

/**
 * Which build a fact belongs to.
 *
 * @param job full name of the job
 * @param number the build's number, from 1
 * @param url where to look at it, absolute or relative to the server's root, or null
 */
public record BuildReference(String job, int number, String url) {
    public BuildReference {
        Objects.requireNonNull(job, "job");
    }

    /** {@code job#number}, unique within one server. */
    public String id() {
        return job + "#" + number;
    }
}
