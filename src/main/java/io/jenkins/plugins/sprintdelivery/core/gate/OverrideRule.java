package io.jenkins.plugins.sprintdelivery.core.gate;

import java.time.Duration;
import java.util.Objects;

/**
 * Who may let a release through against a policy, besides having the permission to.
 *
 * @param allowed whether anybody may
 * @param own whether who started or changed the build may
 * @param second whether somebody else has to agree
 * @param longest how long it counts at most
 */
public record OverrideRule(boolean allowed, boolean own, boolean second, Duration longest) {

    /** The longest that an override can count. */
    public static final Duration MAX_LONGEST = Duration.ofDays(90);

    /** What holds where a policy says nothing of it: by others than those involved, for a day. */
    public static final OverrideRule DEFAULT = new OverrideRule(true, false, false, Duration.ofDays(1));

    public OverrideRule {
        Objects.requireNonNull(longest, "longest");
        if (longest.isNegative() || longest.isZero() || longest.compareTo(MAX_LONGEST) > 0) {
            throw new IllegalArgumentException("an override counts longer than nothing and at most 90 days");
        }
    }
}
