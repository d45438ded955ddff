package io.jenkins.plugins.sprintdelivery.core.model;

import java.time.Instant;
import java.util.Objects;

/**
 * Somebody's decision to let a release through a gate that says no.
 *
 * @param id unique within its ledger
 * @param target the gate it is for
 * @param by who decided
 * @param at when
 * @param reason why, never blank
 * @param expires from when on it no longer counts
 * @param second who agreed, or null where nobody has
 * @param secondAt when they agreed, or null
 */
public record GateOverride(
        String id,
        GateTarget target,
        Person by,
        Instant at,
        String reason,
        Instant expires,
        Person second,
        Instant secondAt) {
    public GateOverride {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(expires, "expires");
        if (reason == null || reason.isBlank()) {
            throw new IllegalArgumentException("an override needs a reason");
        }
        if (!expires.isAfter(at)) {
            throw new IllegalArgumentException(
                    "the override of " + by.label() + " expires at " + expires + ", before it was given at " + at);
        }
        if ((second == null) != (secondAt == null)) {
            throw new IllegalArgumentException("a second approver and the time they agreed belong together");
        }
    }

    /** The same override with somebody's agreement. */
    public GateOverride agreedBy(Person person, Instant moment) {
        return new GateOverride(id, target, by, at, reason, expires, person, moment);
    }

    /** Whether it has been given and has not expired. */
    public boolean countsAt(Instant moment) {
        return !moment.isBefore(at) && moment.isBefore(expires);
    }
}
