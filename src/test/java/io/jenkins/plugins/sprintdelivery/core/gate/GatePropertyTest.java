package io.jenkins.plugins.sprintdelivery.core.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.gate.TestsNewFailures.WithoutBaseline;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class GatePropertyTest {

    /** Every failing test is named, as adapters do below their bound. */
    @Provide
    Arbitrary<TestFacts> facts() {
        Arbitrary<Integer> count = Arbitraries.integers().between(0, 30);
        Arbitrary<List<String>> failing = names().list().uniqueElements().ofMaxSize(8);
        Arbitrary<TestFacts.Baseline> baseline = names().set()
                .ofMaxSize(8)
                .map(names -> new TestFacts.Baseline("1.0", names))
                .injectNull(0.3);
        return Combinators.combine(count, failing, count, count, baseline)
                .as((passed, failed, skipped, flaky, release) -> new TestFacts(
                        new TestCounts(passed, failed.size(), skipped, Math.min(flaky, passed)),
                        failed,
                        List.of(),
                        List.of(),
                        release,
                        null));
    }

    @Provide
    Arbitrary<Policy> policies() {
        return conditions(Arbitraries.of(ConditionSeverity.class));
    }

    @Provide
    Arbitrary<Policy> warningPolicies() {
        return conditions(Arbitraries.just(ConditionSeverity.WARN));
    }

    private static Arbitrary<Policy> conditions(Arbitrary<ConditionSeverity> severities) {
        Arbitrary<Integer> bound = Arbitraries.integers().between(0, 40);
        Arbitrary<Percentage> share = Arbitraries.longs().between(0, 100).map(Percentage::of);
        Arbitrary<Condition> condition = Arbitraries.oneOf(
                Combinators.combine(bound, severities).as(TestsFailed::new),
                Combinators.combine(bound, severities).as(TestsFlaky::new),
                Combinators.combine(bound, severities).as(TestsRun::new),
                Combinators.combine(share, severities).as(TestsPassRate::new),
                Combinators.combine(bound.map(TestsSkipped.AtMost::new), severities)
                        .as(TestsSkipped::new),
                Combinators.combine(share.map(TestsSkipped.AtMostShare::new), severities)
                        .as(TestsSkipped::new),
                Combinators.combine(Arbitraries.of(WithoutBaseline.class), severities)
                        .as(TestsNewFailures::new));
        return Combinators.combine(condition.list().ofMinSize(1).ofMaxSize(5), Arbitraries.of(InconclusiveRule.class))
                .as((list, rule) -> new Policy("p", "test", list, rule));
    }

    private static Arbitrary<String> names() {
        return Arbitraries.strings().withCharRange('a', 'p').ofLength(1);
    }

    @Property
    void aTestThatFailsInsteadOfPassingNeverImprovesTheVerdict(
            @ForAll("facts") TestFacts tests, @ForAll("policies") Policy policy) {
        TestCounts counts = tests.counts();
        if (counts.passed() == counts.flaky()) {
            return;
        }
        TestFacts worse = new TestFacts(
                new TestCounts(counts.passed() - 1, counts.failed() + 1, counts.skipped(), counts.flaky()),
                with(tests.failing(), "broken"),
                List.of(),
                List.of(),
                tests.baseline(),
                null);

        assertThat(verdict(policy, worse)).isGreaterThanOrEqualTo(verdict(policy, tests));
    }

    @Property
    void oneMoreFailingTestNeverImprovesTheVerdictWhereNoneMayFail(
            @ForAll("facts") TestFacts tests, @ForAll("policies") Policy some) {
        List<Condition> conditions = new ArrayList<>(some.conditions());
        conditions.add(new TestsFailed(0, ConditionSeverity.FAIL));
        Policy policy = new Policy("p", "test", conditions, some.inconclusive());
        TestCounts counts = tests.counts();
        TestFacts more = new TestFacts(
                new TestCounts(counts.passed(), counts.failed() + 1, counts.skipped(), counts.flaky()),
                with(tests.failing(), "broken"),
                List.of(),
                List.of(),
                tests.baseline(),
                null);

        assertThat(verdict(policy, more)).isEqualTo(Verdict.FAIL);
    }

    @Property
    void conditionsThatMayOnlyWarnNeverFailTheGate(
            @ForAll("facts") TestFacts tests, @ForAll("warningPolicies") Policy policy) {
        assertThat(verdict(policy, tests)).isIn(Verdict.PASS, Verdict.WARN);
        assertThat(new GateEvaluator().evaluate(policy, new GateFacts(null)).verdict())
                .isEqualTo(Verdict.WARN);
    }

    @Property
    void oneMoreConditionNeverImprovesTheVerdictWhereTestsRan(
            @ForAll("facts") TestFacts tests, @ForAll("policies") Policy policy, @ForAll("policies") Policy more) {
        if (tests.counts().run() == 0) {
            return;
        }
        List<Condition> conditions = new ArrayList<>(policy.conditions());
        conditions.addAll(more.conditions());
        Policy longer = new Policy("p", "test", conditions, policy.inconclusive());

        assertThat(verdict(longer, tests)).isGreaterThanOrEqualTo(verdict(policy, tests));
    }

    private static List<String> with(List<String> names, String name) {
        List<String> longer = new ArrayList<>(names);
        longer.add(name);
        return longer;
    }

    private static Verdict verdict(Policy policy, TestFacts tests) {
        return new GateEvaluator().evaluate(policy, new GateFacts(tests)).verdict();
    }
}
