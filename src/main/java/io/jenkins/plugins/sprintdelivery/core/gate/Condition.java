package io.jenkins.plugins.sprintdelivery.core.gate;

import java.util.Set;

/**
 * One thing a policy asks for: a {@link Check} of facts, or a {@link Combination} of other conditions. A condition is
 * data.
 */
public sealed interface Condition permits Check, Combination {

    /** The condition's name in policies and results, such as {@code tests.failed}. */
    String type();

    /** What it means when the condition does not hold. */
    ConditionSeverity severity();

    /** What is asked for, in words: {@code at most 0 failed}. */
    String expected();

    /** The facts it is judged by, so that nobody has to fetch any others. */
    Set<Need<?>> needs();
}
