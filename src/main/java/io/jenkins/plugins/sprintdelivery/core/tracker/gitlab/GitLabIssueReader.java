package io.jenkins.plugins.sprintdelivery.core.tracker.gitlab;

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

/**
 * Reads GitLab's issues. An issue is open or closed; which open ones are at work say labels, of which the usual names of
 * board columns are known.
 */
final class GitLabIssueReader {

    private static final String BLOCKED = "blocked";
    private static final Set<String> AT_WORK =
            Set.of("doing", "in progress", "in review", "review", "workflow::in dev", "workflow::in review",
                    "workflow::in progress", "status::in progress", "status::doing", "status::in review");

    private final boolean iterations;

    GitLabIssueReader(boolean iterations) {
        this.iterations = iterations;
    }

    Optional<TrackedTicket> read(JsonNode issue) {
        String number = Fields.text(issue, "iid");
        if (number == null) {
            return Optional.empty();
        }
        List<String> labels = Fields.list(issue.path("labels")).stream()
                .map(Fields::text)
                .filter(Objects::nonNull)
                .toList();
        Optional<String> atWork = labels.stream()
                .filter(label -> AT_WORK.contains(label.toLowerCase(Locale.ROOT)))
                .findFirst();
        boolean closed = "closed".equals(Fields.text(issue, "state"));
        return Optional.of(new TrackedTicket(
                "#" + number,
                Fields.text(issue, "title"),
                Fields.text(issue, "issue_type"),
                closed ? "closed" : atWork.orElse("opened"),
                closed
                        ? StatusCategory.DONE
                        : atWork.isPresent() ? StatusCategory.IN_PROGRESS : StatusCategory.TO_DO,
                labels.stream().anyMatch(label -> BLOCKED.equalsIgnoreCase(label)
                        || label.toLowerCase(Locale.ROOT).endsWith("::" + BLOCKED)),
                Fields.list(issue.path("assignees")).stream()
                        .map(user -> Fields.text(user, "name"))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null),
                Fields.moment(issue.path("created_at")),
                Fields.text(issue.path("author"), "name"),
                sprint(issue.path(iterations ? "iteration" : "milestone")),
                List.of(),
                Fields.number(issue.path("weight")),
                Fields.page(issue.path("web_url"))));
    }

    private static List<SprintReference> sprint(JsonNode sprint) {
        String id = Fields.text(sprint, "id");
        return id == null
                ? List.of()
                : List.of(new SprintReference(
                        id, Fields.text(sprint, "title"), Fields.moment(sprint.path("start_date"))));
    }
}
