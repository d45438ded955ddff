package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import java.util.Objects;

/**
 * Bounds the tests that passed only on a rerun.
 *
 * @param max the most that may be flaky
 */
public record TestsFlaky(int max, ConditionSeverity severity) implements TestCondition {

    public static final String TYPE = "tests.flaky";

    public TestsFlaky {
        Objects.requireNonNull(severity, "severity");
        if (max < 0) {
            throw new IllegalArgumentException("a maximum cannot be negative: " + max);
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String expected() {
        return "at most " + max + " flaky";
    }

    @Override
    public Finding judge(TestFacts tests, GateFacts facts) {
        TestCounts counts = tests.counts();
        return Finding.of(
                        counts.flaky() <= max,
                        counts.flaky() + " flaky of " + counts.run(),
                        tests.flaky(),
                        counts.flaky())
                .orElse("make " + Words.count(counts.flaky() - max, "flaky test") + " reliable");
    }
}
