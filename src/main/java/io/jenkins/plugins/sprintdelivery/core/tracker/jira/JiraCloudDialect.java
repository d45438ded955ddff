package io.jenkins.plugins.sprintdelivery.core.tracker.jira;

import io.jenkins.plugins.sprintdelivery.core.tracker.SprintChange;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Batches;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.JsonReply;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Page;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Paging;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Url;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Jira in the cloud: issues by {@code POST /rest/api/3/issue/bulkfetch}, a sprint's issues by
 * {@code /rest/software/1.0/sprint/{id}/issue} or, where that is not there, by {@code /rest/agile/1.0}, moves by
 * {@code POST /rest/api/3/changelog/bulkfetch}.
 */
final class JiraCloudDialect implements JiraDialect {

    private static final int CHANGES_A_PAGE = 1_000;

    private final URI site;
    private final SiteHttp http;
    private final JiraFieldIds fieldIds;
    private volatile boolean newerMissing;

    JiraCloudDialect(URI site, SiteHttp http) {
        this.site = site;
        this.http = http;
        this.fieldIds = new JiraFieldIds(site, platform(), http);
    }

    @Override
    public String platform() {
        return "/rest/api/3";
    }

    @Override
    public List<TrackedTicket> tickets(Collection<String> keys) {
        List<TrackedTicket> tickets = new ArrayList<>();
        for (List<String> batch : Batches.of(keys, BATCH)) {
            tickets.addAll(reader().readAll(fetch(batch, fieldIds.get().wanted())));
        }
        return tickets;
    }

    private List<JsonNode> fetch(List<String> keys, List<String> fields) {
        return http.ask(
                        Url.below(site).literal(platform() + "/issue/bulkfetch").uri(),
                        Map.of("issueIdsOrKeys", keys, "fields", fields))
                .list("issues");
    }

    @Override
    public List<TrackedTicket> ticketsOf(TrackedSprint sprint) {
        if (!newerMissing) {
            try {
                return new Paging(http).all("the sprint's tickets", "", token -> newerPage(sprint, token));
            } catch (TrackerException problem) {
                if (!(problem.failure() instanceof TrackerFailure.NotFound)) {
                    throw problem;
                }
            }
        }
        List<TrackedTicket> tickets = new JiraSprintIssues(site, http, fieldIds).of(sprint);
        newerMissing = true;
        return tickets;
    }

    private Page<TrackedTicket, String> newerPage(TrackedSprint sprint, String token) {
        JsonReply reply = http.get(Url.below(site)
                .literal("/rest/software/1.0/sprint")
                .path(sprint.id(), "issue")
                .query("fields", String.join(",", fieldIds.get().wanted()))
                .query("maxResults", BATCH)
                .query("nextPageToken", token.isEmpty() ? null : token)
                .uri());
        List<JsonNode> issues = reply.list("issues");
        return new Page<>(reader().readAll(issues), Fields.token(reply.json().path("nextPageToken")));
    }

    private JiraIssueReader reader() {
        return new JiraIssueReader(site, fieldIds.get());
    }

    @Override
    public Map<String, List<SprintChange>> sprintChanges(Collection<String> keys) {
        JiraFields fields = fieldIds.get();
        Map<String, List<SprintChange>> changes = new LinkedHashMap<>();
        if (fields.sprint() == null) {
            return changes;
        }
        for (List<String> batch : Batches.of(keys, BATCH)) {
            Map<String, String> keyOfId = new LinkedHashMap<>();
            for (JsonNode issue : fetch(batch, List.of("status"))) {
                String id = Fields.text(issue, "id");
                String key = Fields.text(issue, "key");
                if (id != null && key != null) {
                    keyOfId.put(id, key);
                }
            }
            if (!keyOfId.isEmpty()) {
                changes.putAll(changesOf(keyOfId, fields));
            }
        }
        return changes;
    }

    // an issue's changes may be spread over several pages
    private Map<String, List<SprintChange>> changesOf(Map<String, String> keyOfId, JiraFields fields) {
        Map<String, List<JsonNode>> histories = new LinkedHashMap<>();
        List<JsonNode> logs = new Paging(http)
                .all("changes", "", token -> changePage(List.copyOf(keyOfId.keySet()), fields, token));
        for (JsonNode log : logs) {
            String key = keyOfId.get(String.valueOf(Fields.text(log, "issueId")));
            if (key != null && log.path("changeHistories").isArray()) {
                log.path("changeHistories")
                        .forEach(history -> histories
                                .computeIfAbsent(key, unused -> new ArrayList<>())
                                .add(history));
            }
        }
        Map<String, List<SprintChange>> changes = new LinkedHashMap<>();
        histories.forEach((key, all) -> changes.put(key, JiraChangelog.read(all, fields)));
        changes.values().removeIf(List::isEmpty);
        return changes;
    }

    private Page<JsonNode, String> changePage(List<String> ids, JiraFields fields, String token) {
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("issueIdsOrKeys", ids);
        question.put("fieldIds", List.of(fields.sprint()));
        question.put("maxResults", CHANGES_A_PAGE);
        if (!token.isEmpty()) {
            question.put("nextPageToken", token);
        }
        JsonReply reply = http.ask(
                Url.below(site).literal(platform() + "/changelog/bulkfetch").uri(), question);
        return new Page<>(
                reply.list("issueChangeLogs"), Fields.token(reply.json().path("nextPageToken")));
    }
}
