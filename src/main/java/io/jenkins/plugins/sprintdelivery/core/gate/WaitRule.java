package io.jenkins.plugins.sprintdelivery.core.gate;

import java.time.Duration;
import java.util.Objects;

/**
 * How long a gate waits for its conditions, and when they count.
 *
 * @param longest how long at most
 * @param every how long from one look to the next
 * @param together whether all conditions must hold in one look; otherwise each keeps the time it held
 * @param stay how long it must stay that way before the release is let through, zero for not at all
 */
public record WaitRule(Duration longest, Duration every, boolean together, Duration stay) {

    /** The longest a gate may wait. */
    public static final Duration MAX_WAIT = Duration.ofDays(90);

    /** The shortest time from one look to the next. */
    public static final Duration MIN_EVERY = Duration.ofSeconds(10);

    /** How long from one look to the next where nothing is said. */
    public static final Duration DEFAULT_EVERY = Duration.ofMinutes(2);

    public WaitRule {
        Objects.requireNonNull(longest, "longest");
        Objects.requireNonNull(every, "every");
        Objects.requireNonNull(stay, "stay");
        if (longest.isNegative() || longest.isZero() || longest.compareTo(MAX_WAIT) > 0) {
            throw new IllegalArgumentException("a gate waits longer than nothing and at most 90 days");
        }
        if (every.compareTo(MIN_EVERY) < 0) {
            throw new IllegalArgumentException("a gate looks every 10 seconds at most");
        }
        if (stay.isNegative() || stay.compareTo(longest) > 0) {
            throw new IllegalArgumentException("it cannot stay that way for longer than the gate waits");
        }
    }
}
