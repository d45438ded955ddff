package io.jenkins.plugins.sprintdelivery.cli.junitxml;

import io.jenkins.plugins.sprintdelivery.core.gate.TestFacts;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts tests and keeps the names of a bounded number of those a person wants to see. For one thread. */
final class TestTally {

    private int passed;
    private int failed;
    private int skipped;
    private int flaky;
    private final List<String> failing = new ArrayList<>();
    private final List<String> skippedNames = new ArrayList<>();
    private final List<String> flakyNames = new ArrayList<>();
    private final Map<String, Integer> suites = new HashMap<>();
    private BigDecimal seconds;

    void passed() {
        passed = Math.addExact(passed, 1);
    }

    void failed(String test) {
        failed = Math.addExact(failed, 1);
        list(failing, test);
    }

    /** Failures that a report counts without naming the tests. */
    void failedWithoutName(String where, int number) {
        failed = Math.addExact(failed, number);
        list(failing, where + " (" + number + " reported without a test case)");
    }

    void skipped(String test) {
        skipped = Math.addExact(skipped, 1);
        list(skippedNames, test);
    }

    void flaky(String test) {
        passed();
        flaky++;
        list(flakyNames, test);
    }

    /** A test of a suite that ran, however it ended. */
    void ranIn(String suite) {
        if (suites.size() < TestFacts.MAX_LISTED || suites.containsKey(suite)) {
            suites.merge(suite, 1, Math::addExact);
        }
    }

    /** How long a test took. */
    void took(BigDecimal time) {
        seconds = seconds == null ? time : seconds.add(time);
    }

    /**
     * What was counted.
     *
     * @param absence what to say where nothing was counted
     */
    TestFacts facts(String absence) {
        TestCounts counts = new TestCounts(passed, failed, skipped, flaky);
        Duration duration = seconds == null
                ? null
                : Duration.ofMillis(seconds.movePointRight(3).longValue());
        return new TestFacts(
                counts, failing, flakyNames, skippedNames, suites, duration, counts.total() == 0 ? absence : null);
    }

    private static void list(List<String> names, String name) {
        if (names.size() < TestFacts.MAX_LISTED) {
            names.add(name);
        }
    }
}
