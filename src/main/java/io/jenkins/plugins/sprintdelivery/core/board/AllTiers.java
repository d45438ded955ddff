package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * Lists of the ledger over all tiers. A scope is of one tier; a way through the tiers is seen only by looking at all of
 * them. Newest first. Thread-safe.
 */
public final class AllTiers {

    private final LedgerQueries queries;

    /** Lists of what these queries answer. */
    public AllTiers(LedgerQueries queries) {
        this.queries = queries;
    }

    /** Deployments that began in the scope. */
    public List<Deployment> deployments(Scope scope, int limit) {
        return over(
                scope,
                limit,
                part -> queries.deployments(part, limit, 0),
                Deployment::id,
                Comparator.comparing(Deployment::started).thenComparing(Deployment::id));
    }

    List<GateEvaluation> gates(Scope scope, int limit) {
        return over(
                scope,
                limit,
                part -> queries.gates(part, limit),
                GateEvaluation::id,
                Comparator.comparing(GateEvaluation::at).thenComparing(GateEvaluation::id));
    }

    /** Incidents that overlap the scope's time. */
    public List<Incident> incidents(Scope scope, int limit) {
        return over(
                scope,
                limit,
                part -> queries.incidents(part, limit),
                Incident::id,
                Comparator.comparing(Incident::opened).thenComparing(Incident::id));
    }

    List<LedgerQueries.RunningVersion> running(String service, String environment) {
        return queries.running().stream()
                .filter(version -> service == null || service.equals(version.service()))
                .filter(version -> environment == null
                        || Objects.equals(environment, version.environment().name()))
                .toList();
    }

    private static <T> List<T> over(
            Scope scope, int limit, Function<Scope, List<T>> query, Function<T, String> id, Comparator<T> byTime) {
        if (scope.environment() != null) {
            return query.apply(scope);
        }
        List<T> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (EnvironmentTier tier : EnvironmentTier.values()) {
            for (T item : query.apply(new Scope(scope.from(), scope.to(), scope.service(), null, tier))) {
                if (seen.add(id.apply(item))) {
                    found.add(item);
                }
            }
        }
        found.sort(byTime.reversed());
        return found.size() > limit ? found.subList(0, limit) : found;
    }
}
