package io.jenkins.plugins.sprintdelivery.core.gate;

import java.util.List;
import java.util.Objects;

/**
 * What a gate asks for.
 *
 * @param name what people call it
 * @param origin where it was read from, in words
 * @param conditions what must hold, at least one, in the order to show
 * @param inconclusive what a condition that cannot be decided does to the whole
 */
public record Policy(String name, String origin, List<Condition> conditions, InconclusiveRule inconclusive) {

    /** The name of the policy that holds where none is asked for. */
    public static final String DEFAULT_NAME = "default";

    /** What holds where no policy is given anywhere: at least one test ran, and none failed. */
    public static final Policy BUILT_IN = new Policy(
            DEFAULT_NAME,
            "built in",
            List.of(new TestsRun(1, ConditionSeverity.FAIL), new TestsFailed(0, ConditionSeverity.FAIL)),
            InconclusiveRule.PASS_THROUGH);

    public Policy {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(inconclusive, "inconclusive");
        conditions = List.copyOf(conditions);
        if (conditions.isEmpty()) {
            throw new IllegalArgumentException(
                    "policy '" + name + "' has no condition, so it would let everything pass");
        }
    }

    /** Whether a candidate without any test that ran may pass. */
    boolean acceptsNoTests() {
        return conditions.stream().anyMatch(condition -> condition instanceof TestsRun run && run.minimum() == 0);
    }
}
