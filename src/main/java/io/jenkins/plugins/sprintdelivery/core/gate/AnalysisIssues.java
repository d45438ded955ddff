package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Bounds what static analysis finds.
 *
 * @param count which issues count
 * @param atLeast the lowest severity that counts
 * @param max the most there may be
 */
public record AnalysisIssues(Count count, Severity atLeast, int max, ConditionSeverity severity) implements Check {

    public static final String TYPE = "analysis.issues";

    /** Which issues count. */
    public enum Count {
        ALL,
        NEW;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public AnalysisIssues {
        Objects.requireNonNull(count, "count");
        Objects.requireNonNull(atLeast, "atLeast");
        Objects.requireNonNull(severity, "severity");
        if (max < 0) {
            throw new IllegalArgumentException("a maximum cannot be negative: " + max);
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String expected() {
        return "at most " + max + (count == Count.NEW ? " new" : "") + " issues"
                + (atLeast == Severity.LOW ? "" : " of severity " + atLeast + " or higher");
    }

    @Override
    public Set<Need<?>> needs() {
        return Set.of(new Need.Analysis());
    }

    @Override
    public boolean canChange() {
        return false;
    }

    @Override
    public Finding judge(GateFacts facts, PolicyPart part) {
        return facts.get(new Need.Analysis()).judge(analysis -> {
            AnalysisFacts.Issues issues = count == Count.NEW ? analysis.fresh() : analysis.all();
            if (issues == null) {
                return Finding.undecided("the analysis compares with no earlier build, so it knows no new issues")
                        .orElse("give the analysis a reference build");
            }
            int found = issues.atLeast(atLeast);
            return Finding.of(found <= max, Words.count(found, "issue"), analysis.examples(), found)
                    .orElse("mend " + Words.count(found - max, "issue"));
        });
    }
}
