package io.jenkins.plugins.sprintdelivery.core.freeze;

import java.time.Instant;

/**
 * One time that a freeze holds.
 *
 * @param freeze which freeze
 * @param from its first instant, inclusive
 * @param to its end, exclusive
 */
public record FreezePeriod(Freeze freeze, Instant from, Instant to) {}
