package io.jenkins.plugins.sprintdelivery.core.gate;

import static io.jenkins.plugins.sprintdelivery.core.model.Verdict.FAIL;
import static io.jenkins.plugins.sprintdelivery.core.model.Verdict.INCONCLUSIVE;
import static io.jenkins.plugins.sprintdelivery.core.model.Verdict.PASS;
import static io.jenkins.plugins.sprintdelivery.core.model.Verdict.WARN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.model.ConditionResult;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.ServiceDependency;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GateEvaluatorTest {

    private static final ConditionSeverity MUST = ConditionSeverity.FAIL;
    private static final ConditionSeverity SHOULD = ConditionSeverity.WARN;
    private static final GateFacts NOTHING =
            GateFacts.of(ReleaseCandidate.UNKNOWN, Instant.parse("2026-03-02T12:00:00Z"));

    static Stream<Arguments> whatOneConditionSays() {
        Condition noneFailed = new TestsFailed(0, MUST);
        Condition fewFailed = new TestsFailed(2, MUST);
        Condition rate = new TestsPassRate(new Percentage(new BigDecimal("98.5")), MUST);
        Condition fewSkipped = new TestsSkipped(new TestsSkipped.AtMost(3), MUST);
        Condition tenthSkipped = new TestsSkipped(new TestsSkipped.AtMostShare(Percentage.of(10)), MUST);
        Condition noFlaky = new TestsFlaky(0, SHOULD);
        Condition manyRun = new TestsRun(100, MUST);
        return Stream.of(
                // condition, passed, failed, skipped, flaky, verdict, expected, actual
                arguments(noneFailed, tests(120, 0, 0, 0), PASS, "at most 0 failed", "0 failed of 120"),
                arguments(noneFailed, tests(118, 2, 5, 0), FAIL, "at most 0 failed", "2 failed of 120"),
                arguments(noneFailed, tests(120, 0, 0, 7), PASS, "at most 0 failed", "0 failed of 120"),
                arguments(fewFailed, tests(118, 2, 0, 0), PASS, "at most 2 failed", "2 failed of 120"),
                arguments(fewFailed, tests(117, 3, 0, 0), FAIL, "at most 2 failed", "3 failed of 120"),
                arguments(rate, tests(197, 3, 50, 0), PASS, "at least 98.5 % passed", "98.5 % (197 of 200) passed"),
                arguments(rate, tests(196, 4, 0, 0), FAIL, "at least 98.5 % passed", "98 % (196 of 200) passed"),
                arguments(
                        rate, tests(9_999, 1, 0, 0), PASS, "at least 98.5 % passed", "99.99 % (9999 of 10000) passed"),
                arguments(
                        rate,
                        tests(999_999, 1, 0, 0),
                        PASS,
                        "at least 98.5 % passed",
                        "99.99 % (999999 of 1000000) passed"),
                arguments(fewSkipped, tests(10, 0, 3, 0), PASS, "at most 3 skipped", "23.07 % (3 of 13) skipped"),
                arguments(fewSkipped, tests(10, 0, 4, 0), FAIL, "at most 3 skipped", "28.57 % (4 of 14) skipped"),
                arguments(tenthSkipped, tests(18, 0, 2, 0), PASS, "at most 10 % skipped", "10 % (2 of 20) skipped"),
                arguments(tenthSkipped, tests(17, 0, 2, 0), FAIL, "at most 10 % skipped", "10.52 % (2 of 19) skipped"),
                arguments(noFlaky, tests(120, 0, 0, 1), WARN, "at most 0 flaky", "1 flaky of 120"),
                arguments(manyRun, tests(90, 10, 0, 0), PASS, "at least 100 run", "100 run"),
                arguments(manyRun, tests(90, 9, 5, 0), FAIL, "at least 100 run", "99 run"));
    }

    /** Also within a combination, and in a form that a journal keeps. */
    @Test
    void aDependencyIsRecordedWithWhatRuns() {
        Condition dependency = new DependencyDeployed("cart", "2.0", "live", MUST);
        Policy policy = policy(new AllOf(List.of(dependency), MUST));
        GateFacts facts =
                NOTHING.with(new Need.Running("cart", "live"), new RunningFacts("live", "1.9", "cart-1.9-live"));

        GateResult result = new GateEvaluator().evaluate(policy, facts);

        GateResult kept = Json.mapper().readValue(Json.mapper().writeValueAsString(result), GateResult.class);
        ServiceDependency recorded = kept.conditions().get(0).parts().get(0).dependency();
        assertThat(recorded).isEqualTo(new ServiceDependency("cart", "2.0", "live", "1.9"));
        assertThat(recorded.readiness()).isEqualTo(ServiceDependency.Readiness.NOT_READY);
        assertThat(recorded.withRunning("2.0.1").readiness()).isEqualTo(ServiceDependency.Readiness.READY);
        assertThat(recorded.withRunning("trunk").readiness()).isEqualTo(ServiceDependency.Readiness.UNKNOWN);
        assertThat(recorded.withRunning(null).readiness()).isEqualTo(ServiceDependency.Readiness.NOT_READY);
        assertThat(new GateEvaluator()
                        .evaluate(policy, NOTHING)
                        .conditions()
                        .get(0)
                        .parts()
                        .get(0)
                        .dependency())
                .as("what nobody could look at is not recorded")
                .isNull();
    }

    @ParameterizedTest
    @MethodSource
    void whatOneConditionSays(Condition condition, TestFacts tests, Verdict verdict, String expected, String actual) {
        GateResult result = evaluate(policy(condition), tests);

        assertThat(result.verdict()).isEqualTo(verdict);
        assertThat(result.conditions()).singleElement().satisfies(only -> {
            assertThat(only.type()).isEqualTo(condition.type());
            assertThat(only.verdict()).isEqualTo(verdict);
            assertThat(only.expected()).isEqualTo(expected);
            assertThat(only.actual()).isEqualTo(actual);
        });
    }

    static Stream<Condition> everyCondition() {
        return Stream.of(
                new TestsFailed(5, MUST),
                new TestsFlaky(5, MUST),
                new TestsNewFailures(WithoutBaseline.PASS, MUST),
                new TestsPassRate(Percentage.of(0), MUST),
                new TestsRun(1, MUST),
                new TestsSkipped(new TestsSkipped.AtMostShare(Percentage.of(100)), MUST));
    }

    @ParameterizedTest
    @MethodSource("everyCondition")
    void noConditionHoldsWhereNoTestRan(Condition condition) {
        GateResult nothingFound = evaluate(policy(condition), TestFacts.none("no file matches 'reports/*.xml'"));
        GateResult allSkipped = evaluate(policy(condition), tests(0, 0, 12, 0));

        assertThat(nothingFound.verdict()).isEqualTo(FAIL);
        assertThat(nothingFound.conditions().get(0).actual()).isEqualTo("no test ran: no file matches 'reports/*.xml'");
        assertThat(allSkipped.verdict()).isEqualTo(FAIL);
        assertThat(allSkipped.conditions().get(0).actual()).isEqualTo("no test ran: all 12 were skipped");
    }

    @ParameterizedTest
    @MethodSource("everyCondition")
    void aPolicyMayAcceptThatNoTestRan(Condition condition) {
        GateResult result = evaluate(policy(new TestsRun(0, MUST), condition), TestFacts.none("no file"));

        if (condition.type().equals(TestsRun.TYPE)) {
            assertThat(result.verdict()).isEqualTo(FAIL);
        } else {
            assertThat(result.verdict()).isEqualTo(PASS);
        }
    }

    @ParameterizedTest
    @MethodSource("everyCondition")
    void withoutAnyoneHavingLookedForTestsNothingIsDecided(Condition condition) {
        GateResult result = new GateEvaluator().evaluate(policy(condition), NOTHING);

        assertThat(result.verdict()).isEqualTo(INCONCLUSIVE);
        assertThat(result.conditions().get(0).actual()).isEqualTo("the test results are not known");
    }

    static Stream<Arguments> newFailures() {
        return Stream.of(
                arguments(List.of(), null, WithoutBaseline.INCONCLUSIVE, PASS, "0 failed"),
                arguments(
                        List.of("a"),
                        null,
                        WithoutBaseline.INCONCLUSIVE,
                        INCONCLUSIVE,
                        "1 failed, and no released build is known to compare with"),
                arguments(
                        List.of("a"),
                        null,
                        WithoutBaseline.FAIL,
                        FAIL,
                        "1 failed, and no released build is known to compare with"),
                arguments(
                        List.of("a"),
                        null,
                        WithoutBaseline.PASS,
                        PASS,
                        "1 failed, and no released build is known to compare with"),
                arguments(
                        List.of("a", "b"),
                        Set.of("a", "b", "c"),
                        WithoutBaseline.FAIL,
                        PASS,
                        "0 new of 2 failed since 1.4"),
                arguments(List.of("a", "new"), Set.of("a"), WithoutBaseline.PASS, FAIL, "1 new of 2 failed since 1.4"));
    }

    @ParameterizedTest
    @MethodSource
    void newFailures(
            List<String> failing, Set<String> before, WithoutBaseline without, Verdict verdict, String actual) {
        TestFacts tests = new TestFacts(
                new TestCounts(10, failing.size(), 0, 0), failing, List.of(), List.of(), null, null, null);
        GateFacts facts = NOTHING.with(new Need.Tests(), tests);
        if (before != null) {
            facts = facts.with(new Need.ReleasedTests(), new ReleasedTestFacts("1.4", before, null));
        }

        GateResult result = new GateEvaluator().evaluate(policy(new TestsNewFailures(without, MUST)), facts);

        assertThat(result.verdict()).isEqualTo(verdict);
        assertThat(result.conditions().get(0).actual()).isEqualTo(actual);
    }

    @Test
    void failuresThatAreNotListedCannotBeKnownToBeOld() {
        TestFacts tests =
                new TestFacts(new TestCounts(10, 3, 0, 0), List.of("a"), List.of(), List.of(), null, null, null);
        GateFacts facts = NOTHING.with(new Need.Tests(), tests)
                .with(new Need.ReleasedTests(), new ReleasedTestFacts("1.4", Set.of("a"), null));

        GateResult result =
                new GateEvaluator().evaluate(policy(new TestsNewFailures(WithoutBaseline.FAIL, MUST)), facts);

        assertThat(result.verdict()).isEqualTo(INCONCLUSIVE);
        assertThat(result.conditions().get(0).actual()).contains("of 3 failed tests only 1 could be compared with 1.4");
    }

    static Stream<Arguments> whatUndecidedDoesToTheWhole() {
        return Stream.of(
                arguments(InconclusiveRule.PASS_THROUGH, MUST, INCONCLUSIVE),
                arguments(InconclusiveRule.FAIL, MUST, FAIL),
                arguments(InconclusiveRule.WARN, MUST, WARN),
                arguments(InconclusiveRule.PASS_THROUGH, SHOULD, WARN),
                arguments(InconclusiveRule.FAIL, SHOULD, WARN),
                arguments(InconclusiveRule.WARN, SHOULD, WARN));
    }

    @ParameterizedTest
    @MethodSource
    void whatUndecidedDoesToTheWhole(InconclusiveRule rule, ConditionSeverity severity, Verdict whole) {
        Policy policy = Policy.of("p", "test", List.of(new TestsFailed(0, severity)), rule);

        GateResult result = new GateEvaluator().evaluate(policy, NOTHING);

        assertThat(result.verdict()).isEqualTo(whole);
        assertThat(result.conditions().get(0).verdict()).isEqualTo(INCONCLUSIVE);
    }

    @Test
    void aFailureCountsMoreThanWhatIsUndecided() {
        GateResult result = evaluate(
                policy(new TestsNewFailures(WithoutBaseline.INCONCLUSIVE, MUST), new TestsFailed(0, MUST)),
                tests(1, 1, 0, 0));

        assertThat(result.verdict()).isEqualTo(FAIL);
        assertThat(result.conditions()).extracting(ConditionResult::verdict).containsExactly(INCONCLUSIVE, FAIL);
    }

    @Test
    void aConditionThatThrowsIsUndecidedWithItsReason() {
        Finding finding = GateEvaluator.find(() -> {
            throw new IllegalStateException("the answer was no JSON");
        });
        Finding silent = GateEvaluator.find(() -> {
            throw new ArithmeticException();
        });

        assertThat(finding).isEqualTo(Finding.undecided("could not be decided: the answer was no JSON"));
        assertThat(silent).isEqualTo(Finding.undecided("could not be decided: ArithmeticException"));
    }

    @Test
    void evidenceIsBounded() {
        List<String> names = IntStream.range(0, 100).mapToObj(i -> "test" + i).toList();
        TestFacts tests = new TestFacts(new TestCounts(0, 150, 0, 0), names, List.of(), List.of(), null, null, null);

        GateResult result = evaluate(policy(new TestsFailed(0, MUST)), tests);

        assertThat(result.conditions().get(0).evidence())
                .hasSize(GateEvaluator.MAX_EVIDENCE + 1)
                .startsWith("test0")
                .endsWith("test19", "and 130 more");
    }

    @Test
    void theBuiltInPolicyAsksForOneTestAndNoFailure() {
        assertThat(evaluate(Policy.BUILT_IN, tests(1, 0, 0, 0)).verdict()).isEqualTo(PASS);
        assertThat(evaluate(Policy.BUILT_IN, tests(99, 1, 0, 0)).verdict()).isEqualTo(FAIL);
        assertThat(evaluate(Policy.BUILT_IN, tests(0, 0, 0, 0)).verdict()).isEqualTo(FAIL);
    }

    @Test
    void aPolicyWithoutConditionsIsRefused() {
        assertThatThrownBy(() -> policy())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("policy 'release' has no condition, so it would let everything pass");
    }

    private static GateResult evaluate(Policy policy, TestFacts tests) {
        return new GateEvaluator().evaluate(policy, NOTHING.with(new Need.Tests(), tests));
    }

    private static Policy policy(Condition... conditions) {
        return Policy.of("release", "test", List.of(conditions), InconclusiveRule.PASS_THROUGH);
    }

    private static TestFacts tests(int passed, int failed, int skipped, int flaky) {
        return new TestFacts(
                new TestCounts(passed, failed, skipped, flaky), List.of(), List.of(), List.of(), null, null, null);
    }
}
