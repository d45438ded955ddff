package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * How the tests of a candidate went. A list names at most {@link #MAX_LISTED} tests; the counts are always complete.
 *
 * @param counts how many passed, failed, were skipped, and were flaky
 * @param failing tests that failed in the end
 * @param flaky tests that passed only on a rerun
 * @param skipped tests that were not run
 * @param baseline the last release to compare with, or null where none is known
 * @param absence where tests were looked for in vain, in words such as {@code no file matches 'reports/*.xml'}, or
 *     null
 */
public record TestFacts(
        TestCounts counts,
        List<String> failing,
        List<String> flaky,
        List<String> skipped,
        Baseline baseline,
        String absence) {

    /** The longest list an adapter hands over. */
    public static final int MAX_LISTED = 10_000;

    public TestFacts {
        Objects.requireNonNull(counts, "counts");
        failing = List.copyOf(failing);
        flaky = List.copyOf(flaky);
        skipped = List.copyOf(skipped);
    }

    /** Tests were looked for and none was found; {@code absence} says where. */
    public static TestFacts none(String absence) {
        return new TestFacts(new TestCounts(0, 0, 0, 0), List.of(), List.of(), List.of(), null, absence);
    }

    /**
     * The tests of the build that was last released to the environment in question.
     *
     * @param release which release it is, in words
     * @param failing the tests that failed in it
     */
    public record Baseline(String release, Set<String> failing) {
        public Baseline {
            Objects.requireNonNull(release, "release");
            failing = Set.copyOf(failing);
        }
    }
}
