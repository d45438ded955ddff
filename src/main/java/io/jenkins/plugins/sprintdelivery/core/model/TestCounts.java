package io.jenkins.plugins.sprintdelivery.core.model;

/**
 * How the tests of a build went. Every test is in exactly one of passed, failed and skipped; flaky ones are passed.
 *
 * @param passed passed in the end
 * @param failed failed in the end
 * @param skipped not run
 * @param flaky passed only on a rerun; a part of {@code passed}
 */
public record TestCounts(int passed, int failed, int skipped, int flaky) {

    public TestCounts {
        if (passed < 0 || failed < 0 || skipped < 0 || flaky < 0 || flaky > passed) {
            throw new IllegalArgumentException("impossible test counts: passed " + passed + ", failed " + failed
                    + ", skipped " + skipped + ", flaky " + flaky);
        }
    }

    /** All tests, run or not. */
    public int total() {
        return passed + failed + skipped;
    }

    /** Tests that ran. */
    public int run() {
        return passed + failed;
    }
}
