package io.jenkins.plugins.sprintdelivery.core.tracker.trello;

import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.tracker.Board;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintChange;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintStates;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.Tracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType.Trello.SprintBy;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Batches;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.JsonReply;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Page;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Paging;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Url;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Trello by its REST API, version 1. A sprint is a list or a label whose name matches the pattern of the settings; the
 * dates in that name are the sprint's. Cards are found by {@code #12}, their number on the board, and by their short
 * link. Thread-safe.
 */
public final class TrelloTracker implements Tracker {

    private static final int CARDS_A_PAGE = 1_000;
    private static final int CALLS_A_BATCH = 10;
    private static final String CARD_FIELDS =
            "id,idShort,shortLink,name,idList,idLabels,labels,dueComplete,closed,shortUrl";

    private final URI api;
    private final TrackerType.Trello trello;
    private final String board;
    private final SiteHttp http;
    private final Clock clock;

    /**
     * Reads Trello.
     *
     * @param board the board whose cards {@code #12} are, or null where only sprints are asked for
     */
    public TrelloTracker(URI api, TrackerType.Trello trello, String board, SiteHttp http, Clock clock) {
        this.api = Objects.requireNonNull(api, "api");
        this.trello = Objects.requireNonNull(trello, "trello");
        this.board = board;
        this.http = Objects.requireNonNull(http, "http");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    @Override
    public String account() {
        JsonReply reply = http.get(Url.below(api)
                .literal("/members/me")
                .query("fields", "fullName,username")
                .uri());
        JsonNode member = reply.object("");
        return Stream.of("fullName", "username")
                .map(name -> Fields.text(member, name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> reply.unexpected("the answer does not say whose token this is"));
    }

    @Override
    public List<Board> boards(String search) {
        JsonReply reply = http.get(Url.below(api)
                .literal("/members/me/boards")
                .query("filter", "open")
                .query("fields", "id,name,shortLink")
                .uri());
        return reply.list("").stream()
                .filter(found -> Fields.text(found, "id") != null)
                .map(found -> new Board(Fields.text(found, "id"), Fields.text(found, "name"), "board"))
                .filter(found -> found.matches(search))
                .limit(MAX_BOARDS)
                .toList();
    }

    // ---- sprints ----

    @Override
    public List<TrackedSprint> sprints(String ofBoard) {
        boolean byList = trello.sprintBy() == SprintBy.LIST;
        Url address = Url.below(api).literal("/boards").path(ofBoard, byList ? "lists" : "labels");
        JsonReply reply = http.get(
                byList
                        ? address.query("filter", "all").query("fields", "id,name,closed,pos").uri()
                        : address.query("limit", CARDS_A_PAGE).query("fields", "id,name,color").uri());
        List<TrackedSprint> sprints = new ArrayList<>();
        boolean activeFound = false;
        for (JsonNode marker : reply.list("")) {
            Optional<TrackedSprint> sprint = sprint(marker, ofBoard, activeFound);
            sprint.ifPresent(sprints::add);
            // of several open lists without dates the first one from the left is the one at work
            activeFound |= sprint.filter(found -> found.start() == null && found.state() == SprintState.ACTIVE)
                    .isPresent();
        }
        sprints.sort(TrackedSprint.BY_START);
        return List.copyOf(sprints);
    }

    private Optional<TrackedSprint> sprint(JsonNode marker, String ofBoard, boolean activeFound) {
        String id = Fields.text(marker, "id");
        String name = Fields.text(marker, "name");
        Matcher named = trello.sprintNames().matcher(Objects.toString(name, ""));
        if (id == null || !named.matches()) {
            return Optional.empty();
        }
        LocalDate first = day(named, "start");
        LocalDate last = day(named, "end");
        Instant start = first == null ? null : first.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant end = Fields.endOf(last);
        SprintState state = Fields.flag(marker.path("closed"))
                ? SprintState.CLOSED
                : start == null && activeFound ? SprintState.FUTURE : SprintStates.at(clock.instant(), start, end);
        return Optional.of(new TrackedSprint(id, name, ofBoard, null, state, start, end, null, null));
    }

    private static LocalDate day(Matcher named, String group) {
        try {
            String text = named.group(group);
            return text == null ? null : LocalDate.parse(text);
        } catch (IllegalArgumentException | DateTimeException noSuchGroupOrDay) {
            return null;
        }
    }

    // ---- cards ----

    @Override
    public List<TrackedTicket> tickets(Collection<String> keys) {
        if (board == null || keys.isEmpty()) {
            return List.of();
        }
        Set<String> wanted = new HashSet<>(keys);
        CardReader reader = reader(board);
        return cards(Url.below(api).literal("/boards").path(board, "cards", "all"), found -> countOf(found, wanted) >= wanted.size()).stream()
                .flatMap(card -> keyIn(card, wanted).flatMap(key -> reader.read(card, key)).stream())
                .toList();
    }

    private static long countOf(List<JsonNode> cards, Set<String> wanted) {
        return cards.stream().filter(card -> keyIn(card, wanted).isPresent()).count();
    }

    private static Optional<String> keyIn(JsonNode card, Set<String> wanted) {
        return CardReader.keys(card).filter(wanted::contains).findFirst();
    }

    @Override
    public List<TrackedTicket> ticketsOf(TrackedSprint sprint) {
        CardReader reader = reader(sprint.board());
        boolean byList = trello.sprintBy() == SprintBy.LIST;
        Url address = byList
                ? Url.below(api).literal("/lists").path(sprint.id(), "cards")
                : Url.below(api).literal("/boards").path(sprint.board(), "cards", "all");
        return cards(address, found -> false).stream()
                .filter(card -> byList || hasLabel(card, sprint.id()))
                .flatMap(card -> CardReader.keys(card).findFirst().flatMap(key -> reader.read(card, key)).stream())
                .toList();
    }

    private static boolean hasLabel(JsonNode card, String label) {
        return Fields.list(card.path("idLabels")).stream().anyMatch(id -> label.equals(Fields.text(id)));
    }

    // cards come newest first; a page that is not full is the last one, as is one where the limit was ignored
    private List<JsonNode> cards(Url address, Predicate<List<JsonNode>> enough) {
        String base = address.uri().toString();
        return new Paging(http).until("cards", "", before -> {
            List<JsonNode> cards = http.get(Url.below(URI.create(base))
                            .query("fields", CARD_FIELDS)
                            .query("members", "true")
                            .query("member_fields", "fullName")
                            .query("limit", CARDS_A_PAGE)
                            .query("before", before.isEmpty() ? null : before)
                            .uri())
                    .list("");
            return new Page<>(cards, cards.size() == CARDS_A_PAGE ? oldest(cards) : null);
        }, enough);
    }

    private static String oldest(List<JsonNode> cards) {
        return cards.stream()
                .map(card -> Fields.text(card, "id"))
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private CardReader reader(String ofBoard) {
        Map<String, String> lists = new LinkedHashMap<>();
        http.get(Url.below(api)
                        .literal("/boards")
                        .path(ofBoard, "lists")
                        .query("filter", "all")
                        .query("fields", "id,name,closed,pos")
                        .uri())
                .list("")
                .forEach(list -> {
                    String id = Fields.text(list, "id");
                    String name = Fields.text(list, "name");
                    if (id != null && name != null) {
                        lists.put(id, name);
                    }
                });
        return new CardReader(trello, lists);
    }

    // ---- history ----

    @Override
    public boolean keepsSprintHistory() {
        return trello.sprintBy() == SprintBy.LIST;
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
        cards(Url.below(api).literal("/boards").path(board, "cards", "all"), found -> countOf(found, wanted) >= wanted.size())
                .forEach(card -> keyIn(card, wanted)
                        .ifPresent(key -> keyOfId.put(String.valueOf(Fields.text(card, "id")), key)));
        Map<String, List<SprintChange>> changes = new LinkedHashMap<>();
        for (List<String> ids : Batches.of(keyOfId.keySet(), CALLS_A_BATCH)) {
            List<JsonNode> answers = http.get(Url.below(api)
                            .literal("/batch")
                            .query("urls", String.join(",", ids.stream().map(TrelloTracker::actions).toList()))
                            .uri())
                    .list("");
            for (int i = 0; i < Math.min(ids.size(), answers.size()); i++) {
                List<SprintChange> moves = CardReader.moves(answers.get(i).path("200"));
                if (!moves.isEmpty()) {
                    changes.put(keyOfId.get(ids.get(i)), moves);
                }
            }
        }
        return changes;
    }

    private static String actions(String id) {
        return "/cards/" + Url.encoded(id) + "/actions?filter=updateCard:idList&limit=1000";
    }
}
