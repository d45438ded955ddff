package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.Place;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.ConditionResult;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.ServiceDependency;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which services depend on which others, and whether these are ready. What depends is said by gates: of each service,
 * environment and policy by the newest evaluation among those of a period and those that each place was asked last. What
 * runs is said by the ledger as it is now. Thread-safe; every call asks the ledger anew.
 */
final class ServiceDependencies {

    private static final int MAX_GATES = 1_000;

    private final LedgerQueries queries;
    private final AllTiers lists;

    ServiceDependencies(LedgerQueries queries, AllTiers lists) {
        this.queries = queries;
        this.lists = lists;
    }

    /** A service in an environment. */
    private record Where(String service, String environment) {}

    /** Those of the scope's service and environment, on either side; what is not ready first. */
    List<DependencyRow> of(Scope scope) {
        Scope everywhere = new Scope(scope.from(), scope.to(), null, null, scope.tier());
        List<GateEvaluation> gates = new ArrayList<>(lists.gates(everywhere, MAX_GATES));
        queries.places(null, null).stream()
                .map(Place::gate)
                .filter(Objects::nonNull)
                .forEach(gates::add);
        List<DependencyRow> rows = new ArrayList<>();
        Map<Where, String> running = null;
        Set<String> seen = new HashSet<>();
        for (GateEvaluation gate : newest(gates)) {
            for (ServiceDependency dependency : dependencies(gate)) {
                if (running == null) {
                    running = running();
                    seen.addAll(queries.services());
                }
                rows.add(DependencyRow.of(
                        gate,
                        seen.contains(dependency.service())
                                ? dependency.withRunning(
                                        running.get(new Where(dependency.service(), dependency.environment())))
                                : dependency));
            }
        }
        return rows.stream()
                .filter(row -> concerns(row, scope))
                .sorted(DependencyRow.NOT_READY_FIRST)
                .toList();
    }

    private Map<Where, String> running() {
        Map<Where, String> running = new HashMap<>();
        queries.running()
                .forEach(version -> running.put(
                        new Where(version.service(), version.environment().name()), version.version()));
        return running;
    }

    /** The newest one of each service, environment and policy. */
    private static Collection<GateEvaluation> newest(List<GateEvaluation> gates) {
        Map<List<String>, GateEvaluation> newest = new LinkedHashMap<>();
        for (GateEvaluation gate : gates) {
            newest.merge(
                    List.of(gate.service(), name(gate), gate.result().policy()),
                    gate,
                    (one, other) -> one.at().isBefore(other.at()) ? other : one);
        }
        return newest.values();
    }

    private static String name(GateEvaluation gate) {
        return gate.environment() == null ? "" : gate.environment().name();
    }

    private static Set<ServiceDependency> dependencies(GateEvaluation gate) {
        Set<ServiceDependency> found = new HashSet<>();
        gate.result().conditions().stream()
                .flatMap(ServiceDependencies::withParts)
                .map(ConditionResult::dependency)
                .filter(Objects::nonNull)
                .forEach(found::add);
        return found;
    }

    private static Stream<ConditionResult> withParts(ConditionResult condition) {
        return Stream.concat(Stream.of(condition), condition.parts().stream().flatMap(ServiceDependencies::withParts));
    }

    private static boolean concerns(DependencyRow row, Scope scope) {
        boolean service = scope.service() == null
                || scope.service().equals(row.service())
                || scope.service().equals(row.needs());
        boolean environment = scope.environment() == null
                || scope.environment().equals(row.in())
                || row.environment() != null
                        && scope.environment().equals(row.environment().name());
        return service && environment;
    }
}
