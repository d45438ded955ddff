package io.jenkins.plugins.sprintdelivery.core.gate;

/** One thing a policy asks for. A condition is data, and judging it depends on nothing but the facts it is given. */
public sealed interface Condition permits TestCondition {

    /** The condition's name in policies and results, such as {@code tests.failed}. */
    String type();

    /** What it means when the condition does not hold. */
    ConditionSeverity severity();

    /** What is asked for, in words: {@code at most 0 failed}. */
    String expected();

    /**
     * Judges the condition.
     *
     * @param facts what is known of the candidate
     * @param policy the policy this condition is a part of
     */
    Finding judge(GateFacts facts, Policy policy);
}
