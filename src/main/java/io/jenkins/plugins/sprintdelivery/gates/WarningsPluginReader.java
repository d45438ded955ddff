package io.jenkins.plugins.sprintdelivery.gates;

import edu.hm.hafner.analysis.Issue;
import hudson.Extension;
import hudson.model.Run;
import io.jenkins.plugins.analysis.core.model.AnalysisResult;
import io.jenkins.plugins.analysis.core.model.ResultAction;
import io.jenkins.plugins.sprintdelivery.core.gate.AnalysisFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.AnalysisFacts.Issues;
import io.jenkins.plugins.sprintdelivery.core.gate.GateEvaluator;
import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Warnings plugin, where it is installed. The results of all tools are added up; they know new issues where each of
 * them has a reference build.
 */
@Extension(optional = true)
public final class WarningsPluginReader implements AnalysisReader {

    @Override
    public Optional<AnalysisFacts> analysis(Run<?, ?> run) {
        List<AnalysisResult> results = run.getActions(ResultAction.class).stream()
                .map(ResultAction::getResult)
                .toList();
        if (results.isEmpty()) {
            return Optional.empty();
        }
        Map<Severity, Integer> all = new EnumMap<>(Severity.class);
        Map<Severity, Integer> fresh = new EnumMap<>(Severity.class);
        for (AnalysisResult result : results) {
            result.getSizePerSeverity()
                    .forEach((severity, count) -> all.merge(severity(severity), count, Integer::sum));
            result.getNewSizePerSeverity()
                    .forEach((severity, count) -> fresh.merge(severity(severity), count, Integer::sum));
        }
        boolean compared =
                results.stream().allMatch(result -> result.getReferenceBuild().isPresent());
        return Optional.of(new AnalysisFacts(new Issues(all), compared ? new Issues(fresh) : null, examples(results)));
    }

    private static List<String> examples(List<AnalysisResult> results) {
        return results.stream()
                .flatMap(result -> result.getIssues().stream())
                .sorted(Comparator.comparing((Issue issue) -> severity(issue.getSeverity()))
                        .reversed())
                .limit(GateEvaluator.MAX_EVIDENCE)
                .map(WarningsPluginReader::line)
                .toList();
    }

    private static String line(Issue issue) {
        return severity(issue.getSeverity()) + " " + issue.getBaseName() + ":" + issue.getLineStart() + " "
                + issue.getType();
    }

    /** The plugin's severities by name: those that a tool adds are of the lowest. */
    private static Severity severity(edu.hm.hafner.analysis.Severity severity) {
        if (severity.equals(edu.hm.hafner.analysis.Severity.ERROR)) {
            return Severity.CRITICAL;
        }
        if (severity.equals(edu.hm.hafner.analysis.Severity.WARNING_HIGH)) {
            return Severity.HIGH;
        }
        return severity.equals(edu.hm.hafner.analysis.Severity.WARNING_NORMAL) ? Severity.MEDIUM : Severity.LOW;
    }
}
