package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import java.util.Objects;

/**
 * Bounds the tests that were not run.
 *
 * @param max the most that may be skipped, as a number or as a share of all tests
 */
public record TestsSkipped(Limit max, ConditionSeverity severity) implements TestCondition {

    public static final String TYPE = "tests.skipped";

    public TestsSkipped {
        Objects.requireNonNull(max, "max");
        Objects.requireNonNull(severity, "severity");
    }

    /** A bound given as a number or as a share. */
    public sealed interface Limit {

        boolean allows(int part, int whole);
    }

    /** So many. */
    public record AtMost(int number) implements Limit {
        public AtMost {
            if (number < 0) {
                throw new IllegalArgumentException("a maximum cannot be negative: " + number);
            }
        }

        @Override
        public boolean allows(int part, int whole) {
            return part <= number;
        }

        @Override
        public String toString() {
            return Integer.toString(number);
        }
    }

    /** Such a share of all tests. */
    public record AtMostShare(Percentage share) implements Limit {
        public AtMostShare {
            Objects.requireNonNull(share, "share");
        }

        @Override
        public boolean allows(int part, int whole) {
            return share.compareToShare(part, whole) >= 0;
        }

        @Override
        public String toString() {
            return share.toString();
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String expected() {
        return "at most " + max + " skipped";
    }

    @Override
    public Finding judge(TestFacts tests, GateFacts facts) {
        TestCounts counts = tests.counts();
        return Finding.of(
                        max.allows(counts.skipped(), counts.total()),
                        Percentage.describe(counts.skipped(), counts.total()) + " skipped",
                        tests.skipped(),
                        counts.skipped())
                .orElse("run skipped tests until at most " + max + " are skipped");
    }
}
