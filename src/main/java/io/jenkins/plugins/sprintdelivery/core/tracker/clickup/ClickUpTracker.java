package io.jenkins.plugins.sprintdelivery.core.tracker.clickup;

import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.tracker.Board;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintStates;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.Tracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.JsonReply;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Page;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Paging;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Url;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * ClickUp by its API, version 2. A board is a sprint folder, a sprint one of its lists. Tasks are found by their custom
 * id ({@code SHOP-12}) or their own id. Thread-safe.
 */
public final class ClickUpTracker implements Tracker {

    private static final int TASKS_A_PAGE = 100;

    private final URI api;
    private final TrackerType.ClickUp clickUp;
    private final SiteHttp http;
    private final Clock clock;

    public ClickUpTracker(URI api, TrackerType.ClickUp clickUp, SiteHttp http, Clock clock) {
        this.api = Objects.requireNonNull(api, "api");
        this.clickUp = Objects.requireNonNull(clickUp, "clickUp");
        this.http = Objects.requireNonNull(http, "http");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public String account() {
        JsonReply reply = http.get(Url.below(api).literal("/user").uri());
        return Optional.ofNullable(Fields.text(reply.object("user"), "username"))
                .or(() -> Optional.ofNullable(Fields.text(reply.object("user"), "email")))
                .orElseThrow(() -> reply.unexpected("the answer does not say whose token this is"));
    }

    @Override
    public List<Board> boards(String search) {
        List<Board> boards = new ArrayList<>();
        JsonReply spaces = http.get(
                Url.below(api).literal("/team").path(clickUp.workspace(), "space").query("archived", false).uri());
        for (JsonNode space : spaces.list("spaces")) {
            String id = Fields.text(space, "id");
            if (id == null || boards.size() >= MAX_BOARDS) {
                continue;
            }
            JsonReply folders = http.get(
                    Url.below(api).literal("/space").path(id, "folder").query("archived", false).uri());
            folders.list("folders").stream()
                    .filter(folder -> Fields.text(folder, "id") != null)
                    .map(folder -> new Board(
                            Fields.text(folder, "id"),
                            Fields.text(space, "name") + " / " + Fields.text(folder, "name"),
                            "folder"))
                    .filter(board -> board.matches(search))
                    .forEach(boards::add);
        }
        return boards.subList(0, Math.min(boards.size(), MAX_BOARDS));
    }

    // ---- sprints ----

    @Override
    public List<TrackedSprint> sprints(String board) {
        List<TrackedSprint> sprints = new ArrayList<>();
        for (boolean archived : new boolean[] {true, false}) {
            http.get(Url.below(api).literal("/folder").path(board, "list").query("archived", archived).uri())
                    .list("lists")
                    .forEach(list -> sprint(list, board, archived).ifPresent(sprints::add));
        }
        sprints.sort(TrackedSprint.BY_START);
        return List.copyOf(sprints);
    }

    private Optional<TrackedSprint> sprint(JsonNode list, String board, boolean archived) {
        String id = Fields.text(list, "id");
        if (id == null) {
            return Optional.empty();
        }
        Instant start = Fields.moment(list.path("start_date"));
        Instant end = end(list);
        SprintState state = archived ? SprintState.CLOSED : SprintStates.at(clock.instant(), start, end);
        return Optional.of(new TrackedSprint(
                id, Fields.text(list, "name"), board, Fields.text(list, "content"), state, start, end, null, null));
    }

    // without a time of day the due date is the last day, and the day belongs to the sprint
    private static Instant end(JsonNode list) {
        Instant due = Fields.moment(list.path("due_date"));
        boolean exact = Fields.flag(list.path("due_date_time"));
        return due == null || exact ? due : due.plus(Duration.ofDays(1));
    }

    // ---- tasks ----

    /**
     * {@inheritDoc}
     *
     * <p>ClickUp has no request for several ids at once: each key costs one.
     */
    @Override
    public List<TrackedTicket> tickets(Collection<String> keys) {
        List<TrackedTicket> tickets = new ArrayList<>();
        for (String key : new LinkedHashSet<>(keys)) {
            task(key).flatMap(task -> TaskReader.read(task, key)).ifPresent(tickets::add);
        }
        return tickets;
    }

    private Optional<JsonNode> task(String key) {
        boolean custom = key.contains("-");
        try {
            return Optional.of(http.get(Url.below(api)
                            .literal("/task")
                            .path(key.startsWith("#") ? key.substring(1) : key)
                            .query("custom_task_ids", custom ? true : null)
                            .query("team_id", custom ? clickUp.workspace() : null)
                            .uri())
                    .object(""));
        } catch (TrackerException problem) {
            if (problem.failure() instanceof TrackerFailure.NotFound) {
                return Optional.empty();
            }
            throw problem;
        }
    }

    @Override
    public List<TrackedTicket> ticketsOf(TrackedSprint sprint) {
        List<JsonNode> tasks = new Paging(http).all("tasks", 0, page -> taskPage(sprint, page));
        return tasks.stream()
                .flatMap(task -> TaskReader.keyOf(task).flatMap(key -> TaskReader.read(task, key)).stream())
                .toList();
    }

    private Page<JsonNode, Integer> taskPage(TrackedSprint sprint, int page) {
        JsonReply reply = http.get(Url.below(api)
                .literal("/list")
                .path(sprint.id(), "task")
                .query("page", page)
                .query("include_closed", true)
                .query("include_timl", true)
                .query("subtasks", true)
                .uri());
        List<JsonNode> tasks = reply.list("tasks");
        boolean last = reply.json().path("last_page").isBoolean()
                ? Fields.flag(reply.json().path("last_page"))
                : tasks.size() < TASKS_A_PAGE;
        return new Page<>(tasks, last || tasks.isEmpty() ? null : Integer.valueOf(page + 1));
    }
}
