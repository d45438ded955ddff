package io.jenkins.plugins.sprintdelivery.core.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyBookTest {

    private static final Policy RELEASE = policy("release", "global");
    private static final Policy DEFAULT = policy("default", "global");
    private static final Policy NIGHTLY = policy("nightly", "global");

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
    void theNearestPlaceWins() {
        Policy near = policy("release", "repository");

        PolicyBook book = PolicyBook.of(List.of(near)).over(PolicyBook.of(List.of(RELEASE, NIGHTLY)));

        assertThat(book.choose("release")).isEqualTo(near);
        assertThat(book.choose("nightly")).isEqualTo(NIGHTLY);
    }

    private static Policy policy(String name, String origin) {
        return new Policy(
                name, origin, List.of(new TestsFailed(0, ConditionSeverity.FAIL)), InconclusiveRule.PASS_THROUGH);
    }
}
