package io.jenkins.plugins.sprintdelivery.core.metrics;

import io.jenkins.plugins.sprintdelivery.core.model.PlannedWork;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The metrics that need a tracker's word: what the sprint promised and calls done, against what was deployed. A ticket's
 * state is the one the tracker gave when the sprint was last looked at, for a closed sprint the one at its end.
 */
final class PromiseMetrics {

    private static final String NOT_COMMITTED = "what the sprint promised is not known";
    private static final String EMPTY = "the sprint has no ticket";

    private final SprintFacts.Known sprint;
    private final List<String> delivered;
    private final Map<MetricDefinition, Evidence> evidence;

    private final Set<String> tickets;
    private final Set<String> done;
    private final Set<String> deployed;

    /**
     * @param delivered keys of the tickets that were delivered in the sprint's time
     * @param until the end of the time that counts; what reached the environment later does not
     * @param evidence is told what each metric is made from
     */
    private PromiseMetrics(
            SprintFacts.Known sprint,
            Collection<String> delivered,
            Instant until,
            Map<MetricDefinition, Evidence> evidence) {
        this.sprint = sprint;
        this.delivered = List.copyOf(new TreeSet<>(delivered));
        this.evidence = evidence;
        tickets = new TreeSet<>(sprint.contents().tickets());
        done = new HashSet<>(sprint.contents().done());
        deployed = sprint.reached().entrySet().stream()
                .filter(entry -> entry.getValue().isBefore(until))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /**
     * The metrics, in the order of {@link MetricDefinition}.
     *
     * @param passed the part of the period that has passed, or null where it has not begun
     */
    static List<Metric> of(DeliveryFacts facts, Interval passed, Map<MetricDefinition, Evidence> evidence) {
        if (passed == null) {
            return missing(DeliveryMetrics.NOT_STARTED);
        }
        if (facts.sprint() instanceof SprintFacts.Unknown unknown) {
            return missing(unknown.reason().toString());
        }
        SprintFacts.Known known = (SprintFacts.Known) facts.sprint();
        PromiseMetrics metrics = new PromiseMetrics(known, facts.deliveredTickets(), passed.to(), evidence);
        return List.of(
                metrics.doneNotDeployed(),
                metrics.deployedNotDone(),
                metrics.carriedOver(),
                metrics.addedAfterStart(),
                metrics.unplannedShare());
    }

    private static List<Metric> missing(String gap) {
        return Arrays.stream(MetricDefinition.values())
                .filter(MetricDefinition::needsTracker)
                .map(definition -> definition.missing(gap, List.of()))
                .toList();
    }

    private Metric doneNotDeployed() {
        Evidence sample = evidence(MetricDefinition.DONE_NOT_DEPLOYED);
        Set<String> changed = new TreeSet<>();
        for (String key : tickets) {
            if (done.contains(key)) {
                if (sprint.built().contains(key) || sprint.reached().containsKey(key)) {
                    changed.add(key);
                } else {
                    sample.leaveOut("no build or deployment carries a change of the ticket", Fact.ofTicket(key));
                }
            }
        }
        String gap = sample.leftOut().isEmpty()
                ? "no ticket of the sprint is done"
                : "no build or deployment carries a change of a ticket that is done";
        return count(
                MetricDefinition.DONE_NOT_DEPLOYED,
                sample,
                changed,
                key -> !deployed.contains(key),
                "done, not deployed",
                sprint.reached(),
                gap);
    }

    private Metric deployedNotDone() {
        Evidence sample = evidence(MetricDefinition.DEPLOYED_NOT_DONE);
        for (String key : delivered) {
            if (!tickets.contains(key)) {
                sample.leaveOut("the ticket is not in the sprint, its state is not known", Fact.ofTicket(key));
            }
        }
        return count(
                MetricDefinition.DEPLOYED_NOT_DONE,
                sample,
                tickets.stream().filter(deployed::contains).toList(),
                key -> !done.contains(key),
                "deployed, not done",
                sprint.reached(),
                "no ticket of the sprint has reached the environment");
    }

    private Metric carriedOver() {
        Set<String> carried = sprint.contents().carried().stream()
                .filter(way -> !way.from().isEmpty())
                .map(SprintContents.Carried::ticket)
                .collect(Collectors.toSet());
        return count(
                MetricDefinition.CARRIED_OVER,
                evidence(MetricDefinition.CARRIED_OVER),
                tickets,
                carried::contains,
                "carried over",
                Map.of(),
                EMPTY);
    }

    private Metric addedAfterStart() {
        if (sprint.commitment() == null) {
            return MetricDefinition.ADDED_AFTER_START.missing(NOT_COMMITTED, List.of());
        }
        Set<String> promised = promised();
        Set<String> ever = new TreeSet<>(promised);
        ever.addAll(tickets);
        Map<String, Instant> added = new HashMap<>();
        for (SprintContents.Change change : sprint.contents().changes()) {
            ever.add(change.ticket());
            if (change.kind() == SprintContents.Change.Kind.ADDED) {
                added.putIfAbsent(change.ticket(), change.moment());
            }
        }
        return count(
                MetricDefinition.ADDED_AFTER_START,
                evidence(MetricDefinition.ADDED_AFTER_START),
                ever,
                key -> !promised.contains(key),
                "added after the start",
                added,
                EMPTY);
    }

    private Metric unplannedShare() {
        if (sprint.commitment() == null) {
            return MetricDefinition.UNPLANNED_SHARE.missing(NOT_COMMITTED, List.of());
        }
        Evidence sample = evidence(MetricDefinition.UNPLANNED_SHARE);
        PlannedWork plan = new PlannedWork(sprint.commitment(), sprint.contents(), sprint.beside());
        int unplanned = 0;
        for (String key : delivered) {
            switch (plan.of(key)) {
                case PLANNED -> sample.count(Fact.ofTicket(key).saying("planned"));
                case UNPLANNED -> {
                    unplanned++;
                    sample.count(Fact.ofTicket(key).saying("unplanned"));
                }
                case IN_ANOTHER_SPRINT ->
                    sample.leaveOut("another sprint of that time has the ticket", Fact.ofTicket(key));
                case OF_ANOTHER_PROJECT ->
                    sample.leaveOut("the sprint has no ticket of the ticket's project", Fact.ofTicket(key));
            }
        }
        int n = sample.counted().size();
        if (n == 0) {
            return MetricDefinition.UNPLANNED_SHARE.missing(
                    delivered.isEmpty()
                            ? DeliveryMetrics.NOTHING_DELIVERED
                            : "no delivered ticket is of a project of the sprint and of no other sprint of that time",
                    sample.excluded());
        }
        return MetricDefinition.UNPLANNED_SHARE.measured((double) unplanned / n, n, sample.excluded());
    }

    private Set<String> promised() {
        return new HashSet<>(sprint.commitment().tickets());
    }

    /** How many of the sample do; those that do stand first. */
    private static Metric count(
            MetricDefinition definition,
            Evidence sample,
            Collection<String> keys,
            Predicate<String> counts,
            String note,
            Map<String, Instant> moments,
            String gap) {
        List<String> those = keys.stream().filter(counts).toList();
        those.forEach(
                key -> sample.count(Fact.ofTicket(key).at(moments.get(key)).saying(note)));
        keys.stream()
                .filter(counts.negate())
                .forEach(key -> sample.count(Fact.ofTicket(key).at(moments.get(key))));
        return keys.isEmpty()
                ? definition.missing(gap, sample.excluded())
                : definition.measured(those.size(), keys.size(), sample.excluded());
    }

    private Evidence evidence(MetricDefinition definition) {
        Evidence fresh = new Evidence();
        evidence.put(definition, fresh);
        return fresh;
    }
}
