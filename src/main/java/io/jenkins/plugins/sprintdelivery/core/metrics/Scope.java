package io.jenkins.plugins.sprintdelivery.core.metrics;

import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import java.time.Instant;
import java.util.Objects;

/**
 * What a metric is about.
 *
 * @param from first instant, inclusive
 * @param to last instant, exclusive
 * @param service one service, or null for all
 * @param environment one environment by name, or null for all of the tier
 * @param tier which environments where none is named
 */
public record Scope(Instant from, Instant to, String service, String environment, EnvironmentTier tier) {
    public Scope {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(tier, "tier");
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("the period from " + from + " to " + to + " is empty");
        }
    }

    /** All services in production. */
    public static Scope production(Instant from, Instant to) {
        return new Scope(from, to, null, null, EnvironmentTier.PRODUCTION);
    }

    /** Whether the moment lies in the period. */
    public boolean contains(Instant moment) {
        return !moment.isBefore(from) && moment.isBefore(to);
    }
}
