package io.jenkins.plugins.sprintdelivery.core.export;

import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryMetrics;
import io.jenkins.plugins.sprintdelivery.core.metrics.Metric;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Delivery as Prometheus reads it: the <a
 * href="https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format">text format 0.0.4</a>, names
 * after its naming rules. Every number is a gauge over a window that ends now, because a ledger can be corrected, and a
 * counter must not fall. A metric without a sample has no line.
 *
 * <p>Labels are bounded by construction: the services and environments with the most deployments keep their names, all
 * others are {@code other}; no version, ticket or sprint is a label of a series that others are kept for.
 */
public final class PrometheusText {

    /** The media type of the format. */
    public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    static final int MAX_SERVICES = 50;
    static final int MAX_ENVIRONMENTS = 10;
    private static final String OTHER = "other";

    private final Map<Family, List<Series>> families = new TreeMap<>();

    private record Series(String name, Map<String, String> labels, double value) {}

    /** The metrics there are, in the order in which they are written. */
    enum Family {
        DEPLOYMENTS("deployments", "Deployments that ended in the window, by outcome."),
        DEPLOYMENTS_PER_DAY("deployments_per_day", "Deployments that reached the environment, per day of the window."),
        LEAD_TIME("lead_time_seconds", "Time from a commit to its first successful deployment: median and p90."),
        CHANGE_FAILURE("change_failure_ratio", "Share of finished deployments that failed, were rolled back or broke."),
        RECOVERY_TIME("recovery_time_seconds", "Median time from a failed deployment to its restoration."),
        REWORK("rework_ratio", "Share of finished deployments that were hotfixes."),
        AVAILABILITY("availability_ratio", "Share of the window without an incident."),
        INCIDENTS("incidents_open", "Incidents that are not resolved."),
        DELIVERED("delivered_tickets", "Tickets whose changes first reached production in the window."),
        BUILDS("builds", "Builds that ended in the window."),
        BUILD_SUCCESS("build_success_ratio", "Share of successful builds among successful, unstable and failed ones."),
        BUILD_DURATION("build_duration_seconds", "Median duration of builds."),
        TEST_PASS("test_pass_ratio", "Share of passed tests among those that ran."),
        GATE_PASS("gate_pass_ratio", "Share of gates that let through among those that decided."),
        SPRINT_INFO("sprint_info", "The current sprint; always 1."),
        SPRINT_START("sprint_start_timestamp_seconds", "When the current sprint began."),
        SPRINT_END("sprint_end_timestamp_seconds", "When the current sprint ends."),
        WINDOW("window_seconds", "How long the window of the other metrics is.");

        private final String metric;
        private final String help;

        Family(String metric, String help) {
            this.metric = metric;
            this.help = help;
        }

        @Override
        public String toString() {
            return "sprint_delivery_" + metric;
        }
    }

    private PrometheusText() {}

    /**
     * The whole exposition.
     *
     * @param facts the facts of each tier over one window; the tier production is among them
     * @param sprint the current sprint, or null
     */
    public static String of(List<DeliveryFacts> facts, Sprint sprint) {
        PrometheusText text = new PrometheusText();
        Names services = Names.of(facts, MAX_SERVICES, Target::service);
        Names environments = Names.of(facts, MAX_ENVIRONMENTS, Target::environment);
        for (DeliveryFacts tier : facts) {
            text.targets(tier, services, environments);
        }
        text.whole(facts.get(0));
        facts.stream()
                .filter(tier -> tier.scope().tier() == EnvironmentTier.PRODUCTION)
                .forEach(text::production);
        if (sprint != null) {
            text.sprint(sprint);
        }
        return text.written();
    }

    /** A service in an environment, as it is called outside. */
    private record Target(String service, String environment) {}

    /** The names that are kept; others become one. */
    private record Names(Set<String> kept) {
        static Names of(List<DeliveryFacts> facts, int limit, Function<Target, String> name) {
            Map<String, Integer> counts = new TreeMap<>();
            for (DeliveryFacts tier : facts) {
                tier.deployments()
                        .forEach(ended -> counts.merge(name.apply(target(ended.deployment())), 1, Integer::sum));
                tier.targets()
                        .forEach(target -> counts.merge(
                                name.apply(new Target(target.service(), target.environment())), 0, Integer::sum));
                tier.incidents().forEach(incident -> counts.merge(name.apply(target(incident)), 0, Integer::sum));
            }
            return new Names(counts.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(limit)
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toUnmodifiableSet()));
        }

        String called(String name) {
            return kept.contains(name) ? name : OTHER;
        }
    }

    private static Target target(Deployment deployment) {
        return new Target(deployment.service(), deployment.environment().name());
    }

    private static Target target(Incident incident) {
        return new Target(incident.service(), incident.environment().name());
    }

    /** The metrics of each service and environment. */
    private void targets(DeliveryFacts tier, Names services, Names environments) {
        Map<Target, TargetFacts> parts = new LinkedHashMap<>();
        Map<String, Target> shippers = new LinkedHashMap<>();
        Function<Target, Target> called =
                target -> new Target(services.called(target.service()), environments.called(target.environment()));
        for (DeliveryFacts.EndedDeployment ended : tier.deployments()) {
            Target target = called.apply(target(ended.deployment()));
            part(parts, target).deployments.add(ended);
            shippers.put(ended.deployment().id(), target);
        }
        for (DeliveryFacts.ShippedCommit commit : tier.shipped()) {
            Target target = shippers.get(commit.deploymentId());
            if (target != null) {
                part(parts, target).shipped.add(commit);
            }
        }
        for (DeliveryFacts.Target running : tier.targets()) {
            part(parts, called.apply(new Target(running.service(), running.environment())))
                    .targets
                    .add(running);
        }
        for (Incident incident : tier.incidents()) {
            part(parts, called.apply(target(incident))).incidents.add(incident);
        }
        parts.forEach((target, part) -> add(tier, target, part));
    }

    private static TargetFacts part(Map<Target, TargetFacts> parts, Target target) {
        return parts.computeIfAbsent(target, unused -> new TargetFacts());
    }

    /** The facts of one service in one environment. */
    private static final class TargetFacts {
        private final List<DeliveryFacts.EndedDeployment> deployments = new ArrayList<>();
        private final List<DeliveryFacts.ShippedCommit> shipped = new ArrayList<>();
        private final List<Incident> incidents = new ArrayList<>();
        private final List<DeliveryFacts.Target> targets = new ArrayList<>();
    }

    private void add(DeliveryFacts tier, Target target, TargetFacts part) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("service", target.service());
        labels.put("environment", target.environment());
        labels.put("tier", tier.scope().tier().toString());
        Map<String, Integer> outcomes = new TreeMap<>();
        part.deployments.forEach(
                ended -> outcomes.merge(ended.deployment().status().toString(), 1, Integer::sum));
        outcomes.forEach((status, count) -> add(Family.DEPLOYMENTS, with(labels, "status", status), count));
        long open = part.incidents.stream()
                .filter(incident -> incident.resolved() == null)
                .count();
        add(Family.INCIDENTS, labels, open);
        Map<String, Metric> metrics = metrics(new DeliveryFacts(
                tier.scope(),
                tier.now(),
                part.deployments,
                part.shipped,
                part.incidents,
                part.targets,
                List.of(),
                new DeliveryFacts.GateCounts(0, 0, 0, 0),
                List.of()));
        add(Family.DEPLOYMENTS_PER_DAY, labels, metrics.get("deployment-frequency"));
        add(Family.LEAD_TIME, with(labels, "quantile", "0.5"), metrics.get("lead-time"));
        add(Family.LEAD_TIME, with(labels, "quantile", "0.9"), metrics.get("lead-time-p90"));
        add(Family.CHANGE_FAILURE, labels, metrics.get("change-failure-rate"));
        add(Family.RECOVERY_TIME, labels, metrics.get("recovery-time"));
        add(Family.REWORK, labels, metrics.get("rework-rate"));
        add(Family.AVAILABILITY, labels, metrics.get("availability"));
    }

    /** What belongs to no environment. */
    private void whole(DeliveryFacts facts) {
        Map<String, Metric> metrics = metrics(facts);
        add(Family.BUILDS, Map.of(), metrics.get("builds"));
        add(Family.BUILD_SUCCESS, Map.of(), metrics.get("build-success-rate"));
        add(Family.BUILD_DURATION, Map.of(), metrics.get("build-duration"));
        add(Family.TEST_PASS, Map.of(), metrics.get("test-pass-rate"));
        Instant from = facts.scope().from();
        add(Family.WINDOW, Map.of(), facts.scope().to().getEpochSecond() - from.getEpochSecond());
    }

    private void production(DeliveryFacts facts) {
        Map<String, Metric> metrics = metrics(facts);
        add(Family.DELIVERED, Map.of(), metrics.get("delivered-tickets"));
        add(Family.GATE_PASS, Map.of(), metrics.get("gate-pass-rate"));
    }

    private void sprint(Sprint sprint) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("sprint", sprint.name());
        labels.put("board", sprint.board() == null ? "" : sprint.board());
        add(Family.SPRINT_INFO, labels, 1);
        add(Family.SPRINT_START, Map.of(), sprint.start().getEpochSecond());
        add(Family.SPRINT_END, Map.of(), sprint.end().getEpochSecond());
    }

    private static Map<String, Metric> metrics(DeliveryFacts facts) {
        Map<String, Metric> byName = new LinkedHashMap<>();
        DeliveryMetrics.of(facts).forEach(metric -> byName.put(metric.name(), metric));
        return byName;
    }

    private void add(Family family, Map<String, String> labels, Metric metric) {
        if (metric.sufficient()) {
            add(family, labels, metric.value());
        }
    }

    private void add(Family family, Map<String, String> labels, double value) {
        families.computeIfAbsent(family, unused -> new ArrayList<>()).add(new Series(family.toString(), labels, value));
    }

    private static Map<String, String> with(Map<String, String> labels, String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(labels);
        more.put(name, value);
        return more;
    }

    private String written() {
        StringBuilder out = new StringBuilder();
        families.forEach((family, series) -> {
            out.append("# HELP ").append(family).append(' ').append(family.help).append('\n');
            out.append("# TYPE ").append(family).append(" gauge\n");
            series.forEach(line -> append(out, line));
        });
        return out.toString();
    }

    private static void append(StringBuilder out, Series series) {
        out.append(series.name());
        if (!series.labels().isEmpty()) {
            String separator = "{";
            for (Map.Entry<String, String> label : series.labels().entrySet()) {
                out.append(separator)
                        .append(label.getKey())
                        .append("=\"")
                        .append(escaped(label.getValue()))
                        .append('"');
                separator = ",";
            }
            out.append('}');
        }
        double value = series.value();
        out.append(' ').append(value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value));
        out.append('\n');
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** The names of all metrics, for those who draw them. */
    public static Collection<String> names() {
        return Arrays.stream(Family.values()).map(Family::toString).toList();
    }
}
