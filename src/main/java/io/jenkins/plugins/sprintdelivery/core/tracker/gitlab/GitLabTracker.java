package io.jenkins.plugins.sprintdelivery.core.tracker.gitlab;

import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.tracker.Board;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintChange;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintStates;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.Tracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Batches;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.JsonReply;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Page;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Paging;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Url;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * GitLab. A board is {@code iterations} or {@code milestones} of the site's project. Tickets are the project's issues,
 * {@code #12}. Thread-safe.
 */
public final class GitLabTracker implements Tracker {

    /** The board of the project's milestones. */
    public static final String MILESTONES = "milestones";

    /** The board of the project's iterations, which paid tiers have. */
    public static final String ITERATIONS = "iterations";

    private static final int A_PAGE = 100;
    private static final Pattern KEY = Pattern.compile("#\\d{1,9}");

    private final URI project;
    private final URI api;
    private final String board;
    private final SiteHttp http;
    private final GitLabBlockers blockers;
    private final Clock clock;

    /**
     * Reads GitLab.
     *
     * @param api {@code https://gitlab.com/api/v4} or the same of a server of one's own
     * @param board the site's board, or null for milestones
     */
    public GitLabTracker(URI api, TrackerType.GitLab gitlab, String board, SiteHttp http, Clock clock) {
        this.api = Objects.requireNonNull(api, "api");
        this.project =
                Url.below(api).literal("/projects").path(gitlab.project()).uri();
        this.board = board == null ? MILESTONES : board;
        this.http = Objects.requireNonNull(http, "http");
        this.blockers = new GitLabBlockers(api, gitlab.project(), http);
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public String account() {
        JsonReply reply = http.get(Url.below(api).literal("/user").uri());
        JsonNode user = reply.object("");
        return Stream.of("name", "username")
                .map(name -> Fields.text(user, name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> reply.unexpected("the answer does not say whose token this is"));
    }

    @Override
    public List<Board> boards(String search) {
        JsonNode found = http.get(project).object("");
        String name = Objects.toString(Fields.text(found, "name_with_namespace"), "");
        return Stream.of(MILESTONES, ITERATIONS)
                .map(kind -> new Board(kind, name + ": " + kind, kind))
                .filter(option -> option.matches(search))
                .toList();
    }

    // ---- sprints ----

    @Override
    public List<TrackedSprint> sprints(String ofBoard) {
        requireKnown(ofBoard);
        URI first = Url.below(project)
                .path(ofBoard)
                .query("state", "all")
                .query("per_page", A_PAGE)
                .uri();
        boolean iterations = ofBoard.equals(ITERATIONS);
        return new Paging(http)
                .all(ofBoard, first, this::page).stream()
                        .flatMap(found -> (iterations ? iteration(found) : milestone(found)).stream())
                        .sorted(TrackedSprint.BY_START)
                        .toList();
    }

    private void requireKnown(String ofBoard) {
        if (!ofBoard.equals(MILESTONES) && !ofBoard.equals(ITERATIONS)) {
            throw new TrackerException(new TrackerFailure.NotFound("The tracker at " + api.getHost()
                    + " has the boards '" + MILESTONES + "' and '" + ITERATIONS + "', not '" + ofBoard
                    + "'. Correct the site's board."));
        }
    }

    // an address for each page in the Link header; a search too large for a count has none but that
    private Page<JsonNode, URI> page(URI address) {
        JsonReply reply = http.get(address);
        return new Page<>(reply.list(""), reply.nextLink().orElse(null));
    }

    private Optional<TrackedSprint> milestone(JsonNode milestone) {
        String id = Fields.text(milestone, "id");
        if (id == null) {
            return Optional.empty();
        }
        Instant start = startOf(milestone);
        Instant end = Fields.endOf(Fields.day(milestone.path("due_date")));
        boolean closed = "closed".equals(Fields.text(milestone, "state"));
        boolean begun = start == null || !clock.instant().isBefore(start);
        return Optional.of(new TrackedSprint(
                id,
                Fields.text(milestone, "title"),
                MILESTONES,
                Fields.text(milestone, "description"),
                closed ? SprintState.CLOSED : begun ? SprintState.ACTIVE : SprintState.FUTURE,
                start,
                end,
                null,
                Fields.page(milestone.path("web_url"))));
    }

    private Optional<TrackedSprint> iteration(JsonNode iteration) {
        String id = Fields.text(iteration, "id");
        if (id == null) {
            return Optional.empty();
        }
        Instant start = startOf(iteration);
        LocalDate last = Fields.day(iteration.path("due_date"));
        Instant end = Fields.endOf(last);
        String title = Fields.text(iteration, "title");
        // automatic cadences give no title; GitLab itself shows the days then
        String name = title != null || start == null || last == null
                ? title
                : Fields.day(iteration.path("start_date")) + " to " + last;
        SprintState state =
                switch (Objects.toString(Fields.text(iteration, "state"), "")) {
                    case "1" -> SprintState.FUTURE;
                    case "2" -> SprintState.ACTIVE;
                    case "3" -> SprintState.CLOSED;
                    default -> SprintStates.at(clock.instant(), start, end);
                };
        return Optional.of(new TrackedSprint(
                id,
                name,
                ITERATIONS,
                Fields.text(iteration, "description"),
                state,
                start,
                end,
                null,
                Fields.page(iteration.path("web_url"))));
    }

    private static Instant startOf(JsonNode sprint) {
        LocalDate first = Fields.day(sprint.path("start_date"));
        return first == null ? null : first.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    // ---- issues ----

    @Override
    public List<TrackedTicket> tickets(Collection<String> keys) {
        List<String> numbers =
                keys.stream().filter(key -> KEY.matcher(key).matches()).toList();
        List<TrackedTicket> tickets = new ArrayList<>();
        for (List<String> batch : Batches.of(numbers, A_PAGE)) {
            Url address = Url.below(project).literal("/issues").query("per_page", A_PAGE);
            batch.forEach(key -> address.query("iids[]", key.substring(1)));
            tickets.addAll(blockers.addTo(issues(address.uri())));
        }
        return tickets;
    }

    @Override
    public List<TrackedTicket> ticketsOf(TrackedSprint sprint) {
        requireKnown(Objects.toString(sprint.board(), ""));
        boolean iteration = sprint.board().equals(ITERATIONS);
        return blockers.addTo(issues(
                iteration
                        ? Url.below(project)
                                .literal("/issues")
                                .query("iteration_id", sprint.id())
                                .query("per_page", A_PAGE)
                                .uri()
                        : Url.below(project)
                                .literal("/milestones")
                                .path(sprint.id(), "issues")
                                .query("per_page", A_PAGE)
                                .uri()));
    }

    private List<TrackedTicket> issues(URI first) {
        GitLabIssueReader reader = new GitLabIssueReader(board.equals(ITERATIONS));
        return new Paging(http).all("issues", first, address -> {
            Page<JsonNode, URI> page = page(address);
            return new Page<>(
                    page.items().stream()
                            .flatMap(issue -> reader.read(issue).stream())
                            .toList(),
                    page.next());
        });
    }

    // ---- history ----

    @Override
    public boolean keepsSprintHistory() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * <p>GitLab has no request for the events of several issues: each key costs one.
     */
    @Override
    public Map<String, List<SprintChange>> sprintChanges(Collection<String> keys) {
        boolean iterations = board.equals(ITERATIONS);
        Map<String, List<SprintChange>> changes = new LinkedHashMap<>();
        for (String key : keys) {
            if (KEY.matcher(key).matches()) {
                List<SprintChange> moves = moves(key.substring(1), iterations);
                if (!moves.isEmpty()) {
                    changes.put(key, moves);
                }
            }
        }
        return changes;
    }

    private List<SprintChange> moves(String number, boolean iterations) {
        URI first = Url.below(project)
                .literal("/issues")
                .path(number, iterations ? "resource_iteration_events" : "resource_milestone_events")
                .query("per_page", A_PAGE)
                .uri();
        List<SprintChange> moves = new ArrayList<>();
        for (JsonNode event : events(first)) {
            Instant at = Fields.moment(event.path("created_at"));
            String sprint = Fields.text(event.path(iterations ? "iteration" : "milestone"), "id");
            if (at != null && sprint != null) {
                boolean added = "add".equals(Fields.text(event, "action"));
                String by = Fields.text(event.path("user"), "name");
                moves.add(
                        new SprintChange(at, by, added ? Set.of() : Set.of(sprint), added ? Set.of(sprint) : Set.of()));
            }
        }
        moves.sort(Comparator.comparing(SprintChange::at));
        return moves;
    }

    private List<JsonNode> events(URI first) {
        try {
            return new Paging(http).all("events", first, this::page);
        } catch (TrackerException problem) {
            if (problem.failure() instanceof TrackerFailure.NotFound) {
                return List.of();
            }
            throw problem;
        }
    }
}
