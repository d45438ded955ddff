package io.jenkins.plugins.sprintdelivery.core.gate;

import java.util.List;
import java.util.Objects;

/**
 * What judging a condition came to, before its severity is applied.
 *
 * @param outcome whether the condition holds
 * @param actual what was found, in words
 * @param evidence what shows it, in the order to show it; the evaluator bounds its number
 * @param evidenceTotal how much evidence there is in all, at least as much as {@code evidence} lists
 * @param remedy what would make it hold, in words, or null
 */
public record Finding(Outcome outcome, String actual, List<String> evidence, int evidenceTotal, String remedy) {

    public Finding {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(actual, "actual");
        evidence = List.copyOf(evidence);
        evidenceTotal = Math.max(evidenceTotal, evidence.size());
    }

    /** Holds, is violated, or cannot be decided. */
    public enum Outcome {
        HOLDS,
        VIOLATED,
        UNDECIDED
    }

    /** Holds if {@code holds}, otherwise violated; evidence is shown either way. */
    static Finding of(boolean holds, String actual, List<String> evidence, int evidenceTotal) {
        return new Finding(holds ? Outcome.HOLDS : Outcome.VIOLATED, actual, evidence, evidenceTotal, null);
    }

    /** Holds if {@code holds}, otherwise violated, shown by all of the evidence. */
    static Finding of(boolean holds, String actual, List<String> evidence) {
        return of(holds, actual, evidence, evidence.size());
    }

    static Finding holds(String actual) {
        return of(true, actual, List.of());
    }

    static Finding violated(String actual) {
        return of(false, actual, List.of());
    }

    static Finding undecided(String reason) {
        return new Finding(Outcome.UNDECIDED, reason, List.of(), 0, null);
    }

    /** Cannot be decided, because a fact is missing. */
    static Finding undecided(Fact.Missing<?> missing) {
        return undecided(missing.reason()).orElse(missing.remedy());
    }

    /** The same finding with what would make it hold, which is left out where it holds. */
    Finding orElse(String advice) {
        return outcome == Outcome.HOLDS ? this : new Finding(outcome, actual, evidence, evidenceTotal, advice);
    }
}
