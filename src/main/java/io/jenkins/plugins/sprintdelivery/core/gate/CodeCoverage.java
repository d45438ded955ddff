package io.jenkins.plugins.sprintdelivery.core.gate;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Asks that the tests run a share of the code.
 *
 * @param of of what
 * @param minimum the smallest share
 */
public record CodeCoverage(Of of, Percentage minimum, ConditionSeverity severity) implements Check {

    public static final String LINES = "coverage.lines";
    public static final String BRANCHES = "coverage.branches";

    /** What is covered. */
    public enum Of {
        LINES,
        BRANCHES;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public CodeCoverage {
        Objects.requireNonNull(of, "of");
        Objects.requireNonNull(minimum, "minimum");
        Objects.requireNonNull(severity, "severity");
    }

    @Override
    public String type() {
        return of == Of.LINES ? LINES : BRANCHES;
    }

    @Override
    public String expected() {
        return "at least " + minimum + " of " + of + " covered";
    }

    @Override
    public Set<Need<?>> needs() {
        return Set.of(new Need.Coverage());
    }

    @Override
    public boolean canChange() {
        return false;
    }

    @Override
    public Finding judge(GateFacts facts, PolicyPart part) {
        return facts.get(new Need.Coverage())
                .judge(coverage -> judge(of == Of.LINES ? coverage.lines() : coverage.branches()));
    }

    private Finding judge(CoverageFacts.Share share) {
        if (share == null || share.total() == 0) {
            return Finding.undecided("the coverage of " + of + " is not known").orElse(new Need.Coverage().remedy());
        }
        return Finding.of(
                        minimum.compareToShare(share.covered(), share.total()) <= 0,
                        CoverageFacts.describe(share) + " covered",
                        List.of())
                .orElse("test more " + of + ", until " + minimum + " are covered");
    }
}
