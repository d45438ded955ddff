package io.jenkins.plugins.sprintdelivery.core.tracker.jira;

import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.tracker.Board;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintChange;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.Tracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.JsonReply;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Page;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Paging;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Url;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Jira. Boards and sprints come from the agile API ({@code /rest/agile/1.0}), which is the same everywhere; what differs
 * between the cloud and a server is in a {@link JiraDialect}. Thread-safe.
 */
public final class JiraTracker implements Tracker {

    private static final int BOARDS_A_PAGE = 50;
    private static final int SPRINTS_A_PAGE = 50;

    private final URI site;
    private final SiteHttp http;
    private final JiraDialect dialect;

    private JiraTracker(URI site, SiteHttp http, JiraDialect dialect) {
        this.site = Objects.requireNonNull(site, "site");
        this.http = Objects.requireNonNull(http, "http");
        this.dialect = dialect;
    }

    /** Jira in the cloud at this URL. */
    public static JiraTracker cloud(URI site, SiteHttp http) {
        return new JiraTracker(site, http, new JiraCloudDialect(site, http));
    }

    /** Jira Data Center at this URL. */
    public static JiraTracker dataCenter(URI site, SiteHttp http) {
        return new JiraTracker(site, http, new JiraDataCenterDialect(site, http));
    }

    @Override
    public String account() {
        JsonReply reply = http.get(
                Url.below(site).literal(dialect.platform()).path("myself").uri());
        return Optional.ofNullable(Fields.text(reply.object(""), "displayName"))
                .orElseThrow(() -> reply.unexpected("the answer does not say whose token this is"));
    }

    @Override
    public List<Board> boards(String search) {
        List<Board> boards = new Paging(http)
                .until("boards", 0, start -> boardPage(search, start), found -> found.size() >= MAX_BOARDS);
        return boards.subList(0, Math.min(boards.size(), MAX_BOARDS));
    }

    private Page<Board, Integer> boardPage(String search, int start) {
        JsonReply reply = http.get(Url.below(site)
                .literal("/rest/agile/1.0/board")
                .query("name", search.isBlank() ? null : search.strip())
                .query("startAt", start)
                .query("maxResults", BOARDS_A_PAGE)
                .uri());
        List<JsonNode> values = reply.list("values");
        return new Page<>(values.stream().flatMap(JiraTracker::board).toList(), next(reply, start, values.size()));
    }

    private static Stream<Board> board(JsonNode value) {
        String id = Fields.text(value, "id");
        return id == null
                ? Stream.empty()
                : Stream.of(new Board(id, Fields.text(value, "name"), Fields.text(value, "type")));
    }

    /** Where the next page of the older paging begins, or null after the last one. */
    static Integer next(JsonReply reply, int start, int size) {
        JsonNode last = reply.json().path("isLast");
        boolean isLast = last.isBoolean()
                ? last.asBoolean()
                : start + size >= reply.json().path("total").asInt(0);
        return isLast || size == 0 ? null : Integer.valueOf(start + size);
    }

    @Override
    public List<TrackedSprint> sprints(String board) {
        return new Paging(http)
                .all("sprints", 0, start -> sprintPage(board, start)).stream()
                        .sorted(TrackedSprint.BY_START)
                        .toList();
    }

    private Page<TrackedSprint, Integer> sprintPage(String board, int start) {
        JsonReply reply = http.get(Url.below(site)
                .literal("/rest/agile/1.0/board")
                .path(board, "sprint")
                .query("startAt", start)
                .query("maxResults", SPRINTS_A_PAGE)
                .uri());
        List<JsonNode> values = reply.list("values");
        List<TrackedSprint> sprints =
                values.stream().flatMap(value -> sprint(value, board).stream()).toList();
        return new Page<>(sprints, next(reply, start, values.size()));
    }

    private static Optional<TrackedSprint> sprint(JsonNode value, String board) {
        String id = Fields.text(value, "id");
        SprintState state = state(Fields.text(value, "state"));
        if (id == null || state == null) {
            return Optional.empty();
        }
        return Optional.of(new TrackedSprint(
                id,
                Fields.text(value, "name"),
                board,
                Fields.text(value, "goal"),
                state,
                Fields.moment(value.path("startDate")),
                Fields.moment(value.path("endDate")),
                Fields.moment(value.path("completeDate")),
                null));
    }

    private static SprintState state(String word) {
        return switch (word == null ? "" : word.toLowerCase(Locale.ROOT)) {
            case "future" -> SprintState.FUTURE;
            case "active" -> SprintState.ACTIVE;
            case "closed" -> SprintState.CLOSED;
            default -> null;
        };
    }

    @Override
    public List<TrackedTicket> tickets(Collection<String> keys) {
        return dialect.tickets(keys);
    }

    @Override
    public List<TrackedTicket> ticketsOf(TrackedSprint sprint) {
        return dialect.ticketsOf(sprint);
    }

    @Override
    public Map<String, List<SprintChange>> sprintChanges(Collection<String> keys) {
        return dialect.sprintChanges(keys);
    }

    @Override
    public boolean keepsSprintHistory() {
        return true;
    }
}
