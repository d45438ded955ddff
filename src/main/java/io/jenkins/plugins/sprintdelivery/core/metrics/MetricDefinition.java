package io.jenkins.plugins.sprintdelivery.core.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The metrics there are: their names, units and formulas, in the order in which they are shown. */
public enum MetricDefinition {
    DEPLOYMENT_FREQUENCY(
            "deployment-frequency",
            "Deployment frequency",
            MetricUnit.PER_DAY,
            "deployments that reached the environment ÷ days of the period that have passed (at least one)"),
    LEAD_TIME(
            "lead-time",
            "Lead time for changes",
            MetricUnit.SECONDS,
            "median of (deployment finished − commit authored) over the commits first shipped by a successful"
                    + " deployment"),
    LEAD_TIME_P90(
            "lead-time-p90",
            "Lead time for changes, 90th percentile",
            MetricUnit.SECONDS,
            "90th percentile, by linear interpolation, of (deployment finished − commit authored) over the commits"
                    + " first shipped by a successful deployment"),
    CHANGE_FAILURE_RATE(
            "change-failure-rate",
            "Change failure rate",
            MetricUnit.RATIO,
            "deployments that failed, were rolled back or caused an incident, each counted once ÷ finished"
                    + " deployments"),
    RECOVERY_TIME(
            "recovery-time",
            "Failed deployment recovery time",
            MetricUnit.SECONDS,
            "median of (restored − failed deployment finished); restored when the restoring deployment finished or"
                    + " the incident was resolved"),
    REWORK_RATE("rework-rate", "Rework rate", MetricUnit.RATIO, "hotfix deployments ÷ finished deployments"),
    AVAILABILITY(
            "availability",
            "Availability",
            MetricUnit.RATIO,
            "1 − time covered by at least one incident ÷ time passed since something was running, over all services"
                    + " and environments"),
    DELIVERED_TICKETS(
            "delivered-tickets",
            "Delivered tickets",
            MetricUnit.COUNT,
            "tickets whose changes first reached the environment in the period"),
    DONE_NOT_DEPLOYED(
            "done-not-deployed",
            "Done, not deployed",
            MetricUnit.COUNT,
            "tickets of the sprint that the tracker calls done and whose changes have not reached the environment"),
    DEPLOYED_NOT_DONE(
            "deployed-not-done",
            "Deployed, not done",
            MetricUnit.COUNT,
            "tickets of the sprint whose changes have reached the environment and that the tracker does not call done"),
    CARRIED_OVER(
            "carried-over",
            "Carried over",
            MetricUnit.COUNT,
            "tickets of the sprint that were in an earlier sprint as well"),
    ADDED_AFTER_START(
            "added-after-start",
            "Added after the start",
            MetricUnit.COUNT,
            "tickets that came into the sprint after it began"),
    UNPLANNED_SHARE(
            "unplanned-share",
            "Unplanned share",
            MetricUnit.RATIO,
            "delivered tickets that the sprint did not promise ÷ delivered tickets of its projects"),
    BUILDS("builds", "Builds", MetricUnit.COUNT, "builds that began in the period and ended"),
    BUILD_SUCCESS_RATE(
            "build-success-rate",
            "Build success rate",
            MetricUnit.RATIO,
            "successful builds ÷ builds that were successful, unstable or failed"),
    BUILD_DURATION(
            "build-duration",
            "Build duration",
            MetricUnit.SECONDS,
            "median duration of the builds that were successful, unstable or failed"),
    TEST_PASS_RATE(
            "test-pass-rate", "Test pass rate", MetricUnit.RATIO, "tests that passed in the end ÷ tests that ran"),
    FLAKY_TESTS("flaky-tests", "Flaky tests", MetricUnit.COUNT, "tests that passed only on a rerun, over all builds"),
    GATE_PASS_RATE(
            "gate-pass-rate",
            "Gate pass rate",
            MetricUnit.RATIO,
            "gates that said PASS or WARN ÷ gates that said PASS, WARN or FAIL");

    private static final double HOUR = 3_600;
    private static final double DAY = 24 * HOUR;

    private final String metric;
    private final String label;
    private final MetricUnit unit;
    private final String formula;

    MetricDefinition(String metric, String label, MetricUnit unit, String formula) {
        this.metric = metric;
        this.label = label;
        this.unit = unit;
        this.formula = formula;
    }

    /** Stable name for programs. */
    @Override
    public String toString() {
        return metric;
    }

    /**
     * The metric of this name.
     *
     * @throws IllegalArgumentException naming the valid ones
     */
    static MetricDefinition named(String name) {
        return Arrays.stream(values())
                .filter(definition -> definition.metric.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no metric '" + name + "'; use one of: "
                        + Arrays.stream(values())
                                .map(MetricDefinition::toString)
                                .collect(Collectors.joining(", "))));
    }

    /** Whether it is about what a tracker says of a sprint. */
    boolean needsTracker() {
        return switch (this) {
            case DONE_NOT_DEPLOYED, DEPLOYED_NOT_DONE, CARRIED_OVER, ADDED_AFTER_START, UNPLANNED_SHARE -> true;
            default -> false;
        };
    }

    Metric measured(double value, int n, List<Metric.Excluded> excluded) {
        return measured(value, n, excluded, List.of());
    }

    Metric measured(double value, int n, List<Metric.Excluded> excluded, List<Metric.Part> parts) {
        return new Metric(metric, label, value, unit, n, excluded, true, formula, null, parts, bands(value));
    }

    Metric missing(String gap, List<Metric.Excluded> excluded) {
        return new Metric(metric, label, null, unit, 0, excluded, false, formula, gap, List.of(), bands(null));
    }

    /** DORA's bands, for the four metrics that have some. */
    private DoraBands bands(Double value) {
        switch (this) {
            case DEPLOYMENT_FREQUENCY:
                return DoraBands.atLeast(value, 1, 1.0 / 7, 1.0 / 30);
            case LEAD_TIME:
                return DoraBands.below(value, DAY, 7 * DAY, 30 * DAY);
            case CHANGE_FAILURE_RATE:
                return DoraBands.atMost(value, 0.05, 0.1, 0.15);
            case RECOVERY_TIME:
                return DoraBands.below(value, HOUR, DAY, 7 * DAY);
            default:
                return null;
        }
    }
}
