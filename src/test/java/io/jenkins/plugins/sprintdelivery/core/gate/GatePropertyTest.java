package io.jenkins.plugins.sprintdelivery.core.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.model.ConditionResult;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class GatePropertyTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    /** Tests, and what is known of those of the last release. */
    private record Seen(TestFacts tests, ReleasedTestFacts released) {

        private GateFacts facts() {
            GateFacts facts = GateFacts.of(ReleaseCandidate.UNKNOWN, NOW).with(new Need.Tests(), tests);
            return released == null ? facts : facts.with(new Need.ReleasedTests(), released);
        }

        private Seen withOneMoreFailing(int passed) {
            TestCounts counts = tests.counts();
            List<String> failing = new ArrayList<>(tests.failing());
            failing.add("broken");
            return new Seen(
                    new TestFacts(
                            new TestCounts(passed, counts.failed() + 1, counts.skipped(), counts.flaky()),
                            failing,
                            List.of(),
                            List.of(),
                            null,
                            null,
                            null),
                    released);
        }
    }

    /** Every failing test is named, as adapters do below their bound. */
    @Provide
    Arbitrary<Seen> facts() {
        Arbitrary<Integer> count = Arbitraries.integers().between(0, 30);
        Arbitrary<List<String>> failing = names().list().uniqueElements().ofMaxSize(8);
        Arbitrary<ReleasedTestFacts> released = names().set()
                .ofMaxSize(8)
                .map(names -> new ReleasedTestFacts("1.0", names, null))
                .injectNull(0.3);
        return Combinators.combine(count, failing, count, count, released)
                .as((passed, failed, skipped, flaky, release) -> new Seen(
                        new TestFacts(
                                new TestCounts(passed, failed.size(), skipped, Math.min(flaky, passed)),
                                failed,
                                List.of(),
                                List.of(),
                                null,
                                null,
                                null),
                        release));
    }

    /** With {@code all} and {@code any}, to a depth of three. */
    @Provide
    Arbitrary<Policy> policies() {
        Arbitrary<ConditionSeverity> severities = Arbitraries.of(ConditionSeverity.class);
        return policies(conditions(severities, 2));
    }

    @Provide
    Arbitrary<Policy> warningPolicies() {
        return policies(conditions(Arbitraries.just(ConditionSeverity.WARN), 1));
    }

    @Provide
    Arbitrary<Condition> conditions() {
        return conditions(Arbitraries.of(ConditionSeverity.class), 2);
    }

    private static Arbitrary<Policy> policies(Arbitrary<Condition> conditions) {
        return Combinators.combine(conditions.list().ofMinSize(1).ofMaxSize(5), Arbitraries.of(InconclusiveRule.class))
                .as((list, rule) -> Policy.of("p", "test", list, rule));
    }

    private static Arbitrary<Condition> conditions(Arbitrary<ConditionSeverity> severities, int depth) {
        Arbitrary<Condition> checks = checks(severities);
        if (depth == 0) {
            return checks;
        }
        Arbitrary<List<Condition>> parts =
                conditions(severities, depth - 1).list().ofMinSize(1).ofMaxSize(3);
        return Arbitraries.oneOf(
                checks,
                Combinators.combine(parts, severities).as(AllOf::new),
                Combinators.combine(parts, severities).as(AnyOf::new));
    }

    private static Arbitrary<Condition> checks(Arbitrary<ConditionSeverity> severities) {
        Arbitrary<Integer> bound = Arbitraries.integers().between(0, 40);
        Arbitrary<Percentage> share = Arbitraries.longs().between(0, 100).map(Percentage::of);
        Arbitrary<Quarantine> quarantine = names().list()
                .ofMaxSize(2)
                .map(names -> new Quarantine(names.stream()
                        .map(name -> new Quarantine.Entry(name, LocalDate.of(2026, 3, 2), null))
                        .toList()));
        return Arbitraries.oneOf(
                Combinators.combine(bound, quarantine, severities).as(TestsFailed::new),
                Combinators.combine(bound, severities).as(TestsFlaky::new),
                Combinators.combine(bound, severities).as(TestsRun::new),
                Combinators.combine(share, severities).as(TestsPassRate::new),
                Combinators.combine(bound.map(TestsSkipped.AtMost::new), severities)
                        .as(TestsSkipped::new),
                Combinators.combine(share.map(TestsSkipped.AtMostShare::new), severities)
                        .as(TestsSkipped::new),
                Combinators.combine(Arbitraries.of(WithoutBaseline.class), quarantine, severities)
                        .as(TestsNewFailures::new));
    }

    private static Arbitrary<String> names() {
        return Arbitraries.strings().withCharRange('a', 'p').ofLength(1);
    }

    @Property
    void aTestThatFailsInsteadOfPassingNeverImprovesTheVerdict(
            @ForAll("facts") Seen seen, @ForAll("policies") Policy policy) {
        TestCounts counts = seen.tests().counts();
        if (counts.passed() == counts.flaky()) {
            return;
        }

        assertThat(verdict(policy, seen.withOneMoreFailing(counts.passed() - 1)))
                .isGreaterThanOrEqualTo(verdict(policy, seen));
    }

    @Property
    void oneMoreFailingTestNeverImprovesTheVerdictWhereNoneMayFail(
            @ForAll("facts") Seen seen, @ForAll("policies") Policy some) {
        List<Condition> conditions = new ArrayList<>(some.conditions());
        conditions.add(new TestsFailed(0, ConditionSeverity.FAIL));
        Policy policy = Policy.of("p", "test", conditions, some.inconclusive());

        assertThat(verdict(policy, seen.withOneMoreFailing(seen.tests().counts().passed())))
                .isEqualTo(Verdict.FAIL);
    }

    @Property
    void conditionsThatMayOnlyWarnNeverFailTheGate(
            @ForAll("facts") Seen seen, @ForAll("warningPolicies") Policy policy) {
        assertThat(verdict(policy, seen)).isIn(Verdict.PASS, Verdict.WARN);
        assertThat(new GateEvaluator()
                        .evaluate(policy, GateFacts.of(ReleaseCandidate.UNKNOWN, NOW))
                        .verdict())
                .isEqualTo(Verdict.WARN);
    }

    @Property
    void oneMoreConditionNeverImprovesTheVerdictWhereTestsRan(
            @ForAll("facts") Seen seen, @ForAll("policies") Policy policy, @ForAll("policies") Policy more) {
        if (seen.tests().counts().run() == 0) {
            return;
        }
        List<Condition> conditions = new ArrayList<>(policy.conditions());
        conditions.addAll(more.conditions());
        Policy longer = Policy.of("p", "test", conditions, policy.inconclusive());

        assertThat(verdict(longer, seen)).isGreaterThanOrEqualTo(verdict(policy, seen));
    }

    @Property
    void theOrderOfConditionsIsOfNoMatter(
            @ForAll("facts") Seen seen, @ForAll("policies") Policy policy, @ForAll Random random) {
        List<Condition> shuffled = new ArrayList<>(policy.conditions());
        Collections.shuffle(shuffled, random);

        assertThat(verdict(Policy.of("p", "test", shuffled, policy.inconclusive()), seen))
                .isEqualTo(verdict(policy, seen));
    }

    @Property
    void theOrderInACombinationIsOfNoMatter(
            @ForAll("facts") Seen seen,
            @ForAll("conditions") Condition a,
            @ForAll("conditions") Condition b,
            @ForAll("conditions") Condition c) {
        assertThat(says(all(a, b, c), seen)).isEqualTo(says(all(c, a, b), seen));
        assertThat(says(any(a, b, c), seen)).isEqualTo(says(any(c, a, b), seen));
    }

    @Property
    void theLawsOfCombinationsHold(
            @ForAll("facts") Seen seen,
            @ForAll("conditions") Condition a,
            @ForAll("conditions") Condition b,
            @ForAll("conditions") Condition c) {
        // De Morgan
        assertThat(says(not(all(a, b)), seen)).isEqualTo(says(any(not(a), not(b)), seen));
        assertThat(says(not(any(a, b)), seen)).isEqualTo(says(all(not(a), not(b)), seen));
        // associative, distributive, absorbing, idempotent
        assertThat(says(all(a, all(b, c)), seen)).isEqualTo(says(all(all(a, b), c), seen));
        assertThat(says(any(a, any(b, c)), seen)).isEqualTo(says(any(any(a, b), c), seen));
        assertThat(says(all(a, any(b, c)), seen)).isEqualTo(says(any(all(a, b), all(a, c)), seen));
        assertThat(says(any(a, all(b, c)), seen)).isEqualTo(says(all(any(a, b), any(a, c)), seen));
        assertThat(says(all(a, any(a, b)), seen)).isEqualTo(says(all(a), seen));
        assertThat(says(any(a, all(a, b)), seen)).isEqualTo(says(all(a), seen));
        assertThat(says(any(a, a), seen)).isEqualTo(says(all(a, a), seen));
        // three times not is once not, and twice gives back all but a warning
        assertThat(says(not(not(not(a))), seen)).isEqualTo(says(not(a), seen));
        Verdict once = says(all(a), seen);
        assertThat(says(not(not(a)), seen)).isEqualTo(once == Verdict.WARN ? Verdict.PASS : once);
    }

    @Property
    void aConditionAndItsOppositeNeverBothHold(@ForAll("facts") Seen seen, @ForAll("conditions") Condition condition) {
        assertThat(says(all(condition, not(condition)), seen)).isIn(Verdict.FAIL, Verdict.INCONCLUSIVE);
        assertThat(says(any(condition, not(condition)), seen)).isIn(Verdict.PASS, Verdict.WARN, Verdict.INCONCLUSIVE);
    }

    private static Condition all(Condition... parts) {
        return new AllOf(List.of(parts), ConditionSeverity.FAIL);
    }

    private static Condition any(Condition... parts) {
        return new AnyOf(List.of(parts), ConditionSeverity.FAIL);
    }

    private static Condition not(Condition part) {
        return new Not(part, ConditionSeverity.FAIL);
    }

    /** What a combination says by itself. */
    private static Verdict says(Condition condition, Seen seen) {
        Policy policy = Policy.of("p", "test", List.of(condition), InconclusiveRule.PASS_THROUGH);
        List<ConditionResult> results =
                new GateEvaluator().evaluate(policy, seen.facts()).conditions();
        return results.get(0).verdict();
    }

    private static Verdict verdict(Policy policy, Seen seen) {
        return new GateEvaluator().evaluate(policy, seen.facts()).verdict();
    }
}
