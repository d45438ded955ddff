package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Holds if at least one of its parts holds.
 *
 * @param parts the conditions, at least one
 */
public record AnyOf(List<Condition> parts, ConditionSeverity severity) implements Combination {

    public static final String TYPE = "any";

    public AnyOf {
        parts = List.copyOf(parts);
        Objects.requireNonNull(severity, "severity");
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("'" + TYPE + "' needs at least one condition");
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String expected() {
        return parts.stream().map(Condition::expected).collect(Collectors.joining("; ", "at least one of: ", ""));
    }

    @Override
    public Verdict combine(List<Verdict> parts) {
        return parts.stream().min(Enum::compareTo).orElse(Verdict.FAIL);
    }
}
