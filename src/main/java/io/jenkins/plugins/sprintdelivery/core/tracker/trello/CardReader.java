package io.jenkins.plugins.sprintdelivery.core.tracker.trello;

import io.jenkins.plugins.sprintdelivery.core.tracker.SprintChange;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintReference;
import io.jenkins.plugins.sprintdelivery.core.tracker.StatusCategory;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads Trello's cards: the list is the status, unless lists are the sprints; a label called blocked flags a card. */
final class CardReader {

    private static final String BLOCKED = "blocked";

    private final TrackerType.Trello trello;
    private final Map<String, String> listNames;

    CardReader(TrackerType.Trello trello, Map<String, String> listNames) {
        this.trello = trello;
        this.listNames = listNames;
    }

    /** What commits may call the card: its number on the board, its short link. */
    static Stream<String> keys(JsonNode card) {
        String number = Fields.text(card, "idShort");
        return Stream.of(number == null ? null : "#" + number, Fields.text(card, "shortLink"))
                .filter(Objects::nonNull);
    }

    Optional<TrackedTicket> read(JsonNode card, String key) {
        String id = Fields.text(card, "id");
        if (id == null) {
            return Optional.empty();
        }
        String list = Objects.toString(Fields.text(card, "idList"), "");
        String listName = listNames.getOrDefault(list, "");
        List<JsonNode> labels = Fields.list(card.path("labels"));
        boolean done = Fields.flag(card.path("dueComplete")) || Fields.flag(card.path("closed"));
        boolean byList = trello.sprintBy() == TrackerType.Trello.SprintBy.LIST;
        return Optional.of(new TrackedTicket(
                key,
                Fields.text(card, "name"),
                "Card",
                listName,
                done ? StatusCategory.DONE : openCategory(listName, card),
                labels.stream().anyMatch(label -> BLOCKED.equalsIgnoreCase(Fields.text(label, "name"))),
                member(card),
                created(id),
                null,
                byList ? listAsSprint(list, listName) : labelsAsSprints(labels),
                List.of(),
                null,
                Fields.page(card.path("shortUrl"))));
    }

    // where lists are sprints, that somebody is on the card is all that tells work from what waits
    private StatusCategory openCategory(String listName, JsonNode card) {
        if (!isSprint(listName)) {
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

    private List<SprintReference> listAsSprint(String list, String name) {
        return isSprint(name) ? List.of(new SprintReference(list, name, null)) : List.of();
    }

    private List<SprintReference> labelsAsSprints(List<JsonNode> labels) {
        return labels.stream()
                .filter(label -> isSprint(Objects.toString(Fields.text(label, "name"), "")))
                .filter(label -> Fields.text(label, "id") != null)
                .map(label -> new SprintReference(Fields.text(label, "id"), Fields.text(label, "name"), null))
                .toList();
    }

    private boolean isSprint(String name) {
        return !name.isEmpty() && trello.sprintNames().matcher(name).matches();
    }

    /** The moves of a card between lists, oldest first. */
    static List<SprintChange> moves(JsonNode actions) {
        List<SprintChange> moves = new ArrayList<>();
        for (JsonNode action : actions.isArray() ? actions : List.<JsonNode>of()) {
            Instant at = Fields.moment(action.path("date"));
            String before = Fields.text(action.path("data").path("listBefore"), "id");
            String after = Fields.text(action.path("data").path("listAfter"), "id");
            if (at != null && before != null && after != null) {
                String by = Fields.text(action.path("memberCreator"), "fullName");
                moves.add(new SprintChange(at, by, Set.of(before), Set.of(after)));
            }
        }
        moves.sort(Comparator.comparing(SprintChange::at));
        return moves;
    }
}
