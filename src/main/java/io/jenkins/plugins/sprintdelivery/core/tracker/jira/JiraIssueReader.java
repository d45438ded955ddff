package io.jenkins.plugins.sprintdelivery.core.tracker.jira;

import io.jenkins.plugins.sprintdelivery.core.tracker.SprintReference;
import io.jenkins.plugins.sprintdelivery.core.tracker.StatusCategory;
import io.jenkins.plugins.sprintdelivery.core.tracker.TicketLink;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Url;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Reads issues in the shape that Jira gives them, in the cloud and on a server. */
final class JiraIssueReader {

    // older servers write a sprint as the text of a Java object: …Sprint@1f[id=7,state=CLOSED,name=Sprint 7,…]
    private static final Pattern OLD_SPRINT_FIELD = Pattern.compile(
            "[\\[,](id|rapidViewId|state|name|startDate|endDate|completeDate|activatedDate|sequence|goal|synced"
                    + "|autoStartStop|incompleteIssuesDestinationId)=");

    private final URI site;
    private final JiraFields fields;

    JiraIssueReader(URI site, JiraFields fields) {
        this.site = site;
        this.fields = fields;
    }

    /** Those of the issues that are some. */
    List<TrackedTicket> readAll(List<JsonNode> issues) {
        return issues.stream().flatMap(issue -> read(issue).stream()).toList();
    }

    /** The issue, or nothing where it has no key. */
    Optional<TrackedTicket> read(JsonNode issue) {
        String key = Fields.text(issue, "key");
        if (key == null) {
            return Optional.empty();
        }
        JsonNode field = issue.path("fields");
        JsonNode status = field.path("status");
        return Optional.of(new TrackedTicket(
                key,
                Fields.text(field, "summary"),
                Fields.text(field.path("issuetype"), "name"),
                Fields.text(status, "name"),
                category(status),
                isFlagged(field),
                Fields.text(field.path("assignee"), "displayName"),
                Fields.moment(field.path("created")),
                Fields.text(field.path("reporter"), "displayName"),
                sprints(field),
                links(field),
                estimate(field),
                Url.below(site).path("browse", key).uri()));
    }

    private static StatusCategory category(JsonNode status) {
        String key = Fields.text(status.path("statusCategory"), "key");
        return switch (key == null ? "" : key) {
            case "new" -> StatusCategory.TO_DO;
            case "indeterminate" -> StatusCategory.IN_PROGRESS;
            case "done" -> StatusCategory.DONE;
            default -> StatusCategory.ofWords(Objects.toString(Fields.text(status, "name"), ""));
        };
    }

    private boolean isFlagged(JsonNode field) {
        boolean byAgile = Fields.flag(field.path("flagged"));
        return byAgile
                || fields.flagged() != null
                        && !Fields.list(field.path(fields.flagged())).isEmpty();
    }

    private BigDecimal estimate(JsonNode field) {
        return fields.estimates().stream()
                .map(id -> Fields.number(field.path(id)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    // ---- sprints ----

    private List<SprintReference> sprints(JsonNode field) {
        Map<String, SprintReference> sprints = new LinkedHashMap<>();
        List<JsonNode> written = new ArrayList<>(Fields.list(field.path("closedSprints")));
        written.add(field.path("sprint"));
        if (fields.sprint() != null) {
            written.addAll(Fields.list(field.path(fields.sprint())));
        }
        for (JsonNode sprint : written) {
            reference(sprint).ifPresent(reference -> sprints.put(reference.id(), reference));
        }
        return sprints.values().stream()
                .sorted(Comparator.comparing(SprintReference::start, Comparator.nullsLast(Comparator.naturalOrder())))
                .toList();
    }

    private static Optional<SprintReference> reference(JsonNode sprint) {
        if (sprint.isString()) {
            return oldReference(sprint.asString());
        }
        String id = Fields.text(sprint, "id");
        return id == null
                ? Optional.empty()
                : Optional.of(new SprintReference(
                        id, Fields.text(sprint, "name"), Fields.moment(sprint.path("startDate"))));
    }

    private static Optional<SprintReference> oldReference(String text) {
        if (text.length() > 4_000) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        String previous = null;
        int from = 0;
        Matcher name = OLD_SPRINT_FIELD.matcher(text);
        while (name.find()) {
            if (previous != null) {
                values.put(previous, text.substring(from, name.start()));
            }
            previous = name.group(1);
            from = name.end();
        }
        if (previous != null) {
            values.put(previous, text.substring(from).replaceAll("]$", ""));
        }
        String id = values.get("id");
        return id == null || !id.matches("\\d{1,18}")
                ? Optional.empty()
                : Optional.of(new SprintReference(id, values.get("name"), moment(values.get("startDate"))));
    }

    private static Instant moment(String text) {
        return text == null ? null : Fields.moment(StringNode.valueOf(text));
    }

    // ---- links ----

    private static List<TicketLink> links(JsonNode field) {
        List<TicketLink> links = new ArrayList<>();
        for (JsonNode link : Fields.list(field.path("issuelinks"))) {
            link(link.path("outwardIssue"), Fields.text(link.path("type"), "outward")).ifPresent(links::add);
            link(link.path("inwardIssue"), Fields.text(link.path("type"), "inward")).ifPresent(links::add);
        }
        String parent = Fields.text(field.path("parent"), "key");
        if (parent != null) {
            links.add(new TicketLink(TicketLink.Kind.PARENT, "parent", parent));
        }
        return links;
    }

    private static Optional<TicketLink> link(JsonNode other, String words) {
        String key = Fields.text(other, "key");
        return key == null
                ? Optional.empty()
                : Optional.of(new TicketLink(
                        words == null ? TicketLink.Kind.RELATED : TicketLink.Kind.ofWords(words), words, key));
    }
}
