package io.jenkins.plugins.sprintdelivery.core.tracker.jira;

import io.jenkins.plugins.sprintdelivery.core.tracker.SprintChange;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Reads an issue's moves between sprints from its changelog. */
final class JiraChangelog {

    private JiraChangelog() {}

    /** The moves among the changes of an issue, oldest first. */
    static List<SprintChange> read(Iterable<JsonNode> histories, JiraFields fields) {
        List<SprintChange> changes = new ArrayList<>();
        for (JsonNode history : histories) {
            Instant at = Fields.moment(history.path("created"));
            String by = Fields.text(history.path("author"), "displayName");
            for (JsonNode item : Fields.list(history.path("items"))) {
                if (at != null && isSprint(item, fields)) {
                    changes.add(new SprintChange(at, by, ids(item.path("from")), ids(item.path("to"))));
                }
            }
        }
        changes.sort(Comparator.comparing(SprintChange::at));
        return changes;
    }

    private static boolean isSprint(JsonNode item, JiraFields fields) {
        String id = Fields.text(item, "fieldId");
        return id != null && id.equals(fields.sprint()) || "Sprint".equals(Fields.text(item, "field"));
    }

    private static Set<String> ids(JsonNode list) {
        Set<String> ids = new LinkedHashSet<>();
        String text = Fields.text(list);
        if (text != null) {
            for (String id : text.split("\\s*,\\s*")) {
                if (!id.isEmpty()) {
                    ids.add(id);
                }
            }
        }
        return ids;
    }
}
