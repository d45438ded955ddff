package io.jenkins.plugins.sprintdelivery.gates;

import edu.hm.hafner.coverage.Coverage;
import edu.hm.hafner.coverage.Metric;
import hudson.Extension;
import hudson.model.Run;
import io.jenkins.plugins.coverage.metrics.model.Baseline;
import io.jenkins.plugins.coverage.metrics.steps.CoverageBuildAction;
import io.jenkins.plugins.sprintdelivery.core.gate.CoverageFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.CoverageFacts.Share;
import java.util.List;
import java.util.Optional;

/** The Coverage plugin, where it is installed. Several reports of one build are added up. */
@Extension(optional = true)
public final class CoveragePluginReader implements CoverageReader {

    @Override
    public Optional<CoverageFacts> coverage(Run<?, ?> run) {
        List<CoverageBuildAction> reports = run.getActions(CoverageBuildAction.class);
        return reports.isEmpty()
                ? Optional.empty()
                : Optional.of(new CoverageFacts(share(reports, Metric.LINE), share(reports, Metric.BRANCH)));
    }

    private static Share share(List<CoverageBuildAction> reports, Metric metric) {
        return reports.stream()
                .map(report ->
                        report.getValueForMetric(Baseline.PROJECT, metric).orElse(null))
                .filter(Coverage.class::isInstance)
                .map(Coverage.class::cast)
                .map(value -> new Share(value.getCovered(), value.getTotal()))
                .reduce((one, other) -> new Share(one.covered() + other.covered(), one.total() + other.total()))
                .orElse(null);
    }
}
