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
 */
public record ConditionResult(String type, Verdict verdict, String expected, String actual, List<String> evidence) {
    public ConditionResult {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(verdict, "verdict");
        evidence = List.copyOf(evidence);
    }
}
