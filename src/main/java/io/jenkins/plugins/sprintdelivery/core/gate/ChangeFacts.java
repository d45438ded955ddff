package io.jenkins.plugins.sprintdelivery.core.gate;

import java.util.Objects;

/**
 * How much a release changes.
 *
 * @param since what it is compared with, in words
 * @param commits how many commits
 * @param files how many files
 * @param lines how many lines were added or removed
 */
public record ChangeFacts(String since, int commits, int files, int lines) {
    public ChangeFacts {
        Objects.requireNonNull(since, "since");
    }
}
