package io.jenkins.plugins.sprintdelivery.core.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.gate.GateExplanation.ExplainedCondition;
import io.jenkins.plugins.sprintdelivery.core.gate.GateExplanation.UsedFact;
import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateExplanationTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void saysOfEachConditionWhereItComesFromWhatItRestsOnAndWhatWouldMakeItPass() {
        Policy far = Policy.of(
                "release",
                "global",
                true,
                List.of(new TestsFailed(0, ConditionSeverity.FAIL)),
                InconclusiveRule.WARN,
                null,
                OverrideRule.DEFAULT);
        Policy near = Policy.of(
                "release",
                "repository",
                List.of(new AnyOf(
                        List.of(new NoOpenBlockers(0, ConditionSeverity.FAIL), new NotFrozen(ConditionSeverity.WARN)),
                        ConditionSeverity.FAIL)),
                InconclusiveRule.PASS_THROUGH);
        Policy policy = near.over(far);
        GateFacts facts = GateFacts.of(ReleaseCandidate.UNKNOWN, NOW)
                .with(
                        new Need.Tests(),
                        new TestFacts(
                                new TestCounts(9, 1, 2, 0), List.of("a"), List.of(), List.of(), null, null, null))
                .with(new Need.Blockers(), new Fact.Missing<>("the tracker did not answer", "try again"));

        GateExplanation explanation =
                GateExplanation.of(policy, new GateEvaluator().evaluate(policy, facts), facts);

        assertThat(explanation.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(explanation.isFinal()).isTrue();
        assertThat(explanation.conditions())
                .containsExactly(
                        new ExplainedCondition(
                                "tests.failed",
                                ConditionSeverity.FAIL,
                                Verdict.FAIL,
                                Verdict.FAIL,
                                "at most 0 failed",
                                "1 failed of 10",
                                "global",
                                "mend 1 failing test",
                                List.of("the test results"),
                                List.of()),
                        new ExplainedCondition(
                                "any",
                                ConditionSeverity.FAIL,
                                Verdict.WARN,
                                Verdict.WARN,
                                "at least one of: at most 0 open blockers; no freeze",
                                "1 of 2 holds",
                                "repository",
                                null,
                                explanation.conditions().get(1).facts(),
                                List.of(
                                        new ExplainedCondition(
                                                "tickets.blockers",
                                                ConditionSeverity.FAIL,
                                                Verdict.INCONCLUSIVE,
                                                Verdict.INCONCLUSIVE,
                                                "at most 0 open blockers",
                                                "the tracker did not answer",
                                                "repository",
                                                "try again",
                                                List.of("the open blockers"),
                                                List.of()),
                                        new ExplainedCondition(
                                                "freeze.none",
                                                ConditionSeverity.WARN,
                                                Verdict.INCONCLUSIVE,
                                                Verdict.WARN,
                                                "no freeze",
                                                "the freezes are not known",
                                                "repository",
                                                "write them down in gates.freezes",
                                                List.of("the freezes"),
                                                List.of()))));
        assertThat(explanation.facts())
                .containsExactlyInAnyOrder(
                        new UsedFact("the test results", true, "9 passed, 1 failed, 2 skipped, 0 flaky", null),
                        new UsedFact("the open blockers", false, "the tracker did not answer", "try again"),
                        new UsedFact(
                                "the freezes", false, "the freezes are not known", "write them down in gates.freezes"));
        assertThat(Json.mapper().readValue(Json.mapper().writeValueAsString(explanation), GateExplanation.class))
                .isEqualTo(explanation);
    }
}
