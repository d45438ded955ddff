package io.jenkins.plugins.sprintdelivery.core.tracker.azure;

import io.jenkins.plugins.sprintdelivery.core.tracker.SprintReference;
import io.jenkins.plugins.sprintdelivery.core.tracker.TicketLink;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Url;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads Azure's work items. */
final class WorkItemReader {

    private static final Pattern WORK_ITEM = Pattern.compile("/workItems/(\\d{1,15})$", Pattern.CASE_INSENSITIVE);
    private static final Pattern BLOCKED_TAG = Pattern.compile("(?i)(^|;)\\s*blocked\\s*(;|$)");

    private final URI project;
    private final StateCategories states;

    WorkItemReader(URI project, StateCategories states) {
        this.project = project;
        this.states = states;
    }

    Optional<TrackedTicket> read(JsonNode item) {
        String id = Fields.text(item, "id");
        if (id == null) {
            return Optional.empty();
        }
        JsonNode fields = item.path("fields");
        String type = Fields.text(fields, "System.WorkItemType");
        String state = Fields.text(fields, "System.State");
        return Optional.of(new TrackedTicket(
                "#" + id,
                Fields.text(fields, "System.Title"),
                type,
                state,
                states.of(type, state),
                isBlocked(fields),
                person(fields.path("System.AssignedTo")),
                Fields.moment(fields.path("System.CreatedDate")),
                person(fields.path("System.CreatedBy")),
                sprint(fields),
                links(item.path("relations")),
                estimate(fields),
                Url.below(project).literal("/_workitems/edit").path(id).uri()));
    }

    private static boolean isBlocked(JsonNode fields) {
        return "Yes".equals(Fields.text(fields, "Microsoft.VSTS.CMMI.Blocked"))
                || BLOCKED_TAG
                        .matcher(Objects.toString(Fields.text(fields, "System.Tags"), ""))
                        .find();
    }

    // an object since version 5 of the API, a text in older servers
    private static String person(JsonNode person) {
        return person.isString() ? Fields.text(person) : Fields.text(person, "displayName");
    }

    private static List<SprintReference> sprint(JsonNode fields) {
        String path = Fields.text(fields, "System.IterationPath");
        // a path of one part is the project itself: the item is in no sprint
        return path == null || !path.contains("\\")
                ? List.of()
                : List.of(new SprintReference(path, lastPart(path), null));
    }

    static String lastPart(String path) {
        return path.substring(path.lastIndexOf('\\') + 1);
    }

    private static BigDecimal estimate(JsonNode fields) {
        return Stream.of(
                        "Microsoft.VSTS.Scheduling.StoryPoints",
                        "Microsoft.VSTS.Scheduling.Effort",
                        "Microsoft.VSTS.Scheduling.Size")
                .map(name -> Fields.number(fields.path(name)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static List<TicketLink> links(JsonNode relations) {
        List<TicketLink> links = new ArrayList<>();
        for (JsonNode relation : Fields.list(relations)) {
            Matcher other = WORK_ITEM.matcher(Objects.toString(Fields.text(relation, "url"), ""));
            TicketLink.Kind kind = kind(Objects.toString(Fields.text(relation, "rel"), ""));
            if (kind != null && other.find()) {
                String label = Fields.text(relation.path("attributes"), "name");
                links.add(new TicketLink(kind, label, "#" + other.group(1)));
            }
        }
        return links;
    }

    // a predecessor has to be finished first: the item that has it depends on it
    private static TicketLink.Kind kind(String relation) {
        return switch (relation) {
            case "System.LinkTypes.Dependency-Reverse" -> TicketLink.Kind.DEPENDS_ON;
            case "System.LinkTypes.Dependency-Forward" -> TicketLink.Kind.REQUIRED_BY;
            case "System.LinkTypes.Hierarchy-Reverse" -> TicketLink.Kind.PARENT;
            case "System.LinkTypes.Hierarchy-Forward" -> TicketLink.Kind.CHILD;
            case "System.LinkTypes.Related" -> TicketLink.Kind.RELATED;
            default -> null;
        };
    }
}
