package io.jenkins.plugins.sprintdelivery.core.gate;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Asks that every failing test failed already in the build that was last released to the environment.
 *
 * @param withoutBaseline what it says where tests fail and no such build is known
 * @param quarantine tests whose failures do not count
 */
public record TestsNewFailures(WithoutBaseline withoutBaseline, Quarantine quarantine, ConditionSeverity severity)
        implements TestCondition {

    public static final String TYPE = "tests.newFailures";

    public TestsNewFailures {
        Objects.requireNonNull(withoutBaseline, "withoutBaseline");
        Objects.requireNonNull(quarantine, "quarantine");
        Objects.requireNonNull(severity, "severity");
    }

    /** Without a quarantine. */
    public TestsNewFailures(WithoutBaseline withoutBaseline, ConditionSeverity severity) {
        this(withoutBaseline, Quarantine.NONE, severity);
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
    public Set<Need<?>> needs() {
        return Set.of(new Need.Tests(), new Need.ReleasedTests());
    }

    @Override
    public Finding judge(TestFacts tests, GateFacts facts) {
        List<String> failing = tests.failing().stream()
                .filter(test -> !quarantine.holds(test, facts.at()))
                .toList();
        int failed = tests.counts().failed() - (tests.failing().size() - failing.size());
        if (failed == 0) {
            return Finding.holds("0 failed");
        }
        Fact<ReleasedTestFacts> released = facts.get(new Need.ReleasedTests());
        if (released instanceof Fact.Known<ReleasedTestFacts> known) {
            return compared(failing, failed, known.value());
        }
        return new Finding(
                withoutBaseline.outcome(),
                failed + " failed, and no released build is known to compare with",
                failing,
                failed,
                "mend the failing tests, or " + ((Fact.Missing<?>) released).remedy());
    }

    private static Finding compared(List<String> failing, int failed, ReleasedTestFacts released) {
        List<String> fresh = failing.stream()
                .filter(test -> !released.failing().contains(test))
                .distinct()
                .toList();
        int unlisted = failed - failing.size();
        if (fresh.isEmpty() && unlisted > 0) {
            return Finding.undecided("of " + failed + " failed tests only " + failing.size()
                    + " could be compared with " + released.release());
        }
        return Finding.of(
                        fresh.isEmpty(),
                        fresh.size() + " new of " + failed + " failed since " + released.release(),
                        fresh)
                .orElse("mend what fails since " + released.release());
    }
}
