package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import java.util.Objects;

/**
 * Asks for a share of the tests that ran to have passed; skipped ones are not counted.
 *
 * @param minimum the smallest share
 */
public record TestsPassRate(Percentage minimum, ConditionSeverity severity) implements TestCondition {

    public static final String TYPE = "tests.passRate";

    public TestsPassRate {
        Objects.requireNonNull(minimum, "minimum");
        Objects.requireNonNull(severity, "severity");
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String expected() {
        return "at least " + minimum + " passed";
    }

    @Override
    public Finding judge(TestFacts tests, GateFacts facts) {
        TestCounts counts = tests.counts();
        if (counts.run() == 0) {
            return Finding.holds("no test ran");
        }
        return Finding.of(
                        minimum.compareToShare(counts.passed(), counts.run()) <= 0,
                        Percentage.describe(counts.passed(), counts.run()) + " passed",
                        tests.failing(),
                        counts.failed())
                .orElse("mend failing tests until at least " + minimum + " pass");
    }
}
