package io.jenkins.plugins.sprintdelivery.core.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Somebody's yes to a release.
 *
 * @param id unique within its ledger
 * @param target the gate it is for
 * @param by who gave it
 * @param groups the groups they were in at that time
 * @param at when
 * @param reason why
 * @param expires from when on it no longer counts, or null where it does not expire
 */
public record GateApproval(
        String id, GateTarget target, Person by, List<String> groups, Instant at, String reason, Instant expires) {
    public GateApproval {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(at, "at");
        groups = groups == null ? List.of() : List.copyOf(groups);
        reason = reason == null ? "" : reason;
        if (expires != null && !expires.isAfter(at)) {
            throw new IllegalArgumentException(
                    "the approval of " + by.label() + " expires at " + expires + ", before it was given at " + at);
        }
    }

    /** Whether it has been given and has not expired. */
    public boolean countsAt(Instant moment) {
        return !moment.isBefore(at) && (expires == null || moment.isBefore(expires));
    }
}
