package io.jenkins.plugins.sprintdelivery.core.gate;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Bounds by how much longer the tests take than those of the build that was last released to the environment.
 *
 * @param maxGrowth by how many percent, 0 or more
 * @param withoutBaseline what it says where no such build is known, or it says nothing of how long its tests took
 */
public record TestsDuration(BigDecimal maxGrowth, WithoutBaseline withoutBaseline, ConditionSeverity severity)
        implements TestCondition {

    public static final String TYPE = "tests.duration";

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    public TestsDuration {
        Objects.requireNonNull(withoutBaseline, "withoutBaseline");
        Objects.requireNonNull(severity, "severity");
        if (maxGrowth.signum() < 0) {
            throw new IllegalArgumentException("a growth cannot be negative: " + maxGrowth.toPlainString());
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String expected() {
        return "at most " + maxGrowth.toPlainString() + " % longer than in the last release";
    }

    @Override
    public Set<Need<?>> needs() {
        return Set.of(new Need.Tests(), new Need.ReleasedTests());
    }

    @Override
    public Finding judge(TestFacts tests, GateFacts facts) {
        if (tests.duration() == null) {
            return Finding.undecided("the reports do not say how long the tests took")
                    .orElse("publish reports with times");
        }
        if (facts.get(new Need.ReleasedTests()) instanceof Fact.Known<ReleasedTestFacts> released
                && released.value().duration() != null
                && !released.value().duration().isZero()) {
            return compared(tests.duration(), released.value());
        }
        return new Finding(
                withoutBaseline.outcome(),
                Words.of(tests.duration()) + ", and no released build is known to compare with",
                List.of(),
                0,
                withoutBaseline == WithoutBaseline.PASS ? null : new Need.ReleasedTests().remedy());
    }

    private Finding compared(Duration now, ReleasedTestFacts released) {
        BigDecimal before = BigDecimal.valueOf(released.duration().toMillis());
        BigDecimal allowed = before.multiply(HUNDRED.add(maxGrowth));
        boolean holds = BigDecimal.valueOf(now.toMillis()).multiply(HUNDRED).compareTo(allowed) <= 0;
        return Finding.of(
                        holds,
                        Words.of(now) + " after " + Words.of(released.duration()) + " in " + released.release(),
                        List.of())
                .orElse("make the tests faster");
    }
}
