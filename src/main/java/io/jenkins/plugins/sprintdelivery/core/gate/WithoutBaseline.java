package io.jenkins.plugins.sprintdelivery.core.gate;

import java.util.Locale;

/** What a condition says that compares with an earlier build, where none is known. */
public enum WithoutBaseline {
    INCONCLUSIVE(Finding.Outcome.UNDECIDED),
    FAIL(Finding.Outcome.VIOLATED),
    PASS(Finding.Outcome.HOLDS);

    private final Finding.Outcome outcome;

    WithoutBaseline(Finding.Outcome outcome) {
        this.outcome = outcome;
    }

    Finding.Outcome outcome() {
        return outcome;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
