package io.jenkins.plugins.sprintdelivery.core.outbox;

import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * When an entry that could not be delivered is tried again: after a minute, then twice as long each time up to an hour, give
 * or take a quarter, for seven days.
 */
final class Patience {

    /** So long it is tried. */
    static final Duration LIMIT = Duration.ofDays(7);

    static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private Patience() {}

    /**
     * The entry after an attempt that failed.
     *
     * @param trying the entry, with this attempt counted
     * @param until the receiver's own word of when to come again
     */
    static OutboxEntry later(OutboxEntry trying, String why, Optional<Instant> until, Instant now) {
        if (Instant.ofEpochMilli(trying.sequence()).plus(LIMIT).isBefore(now)) {
            return trying.ended(State.GIVEN_UP, now, why, List.of());
        }
        Instant next = now.plus(pause(trying));
        return trying.postponed(
                now, until.filter(moment -> moment.isAfter(next)).orElse(next), why);
    }

    private static Duration pause(OutboxEntry entry) {
        int doublings = Math.min(10, Math.max(0, entry.attempts() - 1));
        Duration pause = FIRST_PAUSE.multipliedBy(1L << doublings);
        Duration bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        // spread by the entry's id, so that what was queued together is not tried together for ever
        int percent = 75 + Math.floorMod(Objects.hash(entry.id(), entry.attempts()), 51);
        return bounded.multipliedBy(percent).dividedBy(100);
    }
}
