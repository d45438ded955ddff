package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.util.List;
import java.util.Objects;

/**
 * Holds if a condition does not.
 *
 * @param part the condition
 */
public record Not(Condition part, ConditionSeverity severity) implements Combination {

    public static final String TYPE = "not";

    public Not {
        Objects.requireNonNull(part, "part");
        Objects.requireNonNull(severity, "severity");
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String expected() {
        return "not: " + part.expected();
    }

    @Override
    public List<Condition> parts() {
        return List.of(part);
    }

    @Override
    public Verdict combine(List<Verdict> parts) {
        return switch (parts.get(0)) {
            case PASS, WARN -> Verdict.FAIL;
            case INCONCLUSIVE -> Verdict.INCONCLUSIVE;
            case FAIL -> Verdict.PASS;
        };
    }
}
