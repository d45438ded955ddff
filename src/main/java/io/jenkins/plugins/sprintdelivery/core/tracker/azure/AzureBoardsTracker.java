package io.jenkins.plugins.sprintdelivery.core.tracker.azure;

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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Azure Boards. A board is a team, by its name; a sprint one of the team's iterations. Tickets are work items,
 * {@code #12} (Azure's own {@code AB#12} is found by it too). Thread-safe.
 */
public final class AzureBoardsTracker implements Tracker {

    private static final String VERSION = "7.1";
    private static final int BATCH = 200;
    private static final int TEAMS_A_PAGE = 100;
    private static final int UPDATES_A_PAGE = 200;
    private static final Pattern KEY = Pattern.compile("#\\d{1,9}");
    private static final String ITERATION_PATH = "System.IterationPath";

    private final URI organization;
    private final URI project;
    private final String projectName;
    private final SiteHttp http;
    private final Clock clock;
    private volatile StateCategories states;

    /**
     * Reads Azure Boards.
     *
     * @param organization such as {@code https://dev.azure.com/acme}
     */
    public AzureBoardsTracker(URI organization, TrackerType.AzureBoards azure, SiteHttp http, Clock clock) {
        this.organization = Objects.requireNonNull(organization, "organization");
        this.projectName = azure.project();
        this.project = Url.below(organization).path(projectName).uri();
        this.http = Objects.requireNonNull(http, "http");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public String account() {
        JsonReply reply = http.get(Url.below(organization)
                .literal("/_apis/connectionData")
                .query("api-version", VERSION + "-preview")
                .uri());
        JsonNode user = reply.object("authenticatedUser");
        return Optional.ofNullable(Fields.text(user, "providerDisplayName"))
                .or(() -> Optional.ofNullable(Fields.text(user, "customDisplayName")))
                .orElseThrow(() -> reply.unexpected("the answer does not say whose token this is"));
    }

    @Override
    public List<Board> boards(String search) {
        return new Paging(http)
                .all("teams", 0, skip -> {
                    List<JsonNode> teams = http.get(Url.below(organization)
                                    .literal("/_apis/projects")
                                    .path(projectName, "teams")
                                    .query("$top", TEAMS_A_PAGE)
                                    .query("$skip", skip)
                                    .query("api-version", VERSION)
                                    .uri())
                            .list("value");
                    return new Page<>(teams, teams.size() < TEAMS_A_PAGE ? null : Integer.valueOf(skip + TEAMS_A_PAGE));
                })
                .stream()
                .map(team -> Fields.text(team, "name"))
                .filter(Objects::nonNull)
                .map(name -> new Board(name, name, "team"))
                .filter(board -> board.matches(search))
                .limit(MAX_BOARDS)
                .toList();
    }

    // ---- iterations ----

    private Url work(String team) {
        return Url.below(project).path(team).literal("/_apis/work/teamsettings/iterations");
    }

    @Override
    public List<TrackedSprint> sprints(String board) {
        return http.get(work(board).query("api-version", VERSION).uri()).list("value").stream()
                .flatMap(iteration -> sprint(iteration, board).stream())
                .sorted(TrackedSprint.BY_START)
                .toList();
    }

    private Optional<TrackedSprint> sprint(JsonNode iteration, String board) {
        String id = Fields.text(iteration, "id");
        if (id == null) {
            return Optional.empty();
        }
        JsonNode attributes = iteration.path("attributes");
        LocalDate first = Fields.day(attributes.path("startDate"));
        LocalDate last = Fields.day(attributes.path("finishDate"));
        Instant start = first == null ? null : first.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant end = Fields.endOf(last);
        SprintState state =
                switch (Objects.toString(Fields.text(attributes, "timeFrame"), "")) {
                    case "past" -> SprintState.CLOSED;
                    case "current" -> SprintState.ACTIVE;
                    case "future" -> SprintState.FUTURE;
                    default -> SprintStates.at(clock.instant(), start, end);
                };
        return Optional.of(new TrackedSprint(
                id, Fields.text(iteration, "name"), board, null, state, start, end, null, null));
    }

    // ---- work items ----

    @Override
    public List<TrackedTicket> tickets(Collection<String> keys) {
        return items(keys.stream()
                .filter(key -> KEY.matcher(key).matches())
                .map(key -> key.substring(1))
                .toList());
    }

    @Override
    public List<TrackedTicket> ticketsOf(TrackedSprint sprint) {
        JsonReply reply = http.get(work(Objects.toString(sprint.board(), ""))
                .path(sprint.id(), "workitems")
                .query("api-version", VERSION)
                .uri());
        Set<String> ids = new LinkedHashSet<>();
        for (JsonNode relation : reply.list("workItemRelations")) {
            String id = Fields.text(relation.path("target"), "id");
            if (id != null) {
                ids.add(id);
            }
        }
        return items(ids);
    }

    private List<TrackedTicket> items(Collection<String> ids) {
        WorkItemReader reader = ids.isEmpty() ? null : new WorkItemReader(project, states());
        List<TrackedTicket> tickets = new ArrayList<>();
        for (List<String> batch : Batches.of(ids, BATCH)) {
            Map<String, Object> question = Map.of(
                    "ids", batch.stream().map(AzureBoardsTracker::number).toList(),
                    "$expand", "Relations",
                    "errorPolicy", "Omit");
            // a work item that does not exist is null in the list
            http.ask(
                            Url.below(project)
                                    .literal("/_apis/wit/workitemsbatch")
                                    .query("api-version", VERSION)
                                    .uri(),
                            question)
                    .list("value")
                    .forEach(item -> reader.read(item).ifPresent(tickets::add));
        }
        return tickets;
    }

    private static long number(String id) {
        return id.matches("\\d{1,15}") ? Long.parseLong(id) : 0;
    }

    private StateCategories states() {
        StateCategories known = states;
        if (known == null) {
            known = StateCategories.of(http.get(Url.below(project)
                    .literal("/_apis/wit/workitemtypes")
                    .query("api-version", VERSION)
                    .uri()));
            states = known;
        }
        return known;
    }

    // ---- history ----

    @Override
    public boolean keepsSprintHistory() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Azure has no request for the updates of several work items: each key costs one. It names iterations by their
     * paths, of which the last part is the sprint's name.
     */
    @Override
    public Map<String, List<SprintChange>> sprintChanges(Collection<String> keys) {
        Map<String, List<SprintChange>> changes = new LinkedHashMap<>();
        for (String key : new LinkedHashSet<>(keys)) {
            if (KEY.matcher(key).matches()) {
                List<SprintChange> moves = moves(key.substring(1));
                if (!moves.isEmpty()) {
                    changes.put(key, moves);
                }
            }
        }
        return changes;
    }

    private List<SprintChange> moves(String id) {
        List<SprintChange> moves = new ArrayList<>();
        for (JsonNode update : updates(id)) {
            JsonNode iteration = update.path("fields").path(ITERATION_PATH);
            // revisedDate of the newest update is a date in the far future
            Instant at = Fields.moment(
                    update.path("fields").path("System.ChangedDate").path("newValue"));
            String before = Fields.text(iteration, "oldValue");
            if (at != null && before != null) {
                String by = Fields.text(update.path("revisedBy"), "displayName");
                moves.add(new SprintChange(at, by, names(before), names(Fields.text(iteration, "newValue"))));
            }
        }
        moves.sort(Comparator.comparing(SprintChange::at));
        return moves;
    }

    private List<JsonNode> updates(String id) {
        try {
            return new Paging(http).all("updates", 0, skip -> {
                List<JsonNode> updates = http.get(Url.below(project)
                                .literal("/_apis/wit/workItems")
                                .path(id, "updates")
                                .query("$top", UPDATES_A_PAGE)
                                .query("$skip", skip)
                                .query("api-version", VERSION)
                                .uri())
                        .list("value");
                return new Page<>(
                        updates, updates.size() < UPDATES_A_PAGE ? null : Integer.valueOf(skip + UPDATES_A_PAGE));
            });
        } catch (TrackerException problem) {
            if (problem.failure() instanceof TrackerFailure.NotFound) {
                return List.of();
            }
            throw problem;
        }
    }

    private static Set<String> names(String path) {
        return path == null ? Set.of() : Set.of(WorkItemReader.lastPart(path));
    }
}
