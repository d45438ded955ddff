package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.util.Locale;

/** What a condition that cannot be decided does to the verdict of the whole gate. None lets it count as passed. */
public enum InconclusiveRule {
    /** The gate is inconclusive too, and whoever asked decides. */
    PASS_THROUGH(Verdict.INCONCLUSIVE),
    /** The gate fails. */
    FAIL(Verdict.FAIL),
    /** The gate warns. */
    WARN(Verdict.WARN);

    private final Verdict counted;

    InconclusiveRule(Verdict counted) {
        this.counted = counted;
    }

    /** What an undecided condition counts as in the whole. */
    public Verdict counted() {
        return counted;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
