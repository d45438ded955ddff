package io.jenkins.plugins.sprintdelivery.core.model;

import java.util.List;
import java.util.Objects;

/**
 * What one condition of a gate says, and why.
 *
 * @param type the condition's name in the policy, such as {@code tests.failed}
 * @param verdict what it says
 * @param expected what the policy asks for, in words
 * @param actual what was found, in words
 * @param evidence what shows it: names of failing tests, keys of tickets, ids of deployments; bounded in number
 * @param origin the place that asks for it where that is not the policy's own, or null
 * @param remedy what would make it pass, in words, or null
 * @param parts what the conditions say that it combines
 * @param dependency the service that it asks for, where it asks for one and it is known what runs, or null
 */
public record ConditionResult(
        String type,
        Verdict verdict,
        String expected,
        String actual,
        List<String> evidence,
        String origin,
        String remedy,
        List<ConditionResult> parts,
        ServiceDependency dependency) {
    public ConditionResult {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(verdict, "verdict");
        evidence = List.copyOf(evidence);
        parts = parts == null ? List.of() : List.copyOf(parts);
    }

    /** A condition of the policy's own place that combines no others. */
    public ConditionResult(String type, Verdict verdict, String expected, String actual, List<String> evidence) {
        this(type, verdict, expected, actual, evidence, null, null, List.of());
    }

    /** A condition that asks for no other service. */
    public ConditionResult(
            String type,
            Verdict verdict,
            String expected,
            String actual,
            List<String> evidence,
            String origin,
            String remedy,
            List<ConditionResult> parts) {
        this(type, verdict, expected, actual, evidence, origin, remedy, parts, null);
    }
}
