package io.jenkins.plugins.sprintdelivery.core.tracker.gitlab;

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

/** Writes to the issues and commits of a project on GitLab. Thread-safe. */
public final class GitLabWriter implements TicketComments, CommitStatuses {

    private final URI project;
    private final SiteHttp http;

    /**
     * Writes to GitLab.
     *
     * @param api {@code https://gitlab.com/api/v4} or the same of a server of one's own
     * @param project by its id or its path
     */
    public GitLabWriter(URI api, String project, SiteHttp http) {
        this.project = Url.below(api).literal("/projects").path(project).uri();
        this.http = Objects.requireNonNull(http, "http");
    }

    @Override
    public void comment(String key, String text) {
        if (!key.matches("#\\d{1,9}")) {
            throw new TrackerException(new TrackerFailure.NotFound(
                    "The ticket " + key + " is no issue of this project; those are written #12."));
        }
        http.send(
                Url.below(project)
                        .literal("/issues")
                        .path(key.substring(1), "notes")
                        .uri(),
                Map.of("body", TicketComments.bounded(text)));
    }

    @Override
    public boolean has(String key, String mark) {
        return http
                .get(Url.below(project)
                        .literal("/issues")
                        .path(key.substring(1), "notes")
                        .query("order_by", "created_at")
                        .query("sort", "desc")
                        .query("per_page", 100)
                        .uri())
                .list("")
                .stream()
                .anyMatch(note -> note.path("body").asString("").contains(mark));
    }

    @Override
    public void set(Status status) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("state", state(status.state()));
        document.put("name", status.name());
        document.put("description", status.description());
        if (status.page() != null) {
            document.put("target_url", status.page().toString());
        }
        http.send(Url.below(project).literal("/statuses").path(status.commit()).uri(), document);
    }

    private static String state(State state) {
        return state == State.FAILURE ? "failed" : state.toString();
    }
}
