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
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Jira Data Center: issues and their changelog by {@code POST /rest/api/2/search}, a sprint's issues by
 * {@code /rest/agile/1.0/sprint/{id}/issue}.
 */
final class JiraDataCenterDialect implements JiraDialect {

    private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,30}-\\d{1,12}");

    private final URI site;
    private final SiteHttp http;
    private final JiraFieldIds fieldIds;

    JiraDataCenterDialect(URI site, SiteHttp http) {
        this.site = site;
        this.http = http;
        this.fieldIds = new JiraFieldIds(site, platform(), http);
    }

    @Override
    public String platform() {
        return "/rest/api/2";
    }

    @Override
    public List<TrackedTicket> tickets(Collection<String> keys) {
        List<TrackedTicket> tickets = new ArrayList<>();
        for (List<String> batch : batches(keys)) {
            tickets.addAll(new JiraIssueReader(site, fieldIds.get())
                    .readAll(search(batch, fieldIds.get().wanted(), List.of())));
        }
        return tickets;
    }

    @Override
    public Map<String, List<SprintChange>> sprintChanges(Collection<String> keys) {
        Map<String, List<SprintChange>> changes = new LinkedHashMap<>();
        for (List<String> batch : batches(keys)) {
            for (JsonNode issue : search(batch, List.of("status"), List.of("changelog"))) {
                JsonNode histories = issue.path("changelog").path("histories");
                String key = Fields.text(issue, "key");
                List<SprintChange> moves =
                        histories.isArray() ? JiraChangelog.read(histories, fieldIds.get()) : List.of();
                if (key != null && !moves.isEmpty()) {
                    changes.put(key, moves);
                }
            }
        }
        return changes;
    }

    // what is no key must not get into the query
    private static List<List<String>> batches(Collection<String> keys) {
        return Batches.of(
                keys.stream().filter(key -> KEY.matcher(key).matches()).toList(), BATCH);
    }

    /**
     * The issues with these keys. Some versions refuse the whole query for one key that does not exist, although they
     * are asked not to; the query is then halved until that key stands alone.
     */
    private List<JsonNode> search(List<String> keys, List<String> fields, List<String> expand) {
        try {
            return new Paging(http).all("issues", 0, start -> page(keys, fields, expand, start));
        } catch (TrackerException problem) {
            if (!(problem.failure() instanceof TrackerFailure.Refused)) {
                throw problem;
            }
            if (keys.size() == 1) {
                return List.of();
            }
            int half = keys.size() / 2;
            List<JsonNode> issues = new ArrayList<>(search(keys.subList(0, half), fields, expand));
            issues.addAll(search(keys.subList(half, keys.size()), fields, expand));
            return issues;
        }
    }

    // a server may give fewer at once than it was asked for (jira.search.views.default.max)
    private Page<JsonNode, Integer> page(List<String> keys, List<String> fields, List<String> expand, int start) {
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("jql", "key in (" + String.join(",", keys) + ")");
        question.put("startAt", start);
        question.put("maxResults", keys.size());
        question.put("fields", fields);
        question.put("expand", expand);
        question.put("validateQuery", false);
        JsonReply reply =
                http.ask(Url.below(site).literal(platform() + "/search").uri(), question);
        List<JsonNode> issues = reply.list("issues");
        return new Page<>(issues, JiraTracker.next(reply, start, issues.size()));
    }

    @Override
    public List<TrackedTicket> ticketsOf(TrackedSprint sprint) {
        return new JiraSprintIssues(site, http, fieldIds).of(sprint);
    }
}
