package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How the tests of a candidate went. A list names at most {@link #MAX_LISTED} tests; the counts are always complete.
 *
 * @param counts how many passed, failed, were skipped, and were flaky
 * @param failing tests that failed in the end
 * @param flaky tests that passed only on a rerun
 * @param skipped tests that were not run
 * @param suites how many tests of each suite ran, by its name; null where the reports name no suites
 * @param duration how long all of them took together, or null where the reports do not say
 * @param absence where tests were looked for in vain, in words such as {@code no file matches 'reports/*.xml'}, or
 *     null
 */
public record TestFacts(
        TestCounts counts,
        List<String> failing,
        List<String> flaky,
        List<String> skipped,
        Map<String, Integer> suites,
        Duration duration,
        String absence) {

    /** The longest list an adapter hands over. */
    public static final int MAX_LISTED = 10_000;

    public TestFacts {
        Objects.requireNonNull(counts, "counts");
        failing = List.copyOf(failing);
        flaky = List.copyOf(flaky);
        skipped = List.copyOf(skipped);
        suites = suites == null ? null : Map.copyOf(suites);
    }

    /** Tests were looked for and none was found; {@code absence} says where. */
    public static TestFacts none(String absence) {
        return new TestFacts(
                new TestCounts(0, 0, 0, 0), List.of(), List.of(), List.of(), Map.of(), Duration.ZERO, absence);
    }
}
