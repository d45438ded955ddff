package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.export.PromiseReport;
import java.time.Instant;

/**
 * What a sprint promised, and what became of it.
 *
 * @param at the moment it was made for, whole minutes
 * @param sprint the sprint, or null for another period
 * @param promise the promise, or null where no tracker said anything of it
 */
public record PromiseDocument(Instant at, SprintView sprint, PromiseReport promise) {}
