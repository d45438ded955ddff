package io.jenkins.plugins.sprintdelivery.core.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The truth tables as the documentation has them. */
class CombinationTest {

    private static final Condition ANY = new NotFrozen(ConditionSeverity.FAIL);
    private static final AllOf ALL_OF = new AllOf(List.of(ANY), ConditionSeverity.FAIL);
    private static final AnyOf ANY_OF = new AnyOf(List.of(ANY), ConditionSeverity.FAIL);

    @ParameterizedTest
    @CsvSource({
        // a, b, all, any
        "PASS, PASS, PASS, PASS",
        "PASS, WARN, WARN, PASS",
        "PASS, INCONCLUSIVE, INCONCLUSIVE, PASS",
        "PASS, FAIL, FAIL, PASS",
        "WARN, WARN, WARN, WARN",
        "WARN, INCONCLUSIVE, INCONCLUSIVE, WARN",
        "WARN, FAIL, FAIL, WARN",
        "INCONCLUSIVE, INCONCLUSIVE, INCONCLUSIVE, INCONCLUSIVE",
        "INCONCLUSIVE, FAIL, FAIL, INCONCLUSIVE",
        "FAIL, FAIL, FAIL, FAIL"
    })
    void allIsTheWorstAndAnyTheBest(Verdict a, Verdict b, Verdict all, Verdict any) {
        assertThat(ALL_OF.combine(List.of(a, b))).isEqualTo(all);
        assertThat(ALL_OF.combine(List.of(b, a))).isEqualTo(all);
        assertThat(ANY_OF.combine(List.of(a, b))).isEqualTo(any);
        assertThat(ANY_OF.combine(List.of(b, a))).isEqualTo(any);
    }

    @ParameterizedTest
    @CsvSource({"PASS, FAIL", "WARN, FAIL", "INCONCLUSIVE, INCONCLUSIVE", "FAIL, PASS"})
    void notTurnsWhatLetsThroughIntoAFailure(Verdict part, Verdict whole) {
        assertThat(new Not(ANY, ConditionSeverity.FAIL).combine(List.of(part))).isEqualTo(whole);
    }
}
