package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.export.FrozenReports;
import io.jenkins.plugins.sprintdelivery.core.export.PrometheusText;
import io.jenkins.plugins.sprintdelivery.core.export.PromiseReport;
import io.jenkins.plugins.sprintdelivery.core.export.SprintReport;
import io.jenkins.plugins.sprintdelivery.core.export.TicketMark;
import io.jenkins.plugins.sprintdelivery.core.export.TicketStanding;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.SprintPromise;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryMetrics;
import io.jenkins.plugins.sprintdelivery.core.metrics.Metric;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The board over one ledger: its pages as documents. Thread-safe; every call asks the ledger anew.
 *
 * <p>Its clock ticks in minutes, so that a document whose facts did not change is the same for a while and a browser
 * need not fetch it again.
 */
public final class DeliveryBoard {

    static final int MAX_SPRINTS = 1_000;
    static final int MAX_CHOICES = 1_000;
    static final int MAX_TICKETS = 2_000;
    static final int MAX_PROMISED = 10_000;
    static final int MAX_RUNNING = 2_000;
    static final int MAX_DEPLOYMENTS = 200;
    static final int MAX_GATES = 100;
    static final int MAX_INCIDENTS = 100;
    static final int MAX_TREND = 100;
    static final int MAX_DEPENDENCIES = 500;
    static final int MAX_REPORTED = 5_000;

    private final LedgerQueries queries;
    private final Clock clock;
    private final Selector selector;
    private final AllTiers lists;
    private final DeliveryDetails details;
    private final SelectionFacts facts;
    private final SprintTickets sprintTickets;
    private final SprintsBeside beside;
    private final ServiceDependencies dependencies;
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
        lists = new AllTiers(queries);
        beside = new SprintsBeside(queries);
        facts = new SelectionFacts(queries, beside);
        sprintTickets = new SprintTickets(queries);
        details = new DeliveryDetails(queries, selector, facts, sprintTickets, beside);
        dependencies = new ServiceDependencies(queries, lists);
    }

    /** What may be released, by the same ledger and clock. */
    public ReleaseBoard releases(ReleaseScene scene) {
        return new ReleaseBoard(queries, clock, scene);
    }

    /** The sprints to choose from: of one team, and with a text in their name or id, where these are asked for. */
    SprintsDocument sprints(ApiRequest request) {
        Instant now = tick();
        List<Sprint> all = queries.sprints(MAX_SPRINTS);
        String team = request.get("team");
        String search =
                request.get("search") == null ? "" : request.get("search").toLowerCase(Locale.ROOT);
        List<SprintView> views = all.stream()
                .filter(sprint -> team == null || team.equals(sprint.board()))
                .filter(sprint -> sprint.name().toLowerCase(Locale.ROOT).contains(search)
                        || sprint.id().toLowerCase(Locale.ROOT).contains(search))
                .map(sprint -> SprintView.at(sprint, now))
                .toList();
        Selection shown = selector.select(
                new Wanted(team == null ? null : currentSprintOf(team), null, null, null, null, null), now);
        return new SprintsDocument(
                Page.of(request, unused -> views),
                all.stream()
                        .map(Sprint::board)
                        .filter(Objects::nonNull)
                        .distinct()
                        .sorted()
                        .toList(),
                shown.sprint() == null ? null : shown.sprint().id());
    }

    /**
     * The id of the team's sprint at the moment, otherwise of the one that began last, otherwise of its first one.
     *
     * @throws UnknownChoiceException if no sprint belongs to the team
     */
    String currentSprintOf(String team) {
        Instant now = tick();
        List<Sprint> all = queries.sprints(MAX_SPRINTS);
        List<Sprint> sprints =
                all.stream().filter(sprint -> team.equals(sprint.board())).toList();
        return sprints.stream()
                .filter(sprint -> sprint.contains(now))
                .findFirst()
                .or(() -> sprints.stream()
                        .filter(sprint -> !sprint.start().isAfter(now))
                        .findFirst())
                .or(() -> sprints.isEmpty() ? Optional.empty() : Optional.of(sprints.get(sprints.size() - 1)))
                .map(Sprint::id)
                .orElseThrow(() -> UnknownChoiceException.of(
                        "team",
                        team,
                        all.stream()
                                .map(Sprint::board)
                                .filter(Objects::nonNull)
                                .distinct()
                                .toList()));
    }

    /**
     * One sprint or period.
     *
     * @param ticket only tickets whose key contains this text, and deployments that carry one of them; null for all
     * @param without what to leave out
     * @throws UnknownChoiceException if the ledger does not know what is wanted
     */
    BoardDocument board(Wanted wanted, String ticket, Set<BoardPart> without) {
        Instant now = tick();
        Selection selection = selector.select(wanted, now);
        Scope scope = selection.scope();
        SprintPromise promise = sprintTickets.promise(selection);
        Set<String> besides = beside(selection, promise);
        List<TicketStanding> tickets = withKey(sprintTickets.of(selection, promise, besides), ticket);
        return new BoardDocument(
                now,
                selection.sprint() == null ? null : SprintView.at(selection.sprint(), now),
                scope,
                Bounded.of(queries.services(), MAX_CHOICES),
                Bounded.of(queries.environments(), MAX_CHOICES),
                without.contains(BoardPart.PROMISE) ? null : report(promise, MAX_TICKETS),
                promise == null ? null : BoardDocument.MarkCount.of(tickets),
                Bounded.of(tickets, MAX_TICKETS),
                Bounded.of(lists.running(scope.service(), scope.environment()), MAX_RUNNING),
                Bounded.of(dependencies.of(scope), MAX_DEPENDENCIES),
                Bounded.of(carrying(ticket, lists.deployments(scope, MAX_DEPLOYMENTS + 1)), MAX_DEPLOYMENTS),
                Bounded.of(lists.gates(scope, MAX_GATES + 1), MAX_GATES),
                Bounded.of(lists.incidents(scope, MAX_INCIDENTS + 1), MAX_INCIDENTS),
                without.contains(BoardPart.METRICS) ? null : metrics(selection, promise, besides, now));
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
                scope.environment(),
                scope.tier(),
                queries.trend(scope.service(), scope.environment(), scope.tier(), MAX_TREND).stream()
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

    private static PromiseReport report(SprintPromise promise, int limit) {
        return promise == null ? null : PromiseReport.of(promise, limit);
    }

    /** What is told to trackers, the newest first, each without what it says in full. */
    Page<OutboxView> outbox(ApiRequest request) {
        return Page.of(
                request,
                limit -> queries.outbox(limit).stream().map(OutboxView::of).toList());
    }

    /** What the sprint that is wanted promised. */
    PromiseDocument promise(Wanted wanted, int limit) {
        Instant now = tick();
        Selection selection = selector.select(wanted, now);
        return new PromiseDocument(
                now,
                selection.sprint() == null ? null : SprintView.at(selection.sprint(), now),
                report(sprintTickets.promise(selection), limit));
    }

    private SprintReport report(Selection selection, Instant now) {
        Scope scope = selection.scope();
        SprintPromise promise = sprintTickets.promise(selection);
        Set<String> besides = beside(selection, promise);
        return new SprintReport(
                now,
                false,
                selection.sprint(),
                scope,
                metrics(selection, promise, besides, now),
                Bounded.of(sprintTickets.of(selection, promise, besides), MAX_REPORTED)
                        .items(),
                lists.deployments(scope, MAX_REPORTED),
                lists.gates(scope, MAX_REPORTED),
                report(promise, MAX_REPORTED));
    }

    /** The next full minute, so that nothing that happened already lies after it. */
    private Instant tick() {
        return clock.instant().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
    }

    private Set<String> beside(Selection selection, SprintPromise promise) {
        return promise == null ? Set.of() : beside.tickets(selection);
    }

    private List<Metric> metrics(Selection selection, SprintPromise promise, Set<String> besides, Instant now) {
        return DeliveryMetrics.of(facts.of(selection, promise, besides, now));
    }

    private static List<TicketStanding> withKey(List<TicketStanding> tickets, String text) {
        return tickets.stream()
                .filter(ticket -> text == null || contains(ticket.key(), text))
                .toList();
    }

    private static List<Deployment> carrying(String text, List<Deployment> deployments) {
        return deployments.stream()
                .filter(deployment ->
                        text == null || deployment.tickets().stream().anyMatch(key -> contains(key, text)))
                .toList();
    }

    private static boolean contains(String key, String text) {
        return key.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }

    /**
     * The tickets of a sprint or a period, furthest first.
     *
     * @param text only those whose key contains it, or null
     * @param mark only those that have it, or null
     */
    List<TicketStanding> tickets(Wanted wanted, String text, TicketMark mark) {
        Selection selection = selector.select(wanted, tick());
        SprintPromise promise = sprintTickets.promise(selection);
        return withKey(sprintTickets.of(selection, promise, beside(selection, promise)), text).stream()
                .filter(ticket -> mark == null || ticket.marks().contains(mark))
                .toList();
    }

    /** What runs where now. */
    List<LedgerQueries.RunningVersion> running(String service, String environment) {
        selector.select(new Wanted(null, null, null, service, environment, null), tick());
        return lists.running(service, environment);
    }

    /** Which services depend on which others, by the gates of a sprint or a period and the last ones of each place. */
    List<DependencyRow> dependencies(Wanted wanted) {
        return dependencies.of(selector.select(wanted, tick()).scope());
    }

    Page<Deployment> deployments(ApiRequest request, Wanted wanted) {
        Scope scope = selector.select(wanted, tick()).scope();
        return Page.of(request, limit -> lists.deployments(scope, limit));
    }

    Page<GateEvaluation> gates(ApiRequest request, Wanted wanted) {
        Scope scope = selector.select(wanted, tick()).scope();
        return Page.of(request, limit -> lists.gates(scope, limit));
    }

    Page<Incident> incidents(ApiRequest request, Wanted wanted) {
        Scope scope = selector.select(wanted, tick()).scope();
        return Page.of(request, limit -> lists.incidents(scope, limit));
    }

    MetricsDocument metrics(Wanted wanted) {
        Instant now = tick();
        Selection selection = selector.select(wanted, now);
        return new MetricsDocument(
                now,
                selection.sprint() == null ? null : SprintView.at(selection.sprint(), now),
                selection.scope(),
                DeliveryMetrics.of(facts.of(selection, now)));
    }

    MetricDocument metric(ApiRequest request, Wanted wanted, String name) {
        return details.metric(request, wanted, name, tick());
    }

    /**
     * A build, how far its tickets have come and what it would change where its service runs.
     *
     * @throws UnknownChoiceException if the ledger does not know it
     */
    public BuildDocument build(String job, int number) {
        return details.build(job, number, tick());
    }

    TicketDocument ticket(String key) {
        return details.ticket(key);
    }

    DeploymentDocument deployment(String id, String with) {
        return details.deployment(id, with, tick());
    }

    EnvironmentDocument environment(ApiRequest request, Wanted wanted) {
        return details.environment(request, wanted, tick());
    }

    ComparisonDocument compare(Wanted wanted, Wanted with) {
        return details.compare(wanted, with, tick());
    }

    /** What Prometheus reads: the last 30 days of every tier. */
    String prometheus() {
        Instant now = tick();
        List<DeliveryFacts> facts = Arrays.stream(EnvironmentTier.values())
                .map(tier -> new Scope(now.minus(Selector.DEFAULT_PERIOD), now, null, null, tier))
                .map(scope -> queries.facts(scope, now))
                .toList();
        return PrometheusText.of(facts, queries.sprintAt(now).orElse(null));
    }

    List<Deployment> reportedDeployments(Wanted wanted) {
        return lists.deployments(selector.select(wanted, tick()).scope(), MAX_REPORTED);
    }

    List<Incident> reportedIncidents(Wanted wanted) {
        return lists.incidents(selector.select(wanted, tick()).scope(), MAX_REPORTED);
    }

    List<GateApproval> reportedApprovals(Wanted wanted) {
        return queries.approvals(selector.select(wanted, tick()).scope(), MAX_REPORTED);
    }

    List<GateOverride> reportedOverrides(Wanted wanted) {
        return queries.overrides(selector.select(wanted, tick()).scope(), MAX_REPORTED);
    }

    List<GateEvaluation> reportedGates(Wanted wanted) {
        return lists.gates(selector.select(wanted, tick()).scope(), MAX_REPORTED);
    }
}
