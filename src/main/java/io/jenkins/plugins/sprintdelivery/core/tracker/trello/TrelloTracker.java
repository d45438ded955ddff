package io.jenkins.plugins.sprintdelivery.core.tracker.trello;

import io.jenkins.plugins.sprintdelivery.core.tracker.Board;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintChange;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintReference;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.Tracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType.Trello.SprintBy;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Url;
import java.net.URI;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Trello by its REST API, version 1. A sprint is a list or a label whose name matches the pattern of the settings; the
 * dates in that name are the sprint's. Cards are found by {@code #12}, their number on the board, and by their short
 * link. Thread-safe.
 */
public final class TrelloTracker implements Tracker {

    private final TrelloApi trello;
    private final boolean byList;
    private final NamedSprints names;
    private final CardReader reader;
    private final String board;

    /**
     * Reads Trello.
     *
     * @param settings whose sprints are lists or labels
     * @param board the board whose cards {@code #12} are, or null where only sprints are asked for
     */
    public TrelloTracker(URI api, TrackerType.Trello settings, String board, SiteHttp http, Clock clock) {
        trello = new TrelloApi(api, http);
        byList = settings.sprintBy() == SprintBy.LIST;
        names = new NamedSprints(settings.sprintNames(), clock);
        reader = byList ? CardReader.ofLists(names::isSprint) : CardReader.ofBoards();
        this.board = board;
    }

    @Override
    public String account() {
        return trello.account();
    }

    @Override
    public List<Board> boards(String search) {
        return trello
                .get(trello.address("/members/me/boards")
                        .query("filter", "open")
                        .query("fields", "id,name,shortLink"))
                .list("")
                .stream()
                .filter(found -> Fields.text(found, "id") != null)
                .map(found -> new Board(Fields.text(found, "id"), Fields.text(found, "name"), "board"))
                .filter(found -> found.matches(search))
                .limit(MAX_BOARDS)
                .toList();
    }

    // ---- sprints ----

    @Override
    public List<TrackedSprint> sprints(String ofBoard) {
        Url address = trello.address("/boards").path(ofBoard, byList ? "lists" : "labels");
        return names.sprints(
                trello.get(
                                byList
                                        ? address.query("filter", "all").query("fields", "id,name,closed,pos")
                                        : address.query("limit", TrelloApi.PAGE_SIZE)
                                                .query("fields", "id,name,color"))
                        .list(""),
                ofBoard);
    }

    // ---- cards ----

    @Override
    public List<TrackedTicket> tickets(Collection<String> keys) {
        if (board == null || keys.isEmpty()) {
            return List.of();
        }
        Set<String> wanted = new HashSet<>(keys);
        Map<String, String> lists = trello.lists(board);
        return boardCards(wanted).stream()
                .flatMap(card -> keyIn(card, wanted).flatMap(key -> read(card, key, lists)).stream())
                .toList();
    }

    private Optional<TrackedTicket> read(JsonNode card, String key, Map<String, String> lists) {
        String list = Objects.toString(Fields.text(card, "idList"), "");
        String name = lists.get(list);
        return reader.read(card, key, name, byList ? listAsSprint(list, name) : labelsAsSprints(card));
    }

    private List<SprintReference> listAsSprint(String list, String name) {
        return names.isSprint(name) ? List.of(new SprintReference(list, name, null)) : List.of();
    }

    private List<SprintReference> labelsAsSprints(JsonNode card) {
        return CardReader.labels(card).stream()
                .filter(label -> names.isSprint(Fields.text(label, "name")))
                .filter(label -> Fields.text(label, "id") != null)
                .map(label -> new SprintReference(Fields.text(label, "id"), Fields.text(label, "name"), null))
                .toList();
    }

    private static long countOf(List<JsonNode> cards, Set<String> wanted) {
        return cards.stream().filter(card -> keyIn(card, wanted).isPresent()).count();
    }

    private static Optional<String> keyIn(JsonNode card, Set<String> wanted) {
        return CardReader.keys(card).filter(wanted::contains).findFirst();
    }

    /** The id of the card that a key names. */
    Optional<String> cardId(String key) {
        if (!key.startsWith("#")) {
            // short links stand for ids everywhere
            return Optional.of(key);
        }
        Set<String> wanted = Set.of(key);
        return boardCards(wanted).stream()
                .filter(card -> keyIn(card, wanted).isPresent())
                .map(card -> Fields.text(card, "id"))
                .filter(Objects::nonNull)
                .findFirst();
    }

    // the cards of the site's board, as far as they have to be read to find those
    private List<JsonNode> boardCards(Set<String> wanted) {
        return board == null
                ? List.of()
                : trello.cards(
                        trello.address("/boards").path(board, "cards", "all"),
                        found -> countOf(found, wanted) >= wanted.size());
    }

    @Override
    public List<TrackedTicket> ticketsOf(TrackedSprint sprint) {
        Map<String, String> lists = trello.lists(sprint.board());
        Url address = byList
                ? trello.address("/lists").path(sprint.id(), "cards")
                : trello.address("/boards").path(sprint.board(), "cards", "all");
        return trello.cards(address, found -> false).stream()
                .filter(card -> byList || hasLabel(card, sprint.id()))
                .flatMap(card -> CardReader.keys(card).findFirst().flatMap(key -> read(card, key, lists)).stream())
                .toList();
    }

    private static boolean hasLabel(JsonNode card, String label) {
        return Fields.list(card.path("idLabels")).stream().anyMatch(id -> label.equals(Fields.text(id)));
    }

    // ---- history ----

    @Override
    public boolean keepsSprintHistory() {
        return byList;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Trello keeps moves between lists as actions of a card; ten cards are asked for in one request.
     */
    @Override
    public Map<String, List<SprintChange>> sprintChanges(Collection<String> keys) {
        if (!keepsSprintHistory() || board == null || keys.isEmpty()) {
            return Map.of();
        }
        Set<String> wanted = new HashSet<>(keys);
        Map<String, String> keyOfId = new LinkedHashMap<>();
        boardCards(wanted)
                .forEach(card -> keyIn(card, wanted)
                        .ifPresent(key -> keyOfId.put(String.valueOf(Fields.text(card, "id")), key)));
        Map<String, List<SprintChange>> changes = new LinkedHashMap<>();
        trello.ofEach(
                        keyOfId.keySet(),
                        id -> "/cards/" + Url.encoded(id) + "/actions?filter=updateCard:idList&limit=1000")
                .forEach((id, actions) -> {
                    List<SprintChange> moves = CardReader.moves(actions, "listBefore", "listAfter");
                    if (!moves.isEmpty()) {
                        changes.put(keyOfId.get(id), moves);
                    }
                });
        return changes;
    }
}
