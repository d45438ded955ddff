package io.jenkins.plugins.sprintdelivery.core.gate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Bounds the tests that failed in the end; a flaky test passed in the end, and one in quarantine does not count.
 *
 * @param max the most that may fail
 * @param quarantine tests whose failures do not count
 */
public record TestsFailed(int max, Quarantine quarantine, ConditionSeverity severity) implements TestCondition {

    public static final String TYPE = "tests.failed";

    public TestsFailed {
        Objects.requireNonNull(quarantine, "quarantine");
        Objects.requireNonNull(severity, "severity");
        if (max < 0) {
            throw new IllegalArgumentException("a maximum cannot be negative: " + max);
        }
    }

    /** Without a quarantine. */
    public TestsFailed(int max, ConditionSeverity severity) {
        this(max, Quarantine.NONE, severity);
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
    public Finding judge(TestFacts tests, GateFacts facts) {
        Instant now = facts.at();
        List<String> counting = tests.failing().stream()
                .filter(test -> !quarantine.holds(test, now))
                .toList();
        int apart = tests.failing().size() - counting.size();
        int failed = tests.counts().failed() - apart;
        List<String> evidence = new ArrayList<>(quarantine.ended(counting, now));
        int notes = evidence.size();
        evidence.addAll(counting);
        return Finding.of(
                        failed <= max,
                        failed + " failed of " + tests.counts().run()
                                + (apart == 0 ? "" : ", besides " + apart + " in quarantine"),
                        evidence,
                        failed + notes)
                .orElse("mend " + Words.count(failed - max, "failing test"));
    }
}
