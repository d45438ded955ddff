package io.jenkins.plugins.sprintdelivery.scm;

import java.io.Serializable;

/**
 * How much was changed between two commits.
 *
 * @param commits how many commits the second one has that the first one has not
 * @param files how many files differ; a renamed one is a removed and an added one
 * @param lines how many lines were added or removed; none of binary files
 */
public record ChangeCount(int commits, int files, int lines) implements Serializable {}
