package io.jenkins.plugins.sprintdelivery.core.tracker.http;

import io.jenkins.plugins.sprintdelivery.core.tracker.HttpJsonMapping.Resource;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintReference;
import io.jenkins.plugins.sprintdelivery.core.tracker.StatusCategory;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads tickets where the settings say that their fields are. */
final class HttpJsonTicketReader {

    private static final Set<String> TRUE = Set.of("true", "yes", "1", "blocked");

    private final Resource tickets;

    HttpJsonTicketReader(Resource tickets) {
        this.tickets = tickets;
    }

    Optional<TrackedTicket> read(JsonNode item) {
        String key = text(item, "key");
        if (key == null) {
            return Optional.empty();
        }
        String status = Objects.toString(text(item, "status"), "");
        String category = text(item, "category");
        JsonNode blocked = JsonList.field(tickets, item, "blocked");
        String blockedText = Objects.toString(Fields.text(blocked), "").toLowerCase(Locale.ROOT);
        return Optional.of(new TrackedTicket(
                key,
                text(item, "title"),
                text(item, "type"),
                status,
                StatusCategory.ofWords(category == null ? status : category),
                Fields.flag(blocked) || TRUE.contains(blockedText),
                text(item, "assignee"),
                Fields.moment(JsonList.field(tickets, item, "created")),
                text(item, "reporter"),
                sprints(JsonList.field(tickets, item, "sprints")),
                List.of(),
                Fields.number(JsonList.field(tickets, item, "estimate")),
                Fields.page(JsonList.field(tickets, item, "url"))));
    }

    // one id, or a list of ids
    private static List<SprintReference> sprints(JsonNode sprints) {
        List<JsonNode> ids = sprints.isArray() ? Fields.list(sprints) : List.of(sprints);
        return ids.stream()
                .map(Fields::text)
                .filter(Objects::nonNull)
                .map(id -> new SprintReference(id, id, null))
                .toList();
    }

    private String text(JsonNode item, String field) {
        return Fields.text(JsonList.field(tickets, item, field));
    }
}
