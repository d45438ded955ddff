package io.jenkins.plugins.sprintdelivery.core.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.sprintdelivery.core.model.ConditionResult;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.PolicyLayer;
import io.jenkins.plugins.sprintdelivery.core.model.PolicyLayer.Effect;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyBookTest {

    private static final Policy RELEASE = policy("release", "global");
    private static final Policy DEFAULT = policy("default", "global");
    private static final Policy NIGHTLY = policy("nightly", "global");
    private static final Condition FAILED = new TestsFailed(0, ConditionSeverity.FAIL);
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void withoutANameTheDefaultThenTheOnlyOneThenTheBuiltInOneHolds() {
        assertThat(PolicyBook.of(List.of(RELEASE, DEFAULT)).choose(null)).isEqualTo(DEFAULT);
        assertThat(PolicyBook.of(List.of(RELEASE)).choose(null)).isEqualTo(RELEASE);
        assertThat(PolicyBook.of(List.of(RELEASE, NIGHTLY)).choose(null)).isEqualTo(Policy.BUILT_IN);
        assertThat(PolicyBook.EMPTY.choose(null)).isEqualTo(Policy.BUILT_IN);
        assertThat(PolicyBook.of(List.of(RELEASE)).choose("default")).isEqualTo(Policy.BUILT_IN);
    }

    @Test
    void anUnknownNameIsAnsweredWithTheValidOnes() {
        assertThatThrownBy(() -> PolicyBook.of(List.of(RELEASE, NIGHTLY)).choose("relase"))
                .isInstanceOf(UnknownPolicyException.class)
                .hasMessage("there is no policy 'relase'; use one of: default, nightly, release");
    }

    @Test
    void theNearestPlaceWinsAndNamesWhatItReplaced() {
        Policy near = policy("release", "repository");

        PolicyBook book = PolicyBook.of(List.of(near)).over(PolicyBook.of(List.of(RELEASE, NIGHTLY)));

        Policy chosen = book.choose("release");
        assertThat(chosen.parts()).isEqualTo(near.parts());
        assertThat(chosen.layers())
                .containsExactly(
                        new PolicyLayer("repository", Effect.IN_FORCE, null),
                        new PolicyLayer("global", Effect.REPLACED, "replaced by repository"));
        assertThat(book.choose("nightly")).isEqualTo(NIGHTLY);
    }

    @Test
    void aFinalPolicyHoldsAndTheNearerPlaceOnlyAddsConditions() {
        Policy far = Policy.of(
                "release",
                "global",
                true,
                List.of(FAILED),
                InconclusiveRule.FAIL,
                null,
                new OverrideRule(false, false, false, DAY));
        Policy near = Policy.of(
                "release",
                "repository",
                true,
                List.of(new TestsRun(0, ConditionSeverity.FAIL), new TestsFlaky(3, ConditionSeverity.WARN)),
                InconclusiveRule.WARN,
                new WaitRule(DAY, WaitRule.DEFAULT_EVERY, true, Duration.ZERO),
                new OverrideRule(true, true, false, DAY));

        Policy chosen =
                PolicyBook.of(List.of(near)).over(PolicyBook.of(List.of(far))).choose("release");

        assertThat(chosen.isFinal()).isTrue();
        assertThat(chosen.origin()).isEqualTo("global");
        assertThat(chosen.conditions())
                .containsExactly(
                        FAILED, new TestsRun(0, ConditionSeverity.FAIL), new TestsFlaky(3, ConditionSeverity.WARN));
        assertThat(chosen.inconclusive()).isEqualTo(InconclusiveRule.FAIL);
        assertThat(chosen.waiting()).isNull();
        assertThat(chosen.overriding().allowed()).isFalse();
        assertThat(chosen.layers())
                .containsExactly(
                        new PolicyLayer(
                                "repository",
                                Effect.ADDED,
                                "only adds conditions, since the policy of global is final; without effect:"
                                        + " 'inconclusive: warn', how it waits, 'overrides'"),
                        new PolicyLayer("global", Effect.IN_FORCE, "final"));
    }

    @Test
    void aRepositoryCannotAcceptForAFinalPolicyThatNoTestRan() {
        Policy far = Policy.of(
                "p", "global", true, List.of(FAILED), InconclusiveRule.PASS_THROUGH, null, OverrideRule.DEFAULT);
        Policy near = Policy.of(
                "p", "repository", List.of(new TestsRun(0, ConditionSeverity.FAIL)), InconclusiveRule.PASS_THROUGH);
        Policy chosen =
                PolicyBook.of(List.of(near)).over(PolicyBook.of(List.of(far))).choose("p");
        GateFacts facts = GateFacts.of(ReleaseCandidate.UNKNOWN, Instant.parse("2026-03-02T12:00:00Z"))
                .with(new Need.Tests(), TestFacts.none("no file"));

        GateResult result = new GateEvaluator().evaluate(chosen, facts);

        assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(result.conditions()).extracting(ConditionResult::origin).containsExactly(null, "repository");
        assertThat(result.layers()).isEqualTo(chosen.layers());
    }

    @Test
    void ofThreePlacesTheFinalOneInTheMiddleHoldsOverTheFarthestAndIsAddedToByTheNearest() {
        Policy global = policy("p", "global");
        Policy folder =
                Policy.of("p", "folder", true, List.of(FAILED), InconclusiveRule.FAIL, null, OverrideRule.DEFAULT);
        Policy repository = policy("p", "repository");

        Policy chosen = PolicyBook.of(List.of(repository))
                .over(PolicyBook.of(List.of(folder)))
                .over(PolicyBook.of(List.of(global)))
                .choose("p");

        assertThat(chosen.parts()).extracting(PolicyPart::origin).containsExactly("folder", "repository");
        assertThat(chosen.layers())
                .extracting(layer -> layer.origin() + " " + layer.effect())
                .containsExactly("repository added", "folder in-force", "global replaced");
    }

    private static Policy policy(String name, String origin) {
        return Policy.of(
                name, origin, List.of(new TestsFailed(0, ConditionSeverity.FAIL)), InconclusiveRule.PASS_THROUGH);
    }
}
