package io.jenkins.plugins.sprintdelivery.core.tracker.github;

import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.JsonReply;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Page;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Paging;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Url;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * Milestones of a repository. A milestone has a due date and no start: it begins where the one due before it ends,
 * otherwise when it was made.
 */
final class GitHubMilestones {

    private static final int A_PAGE = 100;

    private final URI api;
    private final String repository;
    private final SiteHttp http;
    private final Clock clock;
    private final GitHubIssues issues;

    GitHubMilestones(URI api, String repository, GitHubIssues issues, SiteHttp http, Clock clock) {
        this.api = api;
        this.issues = issues;
        this.repository = repository;
        this.http = http;
        this.clock = clock;
    }

    List<TrackedSprint> sprints(String board) {
        URI first = Url.below(api)
                .literal("/repos/" + board + "/milestones")
                .query("state", "all")
                .query("sort", "due_on")
                .query("per_page", A_PAGE)
                .uri();
        List<JsonNode> milestones = new Paging(http)
                .all("milestones", first, this::page).stream()
                        .filter(milestone -> Fields.text(milestone, "number") != null)
                        .sorted(Comparator.comparing(
                                GitHubMilestones::due, Comparator.nullsLast(Comparator.naturalOrder())))
                        .toList();
        List<TrackedSprint> sprints = new ArrayList<>();
        Instant previousEnd = null;
        for (JsonNode milestone : milestones) {
            TrackedSprint sprint = sprint(milestone, board, previousEnd);
            sprints.add(sprint);
            previousEnd = sprint.plannedEnd();
        }
        sprints.sort(TrackedSprint.BY_START);
        return List.copyOf(sprints);
    }

    private Page<JsonNode, URI> page(URI address) {
        JsonReply reply = http.get(address);
        return new Page<>(reply.list(""), reply.nextLink().orElse(null));
    }

    private static Instant due(JsonNode milestone) {
        return Fields.moment(milestone.path("due_on"));
    }

    private TrackedSprint sprint(JsonNode milestone, String board, Instant previousEnd) {
        Instant end = Fields.endOf(Fields.day(milestone.path("due_on")));
        Instant created = Fields.moment(milestone.path("created_at"));
        Instant start = end != null && previousEnd != null && previousEnd.isBefore(end) ? previousEnd : created;
        boolean closed = "closed".equals(Fields.text(milestone, "state"));
        boolean begun = start == null || !clock.instant().isBefore(start);
        return new TrackedSprint(
                Fields.text(milestone, "number"),
                Fields.text(milestone, "title"),
                board,
                Fields.text(milestone, "description"),
                closed ? SprintState.CLOSED : begun ? SprintState.ACTIVE : SprintState.FUTURE,
                start,
                end,
                closed ? Fields.moment(milestone.path("closed_at")) : null,
                Fields.page(milestone.path("html_url")));
    }

    List<TrackedTicket> ticketsOf(TrackedSprint sprint) {
        URI first = Url.below(api)
                .literal("/repos/" + Objects.requireNonNull(sprint.board()) + "/issues")
                .query("milestone", sprint.id())
                .query("state", "all")
                .query("per_page", A_PAGE)
                .uri();
        GitHubRestReader reader = new GitHubRestReader(repository, sprint.board());
        List<TrackedTicket> found = new Paging(http).all("the milestone's issues", first, address -> {
            Page<JsonNode, URI> page = page(address);
            return new Page<>(
                    page.items().stream()
                            .flatMap(issue -> reader.read(issue).stream())
                            .toList(),
                    page.next());
        });
        return issues.withDependencies(found);
    }
}
