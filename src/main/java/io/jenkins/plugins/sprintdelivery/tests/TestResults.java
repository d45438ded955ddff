package io.jenkins.plugins.sprintdelivery.tests;

import hudson.model.Run;
import hudson.tasks.junit.CaseResult;
import hudson.tasks.junit.SuiteResult;
import hudson.tasks.test.AbstractTestResultAction;
import hudson.tasks.test.TestResult;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.gate.ReleasedTestFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.TestFacts;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads test results of a build. May load a large result from disk: never call it on the Pipeline VM thread. */
public final class TestResults {

    private TestResults() {}

    /** How many tests of the build went how, or nothing where it reported none. Flaky ones are not told apart. */
    public static Optional<TestCounts> counts(Run<?, ?> run) {
        return Optional.ofNullable(run.getAction(AbstractTestResultAction.class))
                .map(action -> counts(action, 0));
    }

    /** The tests of the build for a gate. */
    public static TestFacts facts(Run<?, ?> run) {
        AbstractTestResultAction<?> action = run.getAction(AbstractTestResultAction.class);
        if (action == null) {
            return TestFacts.none(Messages.TestResults_None());
        }
        List<String> flaky = action.getPassedTests().stream()
                .filter(test -> test instanceof CaseResult result
                        && !result.getFlakyFailures().isEmpty())
                .map(TestResult::getFullDisplayName)
                .toList();
        return new TestFacts(
                counts(action, flaky.size()),
                names(action.getFailedTests()),
                bounded(flaky),
                names(action.getSkippedTests()),
                suites(action),
                duration(action),
                null);
    }

    /** The tests of the build that was released last, for a gate that compares with it. */
    public static ReleasedTestFacts released(Run<?, ?> run) {
        AbstractTestResultAction<?> action = run.getAction(AbstractTestResultAction.class);
        Set<String> failing = action == null
                ? Set.of()
                : names(action.getFailedTests()).stream().collect(Collectors.toSet());
        return new ReleasedTestFacts(run.getFullDisplayName(), failing, action == null ? null : duration(action));
    }

    /** How many tests of each suite ran, or null where the results are not JUnit's. */
    private static Map<String, Integer> suites(AbstractTestResultAction<?> action) {
        if (!(action.getResult() instanceof hudson.tasks.junit.TestResult result)) {
            return null;
        }
        Map<String, Integer> suites = new HashMap<>();
        for (SuiteResult suite : result.getSuites()) {
            int ran = (int)
                    suite.getCases().stream().filter(test -> !test.isSkipped()).count();
            if (suites.size() < TestFacts.MAX_LISTED) {
                suites.merge(suite.getName(), ran, Integer::sum);
            }
        }
        return suites;
    }

    private static Duration duration(AbstractTestResultAction<?> action) {
        return action.getResult() instanceof TestResult result
                ? Duration.ofMillis((long) (result.getDuration() * 1000))
                : null;
    }

    private static TestCounts counts(AbstractTestResultAction<?> action, int flaky) {
        int passed = Math.max(0, action.getTotalCount() - action.getFailCount() - action.getSkipCount());
        return new TestCounts(passed, action.getFailCount(), action.getSkipCount(), Math.min(flaky, passed));
    }

    private static List<String> names(List<? extends TestResult> tests) {
        return bounded(tests.stream().map(TestResult::getFullDisplayName).toList());
    }

    private static List<String> bounded(List<String> names) {
        return names.subList(0, Math.min(names.size(), TestFacts.MAX_LISTED));
    }
}
