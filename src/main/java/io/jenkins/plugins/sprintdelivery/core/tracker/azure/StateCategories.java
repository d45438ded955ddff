package io.jenkins.plugins.sprintdelivery.core.tracker.azure;

import io.jenkins.plugins.sprintdelivery.core.tracker.StatusCategory;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.JsonReply;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** Where each state of each type of work item stands, which every process defines for itself. Immutable. */
final class StateCategories {

    private final Map<String, StatusCategory> categories;

    private StateCategories(Map<String, StatusCategory> categories) {
        this.categories = Map.copyOf(categories);
    }

    /** Reads the list of all types, {@code GET …/_apis/wit/workitemtypes}. */
    static StateCategories of(JsonReply reply) {
        Map<String, StatusCategory> categories = new HashMap<>();
        for (JsonNode type : reply.list("value")) {
            for (JsonNode state : Fields.list(type.path("states"))) {
                StatusCategory category =
                        switch (Objects.toString(Fields.text(state, "category"), "")) {
                            case "Proposed" -> StatusCategory.TO_DO;
                            case "InProgress", "Resolved" -> StatusCategory.IN_PROGRESS;
                            case "Completed", "Removed" -> StatusCategory.DONE;
                            default -> null;
                        };
                if (category != null) {
                    categories.put(key(Fields.text(type, "name"), Fields.text(state, "name")), category);
                }
            }
        }
        return new StateCategories(categories);
    }

    StatusCategory of(String type, String state) {
        StatusCategory category = categories.get(key(type, state));
        return category == null ? StatusCategory.ofWords(Objects.toString(state, "")) : category;
    }

    private static String key(String type, String state) {
        return type + "\n" + state;
    }
}
