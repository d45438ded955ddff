package io.jenkins.plugins.sprintdelivery.cli.git;

/**
 * How much two commits differ.
 *
 * @param files how many files differ; a renamed one is a removed and an added one
 * @param lines how many lines were added or removed; none of binary files
 */
public record ChangeCount(int files, int lines) {}
