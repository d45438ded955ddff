package io.jenkins.plugins.sprintdelivery.core.model;

import java.util.List;
import java.util.Objects;

/**
 * What a gate says.
 *
 * @param verdict the whole verdict; PASS where it was overridden
 * @param policy name of the policy that was applied
 * @param origin where the policy came from, in words for people
 * @param conditions every condition's result, in the policy's order; an override changes none of them
 * @param layers every place that says something of the policy, nearest first
 * @param override what turned the verdict, or null where nobody overrode it
 */
public record GateResult(
        Verdict verdict,
        String policy,
        String origin,
        List<ConditionResult> conditions,
        List<PolicyLayer> layers,
        AppliedOverride override) {
    public GateResult {
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(policy, "policy");
        conditions = List.copyOf(conditions);
        layers = layers == null ? List.of() : List.copyOf(layers);
    }

    /** What a gate says whose policy stands in one place, and which nobody overrode. */
    public GateResult(Verdict verdict, String policy, String origin, List<ConditionResult> conditions) {
        this(verdict, policy, origin, conditions, List.of(), null);
    }

    /** What the gate said by itself. */
    public Verdict ownVerdict() {
        return override == null ? verdict : override.original();
    }

    /** The same result, let through. */
    public GateResult overriddenBy(GateOverride decision) {
        return new GateResult(
                Verdict.PASS,
                policy,
                origin,
                conditions,
                layers,
                new AppliedOverride(
                        decision.id(),
                        ownVerdict(),
                        decision.by(),
                        decision.second(),
                        decision.reason(),
                        decision.expires()));
    }
}
