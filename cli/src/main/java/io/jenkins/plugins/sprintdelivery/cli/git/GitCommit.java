package io.jenkins.plugins.sprintdelivery.cli.git;

import java.time.Instant;

/**
 * A commit as git keeps it.
 *
 * @param id the full id
 * @param authored when its author wrote it
 * @param committed when it became this commit
 * @param message the whole message
 */
public record GitCommit(String id, Instant authored, Instant committed, String message) {}
