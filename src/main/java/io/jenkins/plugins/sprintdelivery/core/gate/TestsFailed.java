package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import java.util.Objects;

/**
 * Bounds the tests that failed in the end; a flaky test passed in the end.
 *
 * @param max the most that may fail
 */
public record TestsFailed(int max, ConditionSeverity severity) implements TestCondition {

    public static final String TYPE = "tests.failed";

    public TestsFailed {
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
        return "at most " + max + " failed";
    }

    @Override
    public Finding judge(TestFacts tests) {
        TestCounts counts = tests.counts();
        return Finding.of(
                counts.failed() <= max,
                counts.failed() + " failed of " + counts.run(),
                tests.failing(),
                counts.failed());
    }
}
