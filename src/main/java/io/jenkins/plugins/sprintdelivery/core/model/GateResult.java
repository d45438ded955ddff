package io.jenkins.plugins.sprintdelivery.core.model;

import java.util.List;
import java.util.Objects;

/**
 * What a gate says.
 *
 * @param verdict the whole verdict
 * @param policy name of the policy that was applied
 * @param origin where the policy came from, in words for people
 * @param conditions every condition's result, in the policy's order
 */
public record GateResult(Verdict verdict, String policy, String origin, List<ConditionResult> conditions) {
    public GateResult {
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(policy, "policy");
        conditions = List.copyOf(conditions);
    }
}
