package io.jenkins.plugins.sprintdelivery.core.tracker.clickup;

import io.jenkins.plugins.sprintdelivery.core.tracker.SprintReference;
import io.jenkins.plugins.sprintdelivery.core.tracker.StatusCategory;
import io.jenkins.plugins.sprintdelivery.core.tracker.TicketLink;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads ClickUp's tasks. */
final class TaskReader {

    private static final String BLOCKED = "blocked";

    private TaskReader() {}

    /** What commits call a task: its custom id where it has one, otherwise {@code #} and its id. */
    static Optional<String> keyOf(JsonNode task) {
        String custom = Fields.text(task, "custom_id");
        String id = Fields.text(task, "id");
        return custom != null ? Optional.of(custom) : Optional.ofNullable(id).map(own -> "#" + own);
    }

    static Optional<TrackedTicket> read(JsonNode task, String key) {
        if (Fields.text(task, "id") == null) {
            return Optional.empty();
        }
        JsonNode status = task.path("status");
        String name = Objects.toString(Fields.text(status, "status"), "");
        boolean tagged = Fields.list(task.path("tags")).stream()
                .anyMatch(tag -> BLOCKED.equalsIgnoreCase(Fields.text(tag, "name")));
        return Optional.of(new TrackedTicket(
                key,
                Fields.text(task, "name"),
                "Task",
                name,
                category(Fields.text(status, "type"), name),
                tagged || name.equalsIgnoreCase(BLOCKED),
                assignee(task),
                Fields.moment(task.path("date_created")),
                Fields.text(task.path("creator"), "username"),
                sprints(task),
                links(task),
                Fields.number(task.path("points")),
                Fields.page(task.path("url"))));
    }

    private static StatusCategory category(String type, String name) {
        return switch (type == null ? "" : type) {
            case "open" -> StatusCategory.TO_DO;
            case "done", "closed" -> StatusCategory.DONE;
            case "unstarted" -> StatusCategory.TO_DO;
            case "custom" -> StatusCategory.ofWords(name) == StatusCategory.TO_DO
                    ? StatusCategory.TO_DO
                    : StatusCategory.IN_PROGRESS;
            default -> StatusCategory.ofWords(name);
        };
    }

    private static String assignee(JsonNode task) {
        return Fields.list(task.path("assignees")).stream()
                .map(user -> Fields.text(user, "username"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    // a task may be in several lists: its home and those it was added to
    private static List<SprintReference> sprints(JsonNode task) {
        return Stream.concat(
                        Stream.of(task.path("list")),
                        Fields.list(task.path("locations")).stream())
                .filter(list -> Fields.text(list, "id") != null)
                .map(list -> new SprintReference(Fields.text(list, "id"), Fields.text(list, "name"), null))
                .distinct()
                .toList();
    }

    private static List<TicketLink> links(JsonNode task) {
        String own = Fields.text(task, "id");
        List<TicketLink> links = new ArrayList<>();
        for (JsonNode dependency : Fields.list(task.path("dependencies"))) {
            String waiting = Fields.text(dependency, "task_id");
            String needed = Fields.text(dependency, "depends_on");
            if (own.equals(waiting) && needed != null) {
                links.add(new TicketLink(TicketLink.Kind.DEPENDS_ON, "waiting on", "#" + needed));
            } else if (own.equals(needed) && waiting != null) {
                links.add(new TicketLink(TicketLink.Kind.BLOCKS, "blocking", "#" + waiting));
            }
        }
        String parent = Fields.text(task, "parent");
        if (parent != null) {
            links.add(new TicketLink(TicketLink.Kind.PARENT, "parent", "#" + parent));
        }
        for (JsonNode linked : Fields.list(task.path("linked_tasks"))) {
            String other = Fields.text(linked, own.equals(Fields.text(linked, "task_id")) ? "link_id" : "task_id");
            if (other != null) {
                links.add(new TicketLink(TicketLink.Kind.RELATED, "linked", "#" + other));
            }
        }
        return links;
    }
}
