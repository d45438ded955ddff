package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What static analysis found.
 *
 * @param all the issues there are
 * @param fresh those that are new against the build the analysis compares with, or null where it compares with none
 * @param examples issues to show, worst first, each in one line; bounded in number
 */
public record AnalysisFacts(Issues all, Issues fresh, List<String> examples) {
    public AnalysisFacts {
        Objects.requireNonNull(all, "all");
        examples = List.copyOf(examples);
    }

    /**
     * How many issues there are of each severity.
     *
     * @param bySeverity the numbers; a severity that is left out has none
     */
    public record Issues(Map<Severity, Integer> bySeverity) {
        public Issues {
            EnumMap<Severity, Integer> counts = new EnumMap<>(Severity.class);
            counts.putAll(bySeverity);
            bySeverity = Map.copyOf(counts);
        }

        /** How many there are. */
        public int total() {
            return atLeast(Severity.LOW);
        }

        /** How many there are of this severity or a higher one. */
        public int atLeast(Severity severity) {
            return bySeverity.entrySet().stream()
                    .filter(entry -> entry.getKey().compareTo(severity) >= 0)
                    .mapToInt(Map.Entry::getValue)
                    .sum();
        }
    }
}
