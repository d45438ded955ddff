package io.jenkins.plugins.sprintdelivery.core.tracker.github;

import io.jenkins.plugins.sprintdelivery.core.tracker.SprintReference;
import io.jenkins.plugins.sprintdelivery.core.tracker.StatusCategory;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads issues and pull requests as REST gives them, which spells everything another way than GraphQL. */
final class GitHubRestReader {

    private static final String BLOCKED = "blocked";

    private final String prefix;

    GitHubRestReader(String home, String repository) {
        this.prefix = home.equalsIgnoreCase(repository) ? "#" : repository + "#";
    }

    Optional<TrackedTicket> read(JsonNode issue) {
        String number = Fields.text(issue, "number");
        if (number == null) {
            return Optional.empty();
        }
        JsonNode milestone = issue.path("milestone");
        String milestoneNumber = Fields.text(milestone, "number");
        boolean closed = "closed".equals(Fields.text(issue, "state"));
        return Optional.of(new TrackedTicket(
                prefix + number,
                Fields.text(issue, "title"),
                issue.path("pull_request").isObject() ? "Pull request" : "Issue",
                Fields.text(issue, "state"),
                closed ? StatusCategory.DONE : StatusCategory.TO_DO,
                Fields.list(issue.path("labels")).stream()
                        .anyMatch(label -> BLOCKED.equalsIgnoreCase(Fields.text(label, "name"))),
                Fields.text(issue.path("assignee"), "login"),
                Fields.moment(issue.path("created_at")),
                Fields.text(issue.path("user"), "login"),
                milestoneNumber == null
                        ? List.of()
                        : List.of(new SprintReference(milestoneNumber, Fields.text(milestone, "title"), null)),
                List.of(),
                null,
                Fields.page(issue.path("html_url"))));
    }
}
