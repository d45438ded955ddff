package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.export.FrozenReports;
import io.jenkins.plugins.sprintdelivery.core.export.SprintReport;
import io.jenkins.plugins.sprintdelivery.core.ledger.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryMetrics;
import io.jenkins.plugins.sprintdelivery.core.metrics.Metric;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The board over one ledger: its pages as documents. Thread-safe; every call asks the ledger anew.
 *
 * <p>Its clock ticks in minutes, so that a document whose facts did not change is the same for a while and a browser
 * need not fetch it again.
 */
public final class DeliveryBoard {

    static final int MAX_SPRINTS = 500;
    static final int MAX_CHOICES = 1_000;
    static final int MAX_TICKETS = 2_000;
    static final int MAX_RUNNING = 2_000;
    static final int MAX_DEPLOYMENTS = 200;
    static final int MAX_GATES = 100;
    static final int MAX_INCIDENTS = 100;
    static final int MAX_TREND = 100;
    static final int MAX_REPORTED = 5_000;

    private final LedgerQueries queries;
    private final Clock clock;
    private final Selector selector;
    private final FrozenReports frozen;

    /** A board without frozen reports. */
    public DeliveryBoard(LedgerQueries queries, Clock clock) {
        this(queries, clock, FrozenReports.NONE);
    }

    public DeliveryBoard(LedgerQueries queries, Clock clock, FrozenReports frozen) {
        this.frozen = Objects.requireNonNull(frozen, "frozen");
        this.queries = Objects.requireNonNull(queries, "queries");
        this.clock = Objects.requireNonNull(clock, "clock");
        selector = new Selector(queries);
    }

    /** The sprints to choose from. */
    public SprintsDocument sprints() {
        Instant now = tick();
        Selection shown = selector.select(Wanted.DEFAULT, now);
        List<SprintView> views = queries.sprints(MAX_SPRINTS + 1).stream()
                .map(sprint -> SprintView.at(sprint, now))
                .toList();
        return new SprintsDocument(
                Bounded.of(views, MAX_SPRINTS),
                shown.sprint() == null ? null : shown.sprint().id());
    }

    /**
     * One sprint or period.
     *
     * @throws UnknownChoiceException if the ledger does not know what is wanted
     */
    public BoardDocument board(Wanted wanted) {
        Instant now = tick();
        Selection selection = selector.select(wanted, now);
        Scope scope = selection.scope();
        return new BoardDocument(
                now,
                selection.sprint() == null ? null : SprintView.at(selection.sprint(), now),
                scope,
                Bounded.of(queries.services(), MAX_CHOICES),
                Bounded.of(queries.environments(), MAX_CHOICES),
                Bounded.of(queries.tickets(scope), MAX_TICKETS),
                Bounded.of(running(scope), MAX_RUNNING),
                Bounded.of(deployments(scope, MAX_DEPLOYMENTS + 1), MAX_DEPLOYMENTS),
                Bounded.of(gates(scope, MAX_GATES + 1), MAX_GATES),
                Bounded.of(incidents(scope, MAX_INCIDENTS + 1), MAX_INCIDENTS),
                metrics(scope, now));
    }

    /**
     * The newest sprints in numbers.
     *
     * @throws UnknownChoiceException if the ledger does not know the service or the environment, whose tier counts
     */
    public TrendDocument trend(Wanted wanted) {
        Instant now = tick();
        Scope scope = selector.select(wanted, now).scope();
        return new TrendDocument(
                scope.service(),
                scope.tier(),
                queries.trend(scope.service(), scope.tier(), MAX_TREND).stream()
                        .map(summary -> TrendDocument.Point.of(summary, now))
                        .toList());
    }

    /**
     * One sprint's report: the frozen one where the whole sprint is asked for and has one.
     *
     * @throws UnknownChoiceException if the ledger does not know what is wanted
     */
    public SprintReport report(Wanted wanted) {
        Instant now = clock.instant();
        Selection selection = selector.select(wanted, now);
        return kept(selection).orElseGet(() -> report(selection, now));
    }

    private Optional<SprintReport> kept(Selection selection) {
        Scope scope = selection.scope();
        boolean whole = selection.sprint() != null
                && scope.service() == null
                && scope.environment() == null
                && scope.tier() == EnvironmentTier.PRODUCTION;
        try {
            return whole ? frozen.find(selection.sprint().id()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private SprintReport report(Selection selection, Instant now) {
        Scope scope = selection.scope();
        return new SprintReport(
                now,
                false,
                selection.sprint(),
                scope,
                metrics(scope, now),
                Bounded.of(queries.tickets(scope), MAX_REPORTED).items(),
                deployments(scope, MAX_REPORTED),
                gates(scope, MAX_REPORTED));
    }

    /** The next full minute, so that nothing that happened already lies after it. */
    private Instant tick() {
        return clock.instant().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    }

    private List<Metric> metrics(Scope scope, Instant now) {
        return DeliveryMetrics.of(queries.facts(scope, now));
    }

    private List<LedgerQueries.RunningVersion> running(Scope scope) {
        return queries.running().stream()
                .filter(version -> scope.service() == null || scope.service().equals(version.service()))
                .filter(version -> scope.environment() == null
                        || scope.environment().equals(version.environment().name()))
                .toList();
    }

    private List<Deployment> deployments(Scope scope, int limit) {
        return overAllTiers(
                scope,
                limit,
                part -> queries.deployments(part, limit, 0),
                Deployment::id,
                Comparator.comparing(Deployment::started));
    }

    private List<GateEvaluation> gates(Scope scope, int limit) {
        return overAllTiers(
                scope,
                limit,
                part -> queries.gates(part, limit),
                GateEvaluation::id,
                Comparator.comparing(GateEvaluation::at));
    }

    private List<Incident> incidents(Scope scope, int limit) {
        return overAllTiers(
                scope,
                limit,
                part -> queries.incidents(part, limit),
                Incident::id,
                Comparator.comparing(Incident::opened));
    }

    /** A scope is of one tier; a way through the tiers is seen only by looking at all of them. Newest first. */
    private static <T> List<T> overAllTiers(
            Scope scope, int limit, Function<Scope, List<T>> query, Function<T, String> id, Comparator<T> byTime) {
        if (scope.environment() != null) {
            return query.apply(scope);
        }
        List<T> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (EnvironmentTier tier : EnvironmentTier.values()) {
            Scope part = new Scope(scope.from(), scope.to(), scope.service(), null, tier);
            for (T item : query.apply(part)) {
                if (seen.add(id.apply(item))) {
                    found.add(item);
                }
            }
        }
        found.sort(byTime.reversed());
        return found.size() > limit ? found.subList(0, limit) : found;
    }
}
