package io.jenkins.plugins.sprintdelivery.core.gate;

import java.util.List;
import java.util.Objects;

/**
 * What one place asks for in a policy.
 *
 * @param policy the policy's name
 * @param origin the place, in words for people
 * @param conditions what must hold, in the order to show
 */
public record PolicyPart(String policy, String origin, List<Condition> conditions) {
    public PolicyPart {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(origin, "origin");
        conditions = List.copyOf(conditions);
    }

    /**
     * Whether a candidate without any test that ran may pass what this place asks for. One place cannot accept it for
     * another, or a repository could let a final policy pass without tests.
     */
    boolean acceptsNoTests() {
        return conditions.stream().anyMatch(condition -> condition instanceof TestsRun run && run.minimum() == 0);
    }
}
