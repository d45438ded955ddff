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

/** Writes to the issues and commits of a repository on GitHub. Thread-safe. */
public final class GitHubWriter implements TicketComments, CommitStatuses {

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
