package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.util.Locale;

/** What it means when a condition does not hold. */
public enum ConditionSeverity {
    FAIL(Verdict.FAIL),
    WARN(Verdict.WARN);

    private final Verdict whenViolated;

    ConditionSeverity(Verdict whenViolated) {
        this.whenViolated = whenViolated;
    }

    /** What the condition says when it does not hold. */
    public Verdict whenViolated() {
        return whenViolated;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
