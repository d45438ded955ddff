package io.jenkins.plugins.sprintdelivery.core.tracker.github;

import io.jenkins.plugins.sprintdelivery.core.tracker.SprintReference;
import io.jenkins.plugins.sprintdelivery.core.tracker.StatusCategory;
import io.jenkins.plugins.sprintdelivery.core.tracker.TicketLink;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads issues and pull requests as GraphQL gives them; a label called blocked flags one. */
final class GitHubTicketReader {

    /** What to ask for of an issue or a pull request; both have all of it. */
    static final String FIELDS = "number title state url createdAt author { login }"
            + " repository { nameWithOwner } milestone { number title }"
            + " assignees(first: 1) { nodes { login } } labels(first: 20) { nodes { name } }";

    private static final String BLOCKED = "blocked";

    private final String home;

    /** Reads tickets; those of the home repository are called {@code #12}, others {@code owner/name#12}. */
    GitHubTicketReader(String home) {
        this.home = home;
    }

    /**
     * The ticket.
     *
     * @param status the column of a project's board, or null
     * @param iterations the iterations it is in
     */
    Optional<TrackedTicket> read(JsonNode content, ProjectValues status, List<SprintReference> iterations) {
        String number = Fields.text(content, "number");
        if (number == null) {
            return Optional.empty();
        }
        String state = Objects.toString(Fields.text(content, "state"), "");
        String column = status == null ? null : status.status();
        return Optional.of(new TrackedTicket(
                key(content, number),
                Fields.text(content, "title"),
                "PullRequest".equals(Fields.text(content, "__typename")) ? "Pull request" : "Issue",
                column == null ? state.toLowerCase(Locale.ROOT) : column,
                category(state, column),
                isBlocked(content, column),
                assignee(content),
                Fields.moment(content.path("createdAt")),
                Fields.text(content.path("author"), "login"),
                Stream.concat(milestone(content), iterations.stream()).toList(),
                links(content),
                status == null ? null : status.estimate(),
                Fields.page(content.path("url"))));
    }

    private String key(JsonNode content, String number) {
        String repository = Fields.text(content.path("repository"), "nameWithOwner");
        boolean atHome = repository == null || repository.equalsIgnoreCase(home);
        return (atHome ? "" : repository) + "#" + number;
    }

    /** What an issue waits for and what waits for it, where it was asked for. */
    List<TicketLink> links(JsonNode content) {
        List<TicketLink> links = new ArrayList<>();
        for (JsonNode other : Fields.list(content.path("blockedBy").path("nodes"))) {
            link(TicketLink.Kind.BLOCKED_BY, "blocked by", other).ifPresent(links::add);
        }
        for (JsonNode other : Fields.list(content.path("blocking").path("nodes"))) {
            link(TicketLink.Kind.BLOCKS, "blocking", other).ifPresent(links::add);
        }
        return links;
    }

    private Optional<TicketLink> link(TicketLink.Kind kind, String label, JsonNode other) {
        String number = Fields.text(other, "number");
        return number == null ? Optional.empty() : Optional.of(new TicketLink(kind, label, key(other, number)));
    }

    private static StatusCategory category(String state, String column) {
        if (state.equals("CLOSED") || state.equals("MERGED")) {
            return StatusCategory.DONE;
        }
        return column == null ? StatusCategory.TO_DO : StatusCategory.ofWords(column);
    }

    private static boolean isBlocked(JsonNode content, String column) {
        return BLOCKED.equalsIgnoreCase(column)
                || waits(content)
                || Fields.list(content.path("labels").path("nodes")).stream()
                        .anyMatch(label -> BLOCKED.equalsIgnoreCase(Fields.text(label, "name")));
    }

    /** Whether an issue waits for one that is open. */
    static boolean waits(JsonNode content) {
        return Fields.list(content.path("blockedBy").path("nodes")).stream()
                .anyMatch(other -> "OPEN".equals(Fields.text(other, "state")));
    }

    private static String assignee(JsonNode content) {
        return Fields.list(content.path("assignees").path("nodes")).stream()
                .map(user -> Fields.text(user, "login"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Stream<SprintReference> milestone(JsonNode content) {
        JsonNode milestone = content.path("milestone");
        String number = Fields.text(milestone, "number");
        return number == null
                ? Stream.empty()
                : Stream.of(new SprintReference(number, Fields.text(milestone, "title"), null));
    }

    /**
     * What a project says of an item.
     *
     * @param status the column it stands in, or null
     * @param estimate the number in its estimate field, or null
     */
    record ProjectValues(String status, BigDecimal estimate) {}
}
