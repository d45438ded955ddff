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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Calculates every metric of a scope. Pure: the same facts give the same metrics, in whatever order the facts come.
 *
 * <p>The four keys and the rework rate follow DORA's definitions, with the choices that {@code docs/metrics.md}
 * explains.
 */
public final class DeliveryMetrics {

    static final String NOT_STARTED = "the period has not begun";
    static final String NOTHING_DELIVERED =
            "no ticket's changes reached the environment for the first time in the period";
    private static final String NO_FINISHED_DEPLOYMENT = "no deployment finished in the period";

    private final DeliveryFacts facts;
    private final List<EndedDeployment> finished;
    private final List<EndedDeployment> cancelled;
    private final Map<MetricDefinition, Evidence> evidence = new EnumMap<>(MetricDefinition.class);

    /** The part of the period that has passed, or null where it has not begun. */
    private final Interval passed;

    private DeliveryMetrics(DeliveryFacts facts) {
        this.facts = facts;
        finished = facts.deployments().stream()
                .filter(ended -> ended.deployment().status().isFinished())
                .toList();
        cancelled = facts.deployments().stream()
                .filter(ended -> !ended.deployment().status().isFinished())
                .toList();
        Instant to = earlier(facts.scope().to(), facts.now());
        passed = Interval.between(facts.scope().from(), to).orElse(null);
    }

    /** All metrics, in the order of {@link MetricDefinition}. */
    public static List<Metric> of(DeliveryFacts facts) {
        return new DeliveryMetrics(facts).all();
    }

    /**
     * One metric with the facts it was made from.
     *
     * @param name the metric's stable name
     * @throws IllegalArgumentException if there is no metric of that name
     */
    public static Derivation derive(DeliveryFacts facts, String name) {
        MetricDefinition definition = MetricDefinition.named(name);
        DeliveryMetrics metrics = new DeliveryMetrics(facts);
        Metric metric = metrics.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        Evidence evidence = metrics.evidence.getOrDefault(definition, new Evidence());
        return new Derivation(
                metric, metric.sufficient() ? evidence.counted() : List.of(), evidence.leftOut(), evidence.others());
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
        metrics.addAll(PromiseMetrics.of(facts, passed, evidence));
        metrics.addAll(buildHealth());
        metrics.add(gatePassRate());
        return metrics;
    }

    private Metric deploymentFrequency() {
        Evidence sample = withoutCancelled(MetricDefinition.DEPLOYMENT_FREQUENCY);
        for (EndedDeployment ended : finished) {
            if (ended.deployment().status().hasReached()) {
                sample.count(Fact.of(ended.deployment()));
            } else {
                sample.leaveOut("the deployment failed", Fact.of(ended.deployment()));
            }
        }
        if (passed == null) {
            return MetricDefinition.DEPLOYMENT_FREQUENCY.missing(NOT_STARTED, sample.excluded());
        }
        int reached = sample.counted().size();
        if (reached == 0) {
            return MetricDefinition.DEPLOYMENT_FREQUENCY.missing(
                    "no deployment reached the environment in the period", sample.excluded());
        }
        // the first deployment in the first hour of a sprint is one a day so far, not twenty-four
        double days = Math.max(1, seconds(passed.length()) / seconds(Duration.ofDays(1)));
        return MetricDefinition.DEPLOYMENT_FREQUENCY.measured(reached / days, reached, sample.excluded());
    }

    private List<Metric> leadTimes() {
        Evidence sample = evidence(MetricDefinition.LEAD_TIME);
        evidence.put(MetricDefinition.LEAD_TIME_P90, sample);
        List<Duration> times = new ArrayList<>();
        for (ShippedCommit commit : facts.shipped()) {
            Duration time = Duration.between(commit.authored(), commit.shipped());
            if (time.isNegative()) {
                sample.leaveOut("the commit's author time is after its deployment", Fact.of(commit));
            } else {
                times.add(time);
                sample.count(Fact.of(commit).measuring(seconds(time)));
            }
        }
        if (times.isEmpty()) {
            String gap = "no commit was shipped for the first time in the period";
            return List.of(
                    MetricDefinition.LEAD_TIME.missing(gap, sample.excluded()),
                    MetricDefinition.LEAD_TIME_P90.missing(gap, sample.excluded()));
        }
        Percentiles percentiles = percentiles(times);
        return List.of(
                MetricDefinition.LEAD_TIME.measured(percentiles.median(), times.size(), sample.excluded()),
                MetricDefinition.LEAD_TIME_P90.measured(percentiles.at(0.9), times.size(), sample.excluded()));
    }

    private Metric changeFailureRate() {
        Evidence sample = withoutCancelled(MetricDefinition.CHANGE_FAILURE_RATE);
        if (finished.isEmpty()) {
            return MetricDefinition.CHANGE_FAILURE_RATE.missing(NO_FINISHED_DEPLOYMENT, sample.excluded());
        }
        int failures = 0;
        for (EndedDeployment ended : finished) {
            boolean failure = isFailure(ended);
            failures += failure ? 1 : 0;
            sample.count(Fact.of(ended.deployment()).saying(failure ? failure(ended) : null));
        }
        return MetricDefinition.CHANGE_FAILURE_RATE.measured(
                (double) failures / finished.size(), finished.size(), sample.excluded());
    }

    private Metric recoveryTime() {
        Evidence sample = evidence(MetricDefinition.RECOVERY_TIME);
        List<Duration> times = new ArrayList<>();
        for (EndedDeployment ended : finished) {
            if (!isFailure(ended)) {
                continue;
            }
            Fact fact = Fact.of(ended.deployment()).saying(failure(ended));
            if (ended.restoredAt() == null) {
                sample.leaveOut("not restored yet", fact);
                continue;
            }
            Duration time = Duration.between(ended.deployment().finished(), ended.restoredAt());
            if (time.isNegative()) {
                sample.leaveOut("restored before the deployment finished", fact);
            } else {
                times.add(time);
                sample.count(fact.measuring(seconds(time)));
            }
        }
        if (times.isEmpty()) {
            return MetricDefinition.RECOVERY_TIME.missing(
                    "no failed deployment of the period was restored", sample.excluded());
        }
        return MetricDefinition.RECOVERY_TIME.measured(percentiles(times).median(), times.size(), sample.excluded());
    }

    private Metric reworkRate() {
        Evidence sample = withoutCancelled(MetricDefinition.REWORK_RATE);
        int hotfixes = 0;
        for (EndedDeployment ended : finished) {
            DeploymentKind kind = ended.deployment().kind();
            if (kind == null) {
                sample.leaveOut("the deployment's kind is not known", Fact.of(ended.deployment()));
            } else {
                hotfixes += kind == DeploymentKind.HOTFIX ? 1 : 0;
                sample.count(Fact.of(ended.deployment()).saying(kind.toString()));
            }
        }
        int known = sample.counted().size();
        if (known == 0) {
            return MetricDefinition.REWORK_RATE.missing(NO_FINISHED_DEPLOYMENT, sample.excluded());
        }
        return MetricDefinition.REWORK_RATE.measured((double) hotfixes / known, known, sample.excluded());
    }

    private Metric availability() {
        Evidence sample = evidence(MetricDefinition.AVAILABILITY);
        for (Incident incident : facts.incidents()) {
            if (facts.targets().stream().noneMatch(target -> concerns(incident, target))) {
                sample.leaveOut("nothing is known to have been running where the incident was", Fact.of(incident));
            }
        }
        List<Metric.Part> parts = new ArrayList<>();
        Duration watched = Duration.ZERO;
        Duration down = Duration.ZERO;
        for (Target target : facts.targets()) {
            Optional<Interval> running = passed == null
                    ? Optional.empty()
                    : Interval.between(later(passed.from(), target.since()), passed.to());
            if (running.isEmpty()) {
                sample.leaveOut("running only after the time that has passed", Fact.of(target));
                continue;
            }
            Duration length = running.get().length();
            Duration broken = brokenTime(target, running.get());
            watched = watched.plus(length);
            down = down.plus(broken);
            parts.add(new Metric.Part(target.service(), target.environment(), 1 - seconds(broken) / seconds(length)));
            sample.count(Fact.of(target).measuring(seconds(length)));
            facts.incidents().stream()
                    .filter(incident -> concerns(incident, target))
                    .forEach(incident -> sample.count(Fact.of(incident)));
        }
        if (parts.isEmpty()) {
            return MetricDefinition.AVAILABILITY.missing(
                    passed == null ? NOT_STARTED : "nothing is known to have been running in the period",
                    sample.excluded());
        }
        parts.sort(Comparator.comparing(Metric.Part::service).thenComparing(Metric.Part::environment));
        return MetricDefinition.AVAILABILITY.measured(
                1 - seconds(down) / seconds(watched), parts.size(), sample.excluded(), parts);
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
        Evidence sample = evidence(MetricDefinition.DELIVERED_TICKETS);
        facts.deliveredTickets().stream().distinct().map(Fact::ofTicket).forEach(sample::count);
        int delivered = sample.counted().size();
        if (delivered == 0) {
            return MetricDefinition.DELIVERED_TICKETS.missing(NOTHING_DELIVERED, List.of());
        }
        return MetricDefinition.DELIVERED_TICKETS.measured(delivered, delivered, List.of());
    }

    private List<Metric> buildHealth() {
        List<Metric> metrics = new ArrayList<>();
        Evidence running = evidence(MetricDefinition.BUILDS);
        Evidence undecided = evidence(MetricDefinition.BUILD_SUCCESS_RATE);
        List<BuildFact> decided = new ArrayList<>();
        int ended = 0;
        for (BuildFact build : facts.builds()) {
            if (build.result() == BuildResult.IN_PROGRESS) {
                running.leaveOut("the build is in progress");
                undecided.leaveOut("the build is in progress");
            } else {
                ended++;
                if (build.result() == BuildResult.CANCELLED || build.result() == BuildResult.NOT_BUILT) {
                    undecided.leaveOut("the build is " + build.result());
                } else {
                    decided.add(build);
                }
            }
        }
        metrics.add(
                ended == 0
                        ? MetricDefinition.BUILDS.missing("no build of the period ended", running.excluded())
                        : MetricDefinition.BUILDS.measured(ended, ended, running.excluded()));
        String gap = "no build of the period was successful, unstable or failed";
        metrics.add(
                decided.isEmpty()
                        ? MetricDefinition.BUILD_SUCCESS_RATE.missing(gap, undecided.excluded())
                        : MetricDefinition.BUILD_SUCCESS_RATE.measured(
                                (double) decided.stream()
                                                .filter(build -> build.result() == BuildResult.SUCCESSFUL)
                                                .count()
                                        / decided.size(),
                                decided.size(),
                                undecided.excluded()));
        metrics.add(buildDuration(decided, undecided));
        metrics.addAll(tests());
        return metrics;
    }

    private Metric buildDuration(List<BuildFact> decided, Evidence undecided) {
        List<Duration> times = decided.stream()
                .filter(build -> build.durationMillis() > 0)
                .map(build -> Duration.ofMillis(build.durationMillis()))
                .toList();
        Evidence excluded = undecided.copy();
        evidence.put(MetricDefinition.BUILD_DURATION, excluded);
        excluded.leaveOut("the build's duration is not known", decided.size() - times.size());
        if (times.isEmpty()) {
            return MetricDefinition.BUILD_DURATION.missing(
                    "no build of the period has a known duration", excluded.excluded());
        }
        return MetricDefinition.BUILD_DURATION.measured(percentiles(times).median(), times.size(), excluded.excluded());
    }

    private List<Metric> tests() {
        Evidence excluded = evidence(MetricDefinition.TEST_PASS_RATE);
        evidence.put(MetricDefinition.FLAKY_TESTS, excluded);
        long ran = 0;
        long passedTests = 0;
        long flaky = 0;
        for (BuildFact build : facts.builds()) {
            TestCounts counts = build.tests();
            if (counts == null) {
                excluded.leaveOut("the build reported no tests");
            } else {
                ran += counts.run();
                passedTests += counts.passed();
                flaky += counts.flaky();
                excluded.leaveOut("the test was skipped", counts.skipped());
            }
        }
        if (ran == 0) {
            String gap = "no test ran in the period";
            return List.of(
                    MetricDefinition.TEST_PASS_RATE.missing(gap, excluded.excluded()),
                    MetricDefinition.FLAKY_TESTS.missing(gap, excluded.excluded()));
        }
        int n = (int) Math.min(ran, Integer.MAX_VALUE);
        return List.of(
                MetricDefinition.TEST_PASS_RATE.measured((double) passedTests / ran, n, excluded.excluded()),
                MetricDefinition.FLAKY_TESTS.measured(flaky, n, excluded.excluded()));
    }

    private Metric gatePassRate() {
        Evidence excluded = evidence(MetricDefinition.GATE_PASS_RATE);
        excluded.leaveOut("the gate was inconclusive", facts.gates().inconclusive());
        int open = facts.gates().passed() + facts.gates().warned();
        int decided = open + facts.gates().failed();
        return decided == 0
                ? MetricDefinition.GATE_PASS_RATE.missing("no gate was decided in the period", excluded.excluded())
                : MetricDefinition.GATE_PASS_RATE.measured((double) open / decided, decided, excluded.excluded());
    }

    private Evidence evidence(MetricDefinition definition) {
        Evidence fresh = new Evidence();
        evidence.put(definition, fresh);
        return fresh;
    }

    private Evidence withoutCancelled(MetricDefinition definition) {
        Evidence fresh = evidence(definition);
        cancelled.forEach(ended -> fresh.leaveOut("the deployment was cancelled", Fact.of(ended.deployment())));
        return fresh;
    }

    /** Why the deployment is a failure, in words. */
    private static String failure(EndedDeployment ended) {
        List<String> reasons = new ArrayList<>();
        if (ended.deployment().status() != DeploymentStatus.SUCCESSFUL) {
            reasons.add(ended.deployment().status().toString());
        }
        if (ended.causedIncident()) {
            reasons.add("caused an incident");
        }
        return String.join(", ", reasons);
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
