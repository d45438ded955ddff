package io.jenkins.plugins.sprintdelivery.core.gate;

import java.util.List;
import java.util.Objects;

/**
 * Asks for a number of tests that ran, skipped ones not counted.
 *
 * @param minimum the fewest that must run; 0 accepts, for the whole policy, that none ran
 */
public record TestsRun(int minimum, ConditionSeverity severity) implements TestCondition {

    public static final String TYPE = "tests.run";

    public TestsRun {
        Objects.requireNonNull(severity, "severity");
        if (minimum < 0) {
            throw new IllegalArgumentException("a minimum cannot be negative: " + minimum);
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String expected() {
        return "at least " + minimum + " run";
    }

    @Override
    public Finding judge(TestFacts tests, GateFacts facts) {
        int run = tests.counts().run();
        return Finding.of(run >= minimum, run + " run", List.of())
                .orElse("run " + Words.count(minimum - run, "more test"));
    }
}
