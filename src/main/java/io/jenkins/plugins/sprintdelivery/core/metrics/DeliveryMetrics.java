package io.jenkins.plugins.sprintdelivery.core.metrics;

import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts.BuildFact;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts.EndedDeployment;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts.ShippedCommit;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts.Target;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Calculates every metric of a scope. Pure: the same facts give the same metrics, in whatever order the facts come.
 *
 * <p>The four keys and the rework rate follow DORA's definitions, with the choices that {@code docs/metrics.md}
 * explains.
 */
public final class DeliveryMetrics {

    private static final String NOT_STARTED = "the period has not begun";
    private static final String NO_TRACKER = "no tracker is configured";
    private static final String NO_FINISHED_DEPLOYMENT = "no deployment finished in the period";

    private final DeliveryFacts facts;
    private final List<EndedDeployment> finished;
    private final int cancelled;

    /** The part of the period that has passed, or null where it has not begun. */
    private final Interval passed;

    private DeliveryMetrics(DeliveryFacts facts) {
        this.facts = facts;
        finished = facts.deployments().stream()
                .filter(ended -> ended.deployment().status().isFinished())
                .toList();
        cancelled = facts.deployments().size() - finished.size();
        Instant to = earlier(facts.scope().to(), facts.now());
        passed = Interval.between(facts.scope().from(), to).orElse(null);
    }

    /** All metrics, in the order of {@link MetricDefinition}. */
    public static List<Metric> of(DeliveryFacts facts) {
        return new DeliveryMetrics(facts).all();
    }

    private List<Metric> all() {
        List<Metric> metrics = new ArrayList<>();
        metrics.add(deploymentFrequency());
        metrics.addAll(leadTimes());
        metrics.add(changeFailureRate());
        metrics.add(recoveryTime());
        metrics.add(reworkRate());
        metrics.add(availability());
        metrics.add(deliveredTickets());
        metrics.add(MetricDefinition.DONE_NOT_DEPLOYED.missing(NO_TRACKER, List.of()));
        metrics.add(MetricDefinition.DEPLOYED_NOT_DONE.missing(NO_TRACKER, List.of()));
        metrics.add(MetricDefinition.CARRIED_OVER.missing(NO_TRACKER, List.of()));
        metrics.add(MetricDefinition.ADDED_AFTER_START.missing(NO_TRACKER, List.of()));
        metrics.add(MetricDefinition.UNPLANNED_SHARE.missing(NO_TRACKER, List.of()));
        metrics.addAll(buildHealth());
        metrics.add(gatePassRate());
        return metrics;
    }

    private Metric deploymentFrequency() {
        Exclusions excluded = cancelledDeployments();
        int reached = (int) finished.stream()
                .filter(ended -> ended.deployment().status().hasReached())
                .count();
        excluded.add("the deployment failed", finished.size() - reached);
        if (passed == null) {
            return MetricDefinition.DEPLOYMENT_FREQUENCY.missing(NOT_STARTED, excluded.list());
        }
        if (reached == 0) {
            return MetricDefinition.DEPLOYMENT_FREQUENCY.missing(
                    "no deployment reached the environment in the period", excluded.list());
        }
        // the first deployment in the first hour of a sprint is one a day so far, not twenty-four
        double days = Math.max(1, seconds(passed.length()) / seconds(Duration.ofDays(1)));
        return MetricDefinition.DEPLOYMENT_FREQUENCY.measured(reached / days, reached, excluded.list());
    }

    private List<Metric> leadTimes() {
        Exclusions excluded = new Exclusions();
        List<Duration> times = new ArrayList<>();
        for (ShippedCommit commit : facts.shipped()) {
            Duration time = Duration.between(commit.authored(), commit.shipped());
            if (time.isNegative()) {
                excluded.add("the commit's author time is after its deployment");
            } else {
                times.add(time);
            }
        }
        if (times.isEmpty()) {
            String gap = "no commit was shipped for the first time in the period";
            return List.of(
                    MetricDefinition.LEAD_TIME.missing(gap, excluded.list()),
                    MetricDefinition.LEAD_TIME_P90.missing(gap, excluded.list()));
        }
        Percentiles sample = percentiles(times);
        return List.of(
                MetricDefinition.LEAD_TIME.measured(sample.median(), times.size(), excluded.list()),
                MetricDefinition.LEAD_TIME_P90.measured(sample.at(0.9), times.size(), excluded.list()));
    }

    private Metric changeFailureRate() {
        if (finished.isEmpty()) {
            return MetricDefinition.CHANGE_FAILURE_RATE.missing(
                    NO_FINISHED_DEPLOYMENT, cancelledDeployments().list());
        }
        long failures = finished.stream().filter(DeliveryMetrics::isFailure).count();
        return MetricDefinition.CHANGE_FAILURE_RATE.measured(
                (double) failures / finished.size(),
                finished.size(),
                cancelledDeployments().list());
    }

    private Metric recoveryTime() {
        Exclusions excluded = new Exclusions();
        List<Duration> times = new ArrayList<>();
        for (EndedDeployment ended : finished) {
            if (!isFailure(ended)) {
                continue;
            }
            if (ended.restoredAt() == null) {
                excluded.add("not restored yet");
                continue;
            }
            Duration time = Duration.between(ended.deployment().finished(), ended.restoredAt());
            if (time.isNegative()) {
                excluded.add("restored before the deployment finished");
            } else {
                times.add(time);
            }
        }
        if (times.isEmpty()) {
            return MetricDefinition.RECOVERY_TIME.missing(
                    "no failed deployment of the period was restored", excluded.list());
        }
        return MetricDefinition.RECOVERY_TIME.measured(percentiles(times).median(), times.size(), excluded.list());
    }

    private Metric reworkRate() {
        Exclusions excluded = cancelledDeployments();
        List<DeploymentKind> kinds = finished.stream()
                .map(ended -> ended.deployment().kind())
                .filter(Objects::nonNull)
                .toList();
        excluded.add("the deployment's kind is not known", finished.size() - kinds.size());
        if (kinds.isEmpty()) {
            return MetricDefinition.REWORK_RATE.missing(NO_FINISHED_DEPLOYMENT, excluded.list());
        }
        long hotfixes =
                kinds.stream().filter(kind -> kind == DeploymentKind.HOTFIX).count();
        return MetricDefinition.REWORK_RATE.measured((double) hotfixes / kinds.size(), kinds.size(), excluded.list());
    }

    private Metric availability() {
        Exclusions excluded = new Exclusions();
        long astray = facts.incidents().stream()
                .filter(incident -> facts.targets().stream().noneMatch(target -> concerns(incident, target)))
                .count();
        excluded.add("nothing is known to have been running where the incident was", (int) astray);
        List<Metric.Part> parts = new ArrayList<>();
        Duration watched = Duration.ZERO;
        Duration down = Duration.ZERO;
        for (Target target : facts.targets()) {
            Optional<Interval> running = passed == null
                    ? Optional.empty()
                    : Interval.between(later(passed.from(), target.since()), passed.to());
            if (running.isEmpty()) {
                excluded.add("running only after the time that has passed");
                continue;
            }
            Duration length = running.get().length();
            Duration broken = brokenTime(target, running.get());
            watched = watched.plus(length);
            down = down.plus(broken);
            parts.add(new Metric.Part(target.service(), target.environment(), 1 - seconds(broken) / seconds(length)));
        }
        if (parts.isEmpty()) {
            return MetricDefinition.AVAILABILITY.missing(
                    passed == null ? NOT_STARTED : "nothing is known to have been running in the period",
                    excluded.list());
        }
        parts.sort(Comparator.comparing(Metric.Part::service).thenComparing(Metric.Part::environment));
        return MetricDefinition.AVAILABILITY.measured(
                1 - seconds(down) / seconds(watched), parts.size(), excluded.list(), parts);
    }

    private Duration brokenTime(Target target, Interval running) {
        List<Interval> broken = new ArrayList<>();
        for (Incident incident : facts.incidents()) {
            if (concerns(incident, target)) {
                Instant end = incident.resolved() == null ? running.to() : incident.resolved();
                Interval.between(incident.opened(), end)
                        .flatMap(running::intersection)
                        .ifPresent(broken::add);
            }
        }
        return Interval.union(broken);
    }

    private static boolean concerns(Incident incident, Target target) {
        return incident.service().equals(target.service())
                && incident.environment().name().equals(target.environment());
    }

    private Metric deliveredTickets() {
        int delivered = (int) facts.deliveredTickets().stream().distinct().count();
        if (delivered == 0) {
            return MetricDefinition.DELIVERED_TICKETS.missing(
                    "no ticket's changes reached the environment for the first time in the period", List.of());
        }
        return MetricDefinition.DELIVERED_TICKETS.measured(delivered, delivered, List.of());
    }

    private List<Metric> buildHealth() {
        List<Metric> metrics = new ArrayList<>();
        Exclusions running = new Exclusions();
        Exclusions undecided = new Exclusions();
        List<BuildFact> decided = new ArrayList<>();
        int ended = 0;
        for (BuildFact build : facts.builds()) {
            if (build.result() == BuildResult.IN_PROGRESS) {
                running.add("the build is in progress");
                undecided.add("the build is in progress");
            } else {
                ended++;
                if (build.result() == BuildResult.CANCELLED || build.result() == BuildResult.NOT_BUILT) {
                    undecided.add("the build is " + build.result());
                } else {
                    decided.add(build);
                }
            }
        }
        metrics.add(
                ended == 0
                        ? MetricDefinition.BUILDS.missing("no build of the period ended", running.list())
                        : MetricDefinition.BUILDS.measured(ended, ended, running.list()));
        String gap = "no build of the period was successful, unstable or failed";
        metrics.add(
                decided.isEmpty()
                        ? MetricDefinition.BUILD_SUCCESS_RATE.missing(gap, undecided.list())
                        : MetricDefinition.BUILD_SUCCESS_RATE.measured(
                                (double) decided.stream()
                                                .filter(build -> build.result() == BuildResult.SUCCESSFUL)
                                                .count()
                                        / decided.size(),
                                decided.size(),
                                undecided.list()));
        metrics.add(buildDuration(decided, undecided));
        metrics.addAll(tests());
        return metrics;
    }

    private static Metric buildDuration(List<BuildFact> decided, Exclusions excluded) {
        List<Duration> times = decided.stream()
                .filter(build -> build.durationMillis() > 0)
                .map(build -> Duration.ofMillis(build.durationMillis()))
                .toList();
        excluded.add("the build's duration is not known", decided.size() - times.size());
        if (times.isEmpty()) {
            return MetricDefinition.BUILD_DURATION.missing(
                    "no build of the period has a known duration", excluded.list());
        }
        return MetricDefinition.BUILD_DURATION.measured(percentiles(times).median(), times.size(), excluded.list());
    }

    private List<Metric> tests() {
        Exclusions excluded = new Exclusions();
        long ran = 0;
        long passedTests = 0;
        long flaky = 0;
        for (BuildFact build : facts.builds()) {
            TestCounts counts = build.tests();
            if (counts == null) {
                excluded.add("the build reported no tests");
            } else {
                ran += counts.run();
                passedTests += counts.passed();
                flaky += counts.flaky();
                excluded.add("the test was skipped", counts.skipped());
            }
        }
        if (ran == 0) {
            String gap = "no test ran in the period";
            return List.of(
                    MetricDefinition.TEST_PASS_RATE.missing(gap, excluded.list()),
                    MetricDefinition.FLAKY_TESTS.missing(gap, excluded.list()));
        }
        int n = (int) Math.min(ran, Integer.MAX_VALUE);
        return List.of(
                MetricDefinition.TEST_PASS_RATE.measured((double) passedTests / ran, n, excluded.list()),
                MetricDefinition.FLAKY_TESTS.measured(flaky, n, excluded.list()));
    }

    private Metric gatePassRate() {
        Exclusions excluded = new Exclusions();
        excluded.add("the gate was inconclusive", facts.gates().inconclusive());
        int open = facts.gates().passed() + facts.gates().warned();
        int decided = open + facts.gates().failed();
        return decided == 0
                ? MetricDefinition.GATE_PASS_RATE.missing("no gate was decided in the period", excluded.list())
                : MetricDefinition.GATE_PASS_RATE.measured((double) open / decided, decided, excluded.list());
    }

    private Exclusions cancelledDeployments() {
        Exclusions excluded = new Exclusions();
        excluded.add("the deployment was cancelled", cancelled);
        return excluded;
    }

    private static boolean isFailure(EndedDeployment ended) {
        return ended.deployment().status() == DeploymentStatus.FAILED
                || ended.deployment().status() == DeploymentStatus.ROLLED_BACK
                || ended.causedIncident();
    }

    private static Percentiles percentiles(List<Duration> times) {
        return new Percentiles(
                times.stream().mapToDouble(DeliveryMetrics::seconds).toArray());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
