package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.ConditionResult;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.PolicyLayer;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a gate says what it says: where each condition comes from, which facts it rests on, what it counts as, and what
 * would make it pass.
 *
 * @param verdict the whole verdict
 * @param policy name of the policy
 * @param origin where the policy comes from
 * @param isFinal whether a nearer place may only add to it
 * @param inconclusive what a condition that cannot be decided does to the whole
 * @param layers every place that says something of the policy, nearest first
 * @param conditions the conditions, in the policy's order
 * @param facts the facts it rests on
 */
public record GateExplanation(
        Verdict verdict,
        String policy,
        String origin,
        boolean isFinal,
        InconclusiveRule inconclusive,
        List<PolicyLayer> layers,
        List<ExplainedCondition> conditions,
        List<UsedFact> facts) {

    public GateExplanation {
        layers = List.copyOf(layers);
        conditions = List.copyOf(conditions);
        facts = List.copyOf(facts);
    }

    /**
     * Why one condition says what it says.
     *
     * @param type its name in the policy
     * @param severity what it means when it does not hold
     * @param verdict what it says
     * @param counts what it counts as in the whole, or in the combination it is a part of
     * @param expected what is asked for
     * @param actual what was found
     * @param origin the place that asks for it
     * @param remedy what would make it pass, or null where it passes or nobody can say
     * @param facts what the facts are called that it rests on
     * @param parts the conditions it combines
     */
    public record ExplainedCondition(
            String type,
            ConditionSeverity severity,
            Verdict verdict,
            Verdict counts,
            String expected,
            String actual,
            String origin,
            String remedy,
            List<String> facts,
            List<ExplainedCondition> parts) {
        public ExplainedCondition {
            facts = List.copyOf(facts);
            parts = List.copyOf(parts);
        }
    }

    /**
     * A fact, or that it is missing.
     *
     * @param name what it is called
     * @param known whether it is known
     * @param text the fact in one line, or why it is missing
     * @param remedy what to do where it is missing, or null
     */
    public record UsedFact(String name, boolean known, String text, String remedy) {}

    /**
     * Explains a result.
     *
     * @param result what the evaluator made of exactly this policy and these facts
     */
    public static GateExplanation of(Policy policy, GateResult result, GateFacts facts) {
        List<ExplainedCondition> conditions = new ArrayList<>();
        int next = 0;
        for (PolicyPart part : policy.parts()) {
            for (Condition condition : part.conditions()) {
                ConditionResult said = result.conditions().get(next++);
                conditions.add(explained(
                        condition, said, GateEvaluator.counted(condition, said.verdict(), policy), part.origin()));
            }
        }
        return new GateExplanation(
                result.verdict(),
                policy.name(),
                policy.origin(),
                policy.isFinal(),
                policy.inconclusive(),
                policy.layers(),
                conditions,
                policy.needs().stream().map(need -> used(need, facts)).toList());
    }

    private static ExplainedCondition explained(
            Condition condition, ConditionResult said, Verdict counts, String origin) {
        List<ExplainedCondition> parts = new ArrayList<>();
        if (condition instanceof Combination combination) {
            for (int i = 0; i < combination.parts().size(); i++) {
                Condition part = combination.parts().get(i);
                ConditionResult of = said.parts().get(i);
                parts.add(explained(part, of, GateEvaluator.counted(part, of.verdict()), origin));
            }
        }
        return new ExplainedCondition(
                condition.type(),
                condition.severity(),
                said.verdict(),
                counts,
                said.expected(),
                said.actual(),
                origin,
                said.remedy(),
                condition.needs().stream().map(Need::what).toList(),
                parts);
    }

    private static <F> UsedFact used(Need<F> need, GateFacts facts) {
        Fact<F> fact = facts.get(need);
        if (fact instanceof Fact.Known<F> known) {
            return new UsedFact(need.what(), true, need.describe(known.value()), null);
        }
        Fact.Missing<F> missing = (Fact.Missing<F>) fact;
        return new UsedFact(need.what(), false, missing.reason(), missing.remedy());
    }
}
