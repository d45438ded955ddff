package io.jenkins.plugins.sprintdelivery.core.tracker.jira;

import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.JsonReply;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Page;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Paging;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Url;
import java.net.URI;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A sprint's issues by {@code /rest/agile/1.0/sprint/{id}/issue}, which servers have and the cloud may still have. */
final class JiraSprintIssues {

    private final URI site;
    private final SiteHttp http;
    private final JiraFieldIds fieldIds;

    JiraSprintIssues(URI site, SiteHttp http, JiraFieldIds fieldIds) {
        this.site = site;
        this.http = http;
        this.fieldIds = fieldIds;
    }

    List<TrackedTicket> of(TrackedSprint sprint) {
        return new Paging(http).all("the sprint's tickets", 0, start -> page(sprint, start));
    }

    private Page<TrackedTicket, Integer> page(TrackedSprint sprint, int start) {
        JsonReply reply = http.get(Url.below(site)
                .literal("/rest/agile/1.0/sprint")
                .path(sprint.id(), "issue")
                .query("fields", String.join(",", fieldIds.get().wanted()))
                .query("startAt", start)
                .query("maxResults", JiraDialect.BATCH)
                .uri());
        List<JsonNode> issues = reply.list("issues");
        return new Page<>(
                new JiraIssueReader(site, fieldIds.get()).readAll(issues),
                JiraTracker.next(reply, start, issues.size()));
    }
}
