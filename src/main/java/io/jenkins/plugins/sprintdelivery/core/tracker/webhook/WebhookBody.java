package io.jenkins.plugins.sprintdelivery.core.tracker.webhook;

import io.jenkins.plugins.sprintdelivery.core.tracker.client.BoundedJson;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads the vendors' bodies. What cannot be read in one of them changes nothing. */
final class WebhookBody {

    private final JsonNode json;

    private WebhookBody(JsonNode json) {
        this.json = json;
    }

    static WebhookBody of(WebhookCall call) {
        try {
            return new WebhookBody(BoundedJson.mapper().readTree(call.body()));
        } catch (JacksonException noJson) {
            throw new WebhookException("the body is no JSON that can be read");
        }
    }

    // jira:issue_updated, sprint_started, …
    Change jira() {
        String event = Objects.toString(Fields.text(json, "webhookEvent"), "");
        String key = Fields.text(json.path("issue"), "key");
        boolean moved = event.startsWith("sprint_");
        for (JsonNode item : Fields.list(json.path("changelog").path("items"))) {
            moved |= "Sprint".equals(Fields.text(item, "field"));
        }
        return new Change(key == null ? Set.of() : Set.of(key), moved);
    }

    Change github(String event, String home) {
        String number = Fields.text(json.path("issue"), "number");
        String repository = Fields.text(json.path("repository"), "full_name");
        boolean atHome = repository == null || repository.equalsIgnoreCase(home);
        String action = Objects.toString(Fields.text(json, "action"), "");
        boolean sprints = event.equals("milestone")
                || event.startsWith("projects_v2")
                || action.equals("milestoned")
                || action.equals("demilestoned");
        return new Change(number == null ? Set.of() : Set.of((atHome ? "" : repository) + "#" + number), sprints);
    }

    Change gitlab() {
        String kind = Objects.toString(Fields.text(json, "object_kind"), "");
        JsonNode attributes = json.path("object_attributes");
        String number = Fields.text(attributes, "iid");
        boolean issue = kind.equals("issue") || kind.equals("work_item");
        JsonNode changes = json.path("changes");
        boolean sprints = kind.equals("milestone") || changes.has("milestone_id") || changes.has("iteration_id");
        return new Change(issue && number != null ? Set.of("#" + number) : Set.of(), sprints);
    }

    Change trello() {
        JsonNode action = json.path("action");
        JsonNode data = action.path("data");
        String number = Fields.text(data.path("card"), "idShort");
        String link = Fields.text(data.path("card"), "shortLink");
        Set<String> keys = new LinkedHashSet<>();
        if (number != null) {
            keys.add("#" + number);
        }
        if (link != null) {
            keys.add(link);
        }
        String type = Objects.toString(Fields.text(action, "type"), "");
        boolean sprints = type.contains("List") || type.contains("Label") || data.has("listAfter");
        return new Change(keys, sprints || type.equals("createCard") || type.equals("deleteCard"));
    }
}
