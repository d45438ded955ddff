package io.jenkins.plugins.sprintdelivery.core.tracker.trello;

import io.jenkins.plugins.sprintdelivery.core.tracker.SprintChange;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintReference;
import io.jenkins.plugins.sprintdelivery.core.tracker.StatusCategory;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads Trello's cards: the list is the status, unless it is the sprint; a label called blocked flags a card. */
final class CardReader {

    private static final String BLOCKED = "blocked";

    /** Whether a list of this name stands for a sprint. */
    private final Predicate<String> listIsSprint;

    private CardReader(Predicate<String> listIsSprint) {
        this.listIsSprint = listIsSprint;
    }

    /** Where some lists are the sprints. */
    static CardReader ofLists(Predicate<String> isSprint) {
        return new CardReader(isSprint);
    }

    /** Where lists say how far a card is, as labels or boards are the sprints. */
    static CardReader ofBoards() {
        return new CardReader(list -> false);
    }

    /** What commits may call the card: its number on the board, its short link. */
    static Stream<String> keys(JsonNode card) {
        String number = Fields.text(card, "idShort");
        return Stream.of(number == null ? null : "#" + number, Fields.text(card, "shortLink"))
                .filter(Objects::nonNull);
    }

    /**
     * Reads a card.
     *
     * @param list the name of the list it is in, or null
     * @param sprints the sprints it is in
     */
    Optional<TrackedTicket> read(JsonNode card, String key, String list, List<SprintReference> sprints) {
        String id = Fields.text(card, "id");
        if (id == null) {
            return Optional.empty();
        }
        String listName = Objects.toString(list, "");
        boolean done = Fields.flag(card.path("dueComplete")) || Fields.flag(card.path("closed"));
        return Optional.of(new TrackedTicket(
                key,
                Fields.text(card, "name"),
                "Card",
                listName,
                done ? StatusCategory.DONE : openCategory(listName, card),
                labels(card).stream().anyMatch(label -> BLOCKED.equalsIgnoreCase(Fields.text(label, "name"))),
                member(card),
                created(id),
                null,
                sprints,
                List.of(),
                null,
                Fields.page(card.path("shortUrl"))));
    }

    static List<JsonNode> labels(JsonNode card) {
        return Fields.list(card.path("labels"));
    }

    // where the list is the sprint, that somebody is on the card is all that tells work from what waits
    private StatusCategory openCategory(String listName, JsonNode card) {
        if (!listIsSprint.test(listName)) {
            return StatusCategory.ofWords(listName);
        }
        return member(card) == null ? StatusCategory.TO_DO : StatusCategory.IN_PROGRESS;
    }

    private static String member(JsonNode card) {
        return Fields.list(card.path("members")).stream()
                .map(member -> Fields.text(member, "fullName"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    // the first eight digits of an id are the second it was made in, as Trello's own help explains
    private static Instant created(String id) {
        return id.matches("[0-9a-fA-F]{24}") ? Instant.ofEpochSecond(Long.parseLong(id.substring(0, 8), 16)) : null;
    }

    /**
     * The moves of a card, oldest first.
     *
     * @param from what an action calls the place that the card came from
     * @param to what it calls the place that the card went to
     */
    static List<SprintChange> moves(JsonNode actions, String from, String to) {
        List<SprintChange> moves = new ArrayList<>();
        for (JsonNode action : actions.isArray() ? actions : List.<JsonNode>of()) {
            Instant at = Fields.moment(action.path("date"));
            String before = Fields.text(action.path("data").path(from), "id");
            String after = Fields.text(action.path("data").path(to), "id");
            if (at != null && before != null && after != null) {
                String by = Fields.text(action.path("memberCreator"), "fullName");
                moves.add(new SprintChange(at, by, Set.of(before), Set.of(after)));
            }
        }
        moves.sort(Comparator.comparing(SprintChange::at));
        return moves;
    }
}
