package io.jenkins.plugins.sprintdelivery.core.gate;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Asks that every failing test failed already in the build that was last released to the environment.
 *
 * @param withoutBaseline what it says where tests fail and no such build is known
 */
public record TestsNewFailures(WithoutBaseline withoutBaseline, ConditionSeverity severity) implements TestCondition {

    public static final String TYPE = "tests.newFailures";

    public TestsNewFailures {
        Objects.requireNonNull(withoutBaseline, "withoutBaseline");
        Objects.requireNonNull(severity, "severity");
    }

    /** What to say where tests fail and nothing is known to compare them with. */
    public enum WithoutBaseline {
        INCONCLUSIVE(Finding.Outcome.UNDECIDED),
        FAIL(Finding.Outcome.VIOLATED),
        PASS(Finding.Outcome.HOLDS);

        private final Finding.Outcome outcome;

        WithoutBaseline(Finding.Outcome outcome) {
            this.outcome = outcome;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String expected() {
        return "no new failures since the last release";
    }

    @Override
    public Finding judge(TestFacts tests) {
        int failed = tests.counts().failed();
        if (failed == 0) {
            return Finding.holds("0 failed");
        }
        if (tests.baseline() == null) {
            return new Finding(
                    withoutBaseline.outcome,
                    failed + " failed, and no released build is known to compare with",
                    tests.failing(),
                    failed);
        }
        String release = tests.baseline().release();
        List<String> fresh = tests.failing().stream()
                .filter(test -> !tests.baseline().failing().contains(test))
                .distinct()
                .toList();
        int unlisted = failed - tests.failing().size();
        if (fresh.isEmpty() && unlisted > 0) {
            return Finding.undecided("of " + failed + " failed tests only "
                    + tests.failing().size() + " could be compared with " + release);
        }
        return Finding.of(
                fresh.isEmpty(), fresh.size() + " new of " + failed + " failed since " + release, fresh, fresh.size());
    }
}
