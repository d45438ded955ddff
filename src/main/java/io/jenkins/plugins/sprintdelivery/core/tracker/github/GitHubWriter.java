package io.jenkins.plugins.sprintdelivery.core.tracker.github;

import io.jenkins.plugins.sprintdelivery.core.tracker.CommitStatuses;
import io.jenkins.plugins.sprintdelivery.core.tracker.TicketComments;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Url;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** Writes to the issues and commits of a repository on GitHub. Thread-safe. */
public final class GitHubWriter implements TicketComments, CommitStatuses {

    private static final int PER_PAGE = 100;

    private final URI repository;
    private final SiteHttp http;

    /**
     * Writes to GitHub.
     *
     * @param api {@code https://api.github.com}, or {@code https://github.acme.com/api/v3}
     * @param repository as {@code owner/name}
     */
    public GitHubWriter(URI api, String repository, SiteHttp http) {
        this.repository = Url.below(api).literal("/repos/" + repository).uri();
        this.http = Objects.requireNonNull(http, "http");
    }

    @Override
    public void comment(String key, String text) {
        if (!key.matches("#\\d{1,9}")) {
            throw new TrackerException(new TrackerFailure.NotFound(
                    "The ticket " + key + " is no issue of this repository; those are written #12."));
        }
        http.send(
                Url.below(repository)
                        .literal("/issues")
                        .path(key.substring(1), "comments")
                        .uri(),
                Map.of("body", TicketComments.bounded(text)));
    }

    @Override
    public boolean has(String key, String mark) {
        // oldest first whatever is asked for, so that the last page is the one of interest
        JsonNode issue = http.get(Url.below(repository)
                        .literal("/issues")
                        .path(key.substring(1))
                        .uri())
                .object("");
        int comments = issue.path("comments").asInt(0);
        return http
                .get(Url.below(repository)
                        .literal("/issues")
                        .path(key.substring(1), "comments")
                        .query("per_page", PER_PAGE)
                        .query("page", Math.max(1, (comments + PER_PAGE - 1) / PER_PAGE))
                        .uri())
                .list("")
                .stream()
                .anyMatch(comment -> comment.path("body").asString("").contains(mark));
    }

    @Override
    public void set(Status status) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("state", status.state().toString());
        document.put("context", status.name());
        document.put("description", status.description());
        if (status.page() != null) {
            document.put("target_url", status.page().toString());
        }
        http.send(
                Url.below(repository).literal("/statuses").path(status.commit()).uri(), document);
    }
}
