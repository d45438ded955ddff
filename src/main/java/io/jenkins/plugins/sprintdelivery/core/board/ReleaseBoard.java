package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.export.GateBadge;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.Place;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.RunningVersion;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What may be released, for one reader: the ledger's places and what waits to go there. What the reader may not see takes
 * part in nothing, also not in what there is to choose from. Every call asks the ledger anew.
 */
public final class ReleaseBoard {

    static final int MAX_ROWS = 2_000;
    private static final int MAX_CHOICES = 1_000;

    private final LedgerQueries queries;
    private final Clock clock;
    private final ReleaseScene scene;

    public ReleaseBoard(LedgerQueries queries, Clock clock, ReleaseScene scene) {
        this.queries = Objects.requireNonNull(queries, "queries");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.scene = Objects.requireNonNull(scene, "scene");
    }

    /** A service in an environment. */
    private record Key(String service, String environment) {}

    /**
     * The releases that are asked for.
     *
     * @throws IllegalArgumentException if the question names a state or a column that there is not
     */
    ReleasesDocument releases(ApiRequest request) {
        ReleaseChoice choice = ReleaseChoice.of(request);
        List<ReleaseRow> all = rows();
        List<ReleaseRow> chosen =
                all.stream().filter(choice.filter()).sorted(choice.order()).toList();
        return new ReleasesDocument(
                Bounded.of(chosen, MAX_ROWS),
                all.size(),
                (int) all.stream().filter(ReleaseRow::isForYou).count(),
                all.stream()
                        .map(ReleaseRow::service)
                        .distinct()
                        .sorted()
                        .limit(MAX_CHOICES)
                        .toList(),
                environments(all),
                all.stream()
                        .map(ReleaseRow::sprint)
                        .filter(sprint -> sprint != null && sprint.team() != null)
                        .map(ReleaseRow.SprintName::team)
                        .distinct()
                        .sorted()
                        .toList(),
                all.stream()
                        .map(ReleaseRow::sprint)
                        .filter(Objects::nonNull)
                        .distinct()
                        .sorted(Comparator.comparing(ReleaseRow.SprintName::start)
                                .reversed()
                                .thenComparing(ReleaseRow.SprintName::id))
                        .limit(MAX_CHOICES)
                        .toList(),
                scene.problems());
    }

    private static List<String> environments(List<ReleaseRow> all) {
        return all.stream()
                .map(ReleaseRow::environment)
                .sorted(Comparator.comparing(Environment::tier).reversed().thenComparing(Environment::name))
                .map(Environment::name)
                .distinct()
                .limit(MAX_CHOICES)
                .toList();
    }

    /** What waits, of one service and environment where they are named, the nearest deadline first. */
    Page<WaitingRelease> waiting(ApiRequest request) {
        String service = request.get("service");
        String environment = request.get("environment");
        List<WaitingRelease> all = scene.waiting().stream()
                .filter(release -> service == null || service.equals(release.service()))
                .filter(release -> environment == null
                        || environment.equals(release.environment().name()))
                .sorted(WaitingRelease.NEAREST_FIRST)
                .toList();
        return Page.of(request, unused -> all);
    }

    /** Every row that the reader may see, in no order. */
    public List<ReleaseRow> rows() {
        Instant now = clock.instant();
        Map<String, Sprint> sprints = queries.sprints(DeliveryBoard.MAX_SPRINTS).stream()
                .collect(Collectors.toMap(Sprint::id, Function.identity(), (one, other) -> one));
        Map<Key, List<WaitingRelease>> waiting = waiting();
        Map<Key, ReleaseRow> rows = new LinkedHashMap<>();
        for (Place place : queries.places(null, null)) {
            Key key = new Key(place.service(), place.environment().name());
            row(place, waiting.getOrDefault(key, List.of()), sprints, now).ifPresent(row -> rows.put(key, row));
        }
        waiting.forEach((key, releases) -> rows.computeIfAbsent(key, unused -> {
            Environment environment = releases.get(0).environment();
            Place nothing = new Place(key.service(), environment, null, null, 0, null);
            return row(nothing, releases, sprints, now).orElseThrow();
        }));
        return List.copyOf(rows.values());
    }

    private Map<Key, List<WaitingRelease>> waiting() {
        Map<Key, List<WaitingRelease>> waiting = new LinkedHashMap<>();
        scene.waiting().stream()
                .sorted(WaitingRelease.NEAREST_FIRST)
                .forEach(release -> waiting.computeIfAbsent(
                                new Key(release.service(), release.environment().name()), unused -> new ArrayList<>())
                        .add(release));
        return waiting;
    }

    /** The row of a place, without what the reader may not see of it; nothing where they may see nothing. */
    private Optional<ReleaseRow> row(
            Place place, List<WaitingRelease> waiting, Map<String, Sprint> sprints, Instant now) {
        RunningVersion running = place.running() != null && scene.sees(place.build()) ? place.running() : null;
        GateEvaluation gate = place.gate() != null && scene.sees(place.gate().build()) ? place.gate() : null;
        if (running == null && gate == null && waiting.isEmpty()) {
            return Optional.empty();
        }
        Sprint sprint = waiting.isEmpty() ? null : waiting.get(0).sprint();
        if (sprint == null) {
            String id = running != null ? running.sprintId() : gate == null ? null : gate.sprintId();
            sprint = id == null ? null : sprints.get(id);
        }
        List<ReleaseRow.FreezeAhead> freezes = scene
                .freezes(
                        place.service(),
                        place.environment(),
                        build(running == null ? null : place.build(), gate, waiting))
                .stream()
                .map(period -> ReleaseRow.FreezeAhead.of(period, now))
                .toList();
        return Optional.of(ReleaseRow.of(
                place.service(),
                place.environment(),
                running,
                place.build(),
                place.tickets(),
                sprint,
                gate,
                waiting,
                freezes));
    }

    private static BuildReference build(BuildReference deployed, GateEvaluation gate, List<WaitingRelease> waiting) {
        if (!waiting.isEmpty()) {
            return waiting.get(0).build();
        }
        return deployed != null || gate == null ? deployed : gate.build();
    }

    /** The badge of a service in an environment, where the reader may see anything of that place. */
    public Optional<GateBadge> badge(String service, String environment) {
        return queries.places(service, environment).stream()
                .map(this::badge)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<GateBadge> badge(Place place) {
        boolean running = place.running() != null && scene.sees(place.build());
        boolean gate = place.gate() != null && scene.sees(place.gate().build());
        return running || gate
                ? Optional.of(new GateBadge(
                        place.service(),
                        place.environment().name(),
                        running ? place.running().version() : null,
                        gate ? place.gate().result() : null))
                : Optional.empty();
    }
}
