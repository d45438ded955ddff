package io.jenkins.plugins.sprintdelivery.core.tracker.http;

import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.tracker.Board;
import io.jenkins.plugins.sprintdelivery.core.tracker.HttpJsonMapping;
import io.jenkins.plugins.sprintdelivery.core.tracker.HttpJsonMapping.Resource;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintStates;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.Tracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Batches;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A service that is described by its settings and by nothing else. Thread-safe. */
public final class HttpJsonTracker implements Tracker {

    private static final int BATCH = 50;
    private static final Set<String> FUTURE = Set.of("future", "planned", "upcoming", "new", "draft");
    private static final Set<String> ACTIVE = Set.of("active", "current", "open", "opened", "started", "running");
    private static final Set<String> CLOSED = Set.of("closed", "done", "completed", "complete", "finished", "past");

    private final HttpJsonMapping mapping;
    private final String board;
    private final JsonList lists;
    private final Clock clock;

    /**
     * Reads the service.
     *
     * @param base what the URLs of the mapping continue
     * @param board the site's board, or null
     */
    public HttpJsonTracker(URI base, TrackerType.HttpJson type, String board, SiteHttp http, Clock clock) {
        this.mapping = type.mapping();
        this.board = board;
        this.lists = new JsonList(base, http);
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** The service has no notion of it; that it answers with sprints is all that can be known. */
    @Override
    public String account() {
        lists.first(mapping.sprints(), Map.of("board", Objects.toString(board, "")));
        return "the owner of the secret";
    }

    @Override
    public List<Board> boards(String search) {
        if (mapping.boards() == null) {
            return board == null ? List.of() : List.of(new Board(board, board, null));
        }
        Resource boards = mapping.boards();
        return lists.all(boards, Map.of("search", search.strip())).stream()
                .filter(item -> text(boards, item, "id") != null)
                .map(item -> new Board(text(boards, item, "id"), text(boards, item, "name"), null))
                .filter(found -> found.matches(search))
                .limit(MAX_BOARDS)
                .toList();
    }

    @Override
    public List<TrackedSprint> sprints(String ofBoard) {
        return lists.all(mapping.sprints(), Map.of("board", ofBoard)).stream()
                .flatMap(item -> sprint(item, ofBoard).stream())
                .sorted(TrackedSprint.BY_START)
                .toList();
    }

    private Optional<TrackedSprint> sprint(JsonNode item, String ofBoard) {
        Resource sprints = mapping.sprints();
        String id = text(sprints, item, "id");
        if (id == null) {
            return Optional.empty();
        }
        Instant start = Fields.moment(JsonList.field(sprints, item, "start"));
        Instant end = end(JsonList.field(sprints, item, "end"));
        Instant closed = Fields.moment(JsonList.field(sprints, item, "closed"));
        SprintState state = state(text(sprints, item, "state"), start, closed == null ? end : closed);
        return Optional.of(new TrackedSprint(
                id,
                text(sprints, item, "name"),
                ofBoard,
                text(sprints, item, "goal"),
                state,
                start,
                end,
                closed,
                Fields.page(JsonList.field(sprints, item, "url"))));
    }

    // a day without a time is the last day, and belongs to the sprint
    private static Instant end(JsonNode end) {
        LocalDate day = Fields.day(end);
        String text = Fields.text(end);
        return day != null && text.length() == 10 ? Fields.endOf(day) : Fields.moment(end);
    }

    private SprintState state(String word, Instant start, Instant end) {
        String lower = word == null ? "" : word.toLowerCase(Locale.ROOT);
        if (FUTURE.contains(lower)) {
            return SprintState.FUTURE;
        }
        if (ACTIVE.contains(lower)) {
            return SprintState.ACTIVE;
        }
        return CLOSED.contains(lower) ? SprintState.CLOSED : SprintStates.at(clock.instant(), start, end);
    }

    /**
     * {@inheritDoc}
     *
     * <p>One request for each batch where the URL has {@code {keys}}, otherwise one for each key.
     */
    @Override
    public List<TrackedTicket> tickets(Collection<String> keys) {
        Resource tickets = mapping.tickets();
        if (tickets == null) {
            return List.of();
        }
        Set<String> wanted = new LinkedHashSet<>(keys);
        HttpJsonTicketReader reader = new HttpJsonTicketReader(tickets);
        List<TrackedTicket> found = new ArrayList<>();
        for (List<String> batch : Batches.of(wanted, tickets.asksFor("key") ? 1 : BATCH)) {
            Map<String, String> values = Map.of(
                    "board", Objects.toString(board, ""), "keys", String.join(",", batch), "key", batch.get(0));
            for (JsonNode item : known(tickets, values)) {
                reader.read(item).filter(ticket -> wanted.contains(ticket.key())).ifPresent(found::add);
            }
        }
        return found;
    }

    private List<JsonNode> known(Resource tickets, Map<String, String> values) {
        try {
            return lists.all(tickets, values);
        } catch (TrackerException problem) {
            if (tickets.asksFor("key") && problem.failure() instanceof TrackerFailure.NotFound) {
                return List.of();
            }
            throw problem;
        }
    }

    @Override
    public List<TrackedTicket> ticketsOf(TrackedSprint sprint) {
        Resource tickets = mapping.sprintTickets();
        if (tickets == null) {
            return List.of();
        }
        HttpJsonTicketReader reader = new HttpJsonTicketReader(tickets);
        return lists.all(tickets, Map.of("board", Objects.toString(sprint.board(), ""), "sprint", sprint.id())).stream()
                .flatMap(item -> reader.read(item).stream())
                .toList();
    }

    private static String text(Resource resource, JsonNode item, String field) {
        return Fields.text(JsonList.field(resource, item, field));
    }
}
