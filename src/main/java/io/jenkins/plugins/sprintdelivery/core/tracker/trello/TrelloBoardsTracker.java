package io.jenkins.plugins.sprintdelivery.core.tracker.trello;

import io.jenkins.plugins.sprintdelivery.core.tracker.Board;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintChange;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintReference;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.Tracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Url;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Trello by its REST API, version 1, for teams that make a board for each sprint. The board of the settings is the
 * workspace in which these boards are; those whose name matches the settings' pattern are sprints. A card is known by its
 * short link alone: its number changes with each board that it moves to. Thread-safe.
 */
public final class TrelloBoardsTracker implements Tracker {

    private final TrelloApi trello;
    private final NamedSprints names;
    private final CardReader reader = CardReader.ofBoards();

    public TrelloBoardsTracker(URI api, TrackerType.Trello settings, SiteHttp http, Clock clock) {
        trello = new TrelloApi(api, http);
        names = new NamedSprints(settings.sprintNames(), clock);
    }

    @Override
    public String account() {
        return trello.account();
    }

    @Override
    public List<Board> boards(String search) {
        return trello
                .get(trello.address("/members/me/organizations").query("fields", "id,name,displayName"))
                .list("")
                .stream()
                .filter(found -> Fields.text(found, "id") != null)
                .map(found -> new Board(
                        Fields.text(found, "id"),
                        Stream.of("displayName", "name")
                                .map(name -> Fields.text(found, name))
                                .filter(Objects::nonNull)
                                .findFirst()
                                .orElse(null),
                        "workspace"))
                .filter(found -> found.matches(search))
                .limit(MAX_BOARDS)
                .toList();
    }

    @Override
    public List<TrackedSprint> sprints(String workspace) {
        List<JsonNode> boards = new ArrayList<>(trello.get(trello.address("/organizations")
                        .path(workspace, "boards")
                        .query("filter", "all")
                        .query("fields", "id,name,closed"))
                .list(""));
        // an id begins with the second in which it was made
        boards.sort(Comparator.comparing(board -> Objects.toString(Fields.text(board, "id"), "")));
        return names.sprints(boards, workspace);
    }

    @Override
    public List<TrackedTicket> tickets(Collection<String> keys) {
        List<TrackedTicket> tickets = new ArrayList<>();
        trello.ofEach(shortLinks(keys), key -> "/cards/" + Url.encoded(key) + "?board=true&list=true&members=true")
                .forEach((key, card) -> reader.read(
                                card, key, Fields.text(card.path("list"), "name"), reference(card.path("board")))
                        .ifPresent(tickets::add));
        return tickets;
    }

    // a number is one of some board, and nobody says which
    private static List<String> shortLinks(Collection<String> keys) {
        return keys.stream().filter(key -> !key.startsWith("#")).toList();
    }

    private List<SprintReference> reference(JsonNode board) {
        String id = Fields.text(board, "id");
        String name = Fields.text(board, "name");
        return id != null && names.isSprint(name) ? List.of(new SprintReference(id, name, null)) : List.of();
    }

    @Override
    public List<TrackedTicket> ticketsOf(TrackedSprint sprint) {
        Map<String, String> lists = trello.lists(sprint.id());
        List<SprintReference> sprints = List.of(new SprintReference(sprint.id(), sprint.name(), null));
        return trello.cards(trello.address("/boards").path(sprint.id(), "cards", "all"), found -> false).stream()
                .filter(card -> Fields.text(card, "shortLink") != null)
                .flatMap(card -> reader
                        .read(
                                card,
                                Fields.text(card, "shortLink"),
                                lists.get(Objects.toString(Fields.text(card, "idList"), "")),
                                sprints)
                        .stream())
                .toList();
    }

    @Override
    public boolean keepsSprintHistory() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Trello keeps moves between boards as actions of a card; ten cards are asked for in one request.
     */
    @Override
    public Map<String, List<SprintChange>> sprintChanges(Collection<String> keys) {
        Map<String, List<SprintChange>> changes = new LinkedHashMap<>();
        trello.ofEach(
                        shortLinks(keys),
                        key -> "/cards/" + Url.encoded(key) + "/actions?filter=moveCardToBoard&limit=1000")
                .forEach((key, actions) -> {
                    List<SprintChange> moves = CardReader.moves(actions, "boardSource", "board");
                    if (!moves.isEmpty()) {
                        changes.put(key, moves);
                    }
                });
        return changes;
    }
}
