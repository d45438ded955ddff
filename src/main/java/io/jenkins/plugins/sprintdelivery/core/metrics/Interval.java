package io.jenkins.plugins.sprintdelivery.core.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A stretch of time.
 *
 * @param from first instant, inclusive
 * @param to last instant, exclusive; after {@code from}
 */
record Interval(Instant from, Instant to) {

    Interval {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("the interval from " + from + " to " + to + " is empty");
        }
    }

    /** What both have in common. */
    Optional<Interval> intersection(Interval other) {
        return between(from.isAfter(other.from) ? from : other.from, to.isBefore(other.to) ? to : other.to);
    }

    /** The interval between two moments; nothing where the second is not after the first. */
    static Optional<Interval> between(Instant from, Instant to) {
        return from.isBefore(to) ? Optional.of(new Interval(from, to)) : Optional.empty();
    }

    Duration length() {
        return Duration.between(from, to);
    }

    /** How long at least one of the intervals lasts; time that several cover counts once. */
    static Duration union(Collection<Interval> intervals) {
        List<Interval> ordered =
                intervals.stream().sorted(Comparator.comparing(Interval::from)).toList();
        Duration covered = Duration.ZERO;
        Instant reached = Instant.MIN;
        for (Interval interval : ordered) {
            Instant fresh = interval.from.isAfter(reached) ? interval.from : reached;
            if (fresh.isBefore(interval.to)) {
                covered = covered.plus(Duration.between(fresh, interval.to));
                reached = interval.to;
            }
        }
        return covered;
    }
}
