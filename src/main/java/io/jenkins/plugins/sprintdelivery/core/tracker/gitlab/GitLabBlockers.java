package io.jenkins.plugins.sprintdelivery.core.tracker.gitlab;

import io.jenkins.plugins.sprintdelivery.core.tracker.TicketLink;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Finds what blocks issues, in one GraphQL query for a batch: by REST it would be a request for each. Only paid tiers keep
 * it; where a server does not know it, issues have no links. Thread-safe.
 */
final class GitLabBlockers {

    private static final int A_QUERY = 100;

    private static final String QUERY = "query($path: ID!, $iids: [String!]) { project(fullPath: $path) {"
            + " issues(iids: $iids, first: " + A_QUERY + ") { nodes { iid blocked"
            + " blockedByIssues(first: 20) { nodes { reference(full: true) } } } } } }";

    private final URI graph;
    private final String path;
    private final SiteHttp http;
    private volatile boolean known;

    /**
     * @param api as in the settings, with or without its version
     * @param project its path; by a number nothing can be asked for
     */
    GitLabBlockers(URI api, String project, SiteHttp http) {
        graph = URI.create(api.toString().replaceAll("/+$", "").replaceAll("/v4$", "") + "/graphql");
        path = project;
        this.http = http;
        known = !project.matches("\\d+");
    }

    /** The issues with what blocks them, a hundred in a query. */
    List<TrackedTicket> addTo(List<TrackedTicket> issues) {
        List<TrackedTicket> all = new ArrayList<>();
        for (int from = 0; from < issues.size(); from += A_QUERY) {
            all.addAll(some(issues.subList(from, Math.min(issues.size(), from + A_QUERY))));
        }
        return all;
    }

    private List<TrackedTicket> some(List<TrackedTicket> issues) {
        if (!known) {
            return issues;
        }
        Map<String, JsonNode> found = new HashMap<>();
        try {
            List<String> numbers =
                    issues.stream().map(issue -> issue.key().substring(1)).toList();
            JsonNode answer = http.ask(
                            graph, Map.of("query", QUERY, "variables", Map.of("path", path, "iids", numbers)))
                    .object("");
            if (answer.path("errors").isArray()) {
                known = false;
            }
            Fields.list(answer.at("/data/project/issues/nodes"))
                    .forEach(issue -> found.put("#" + Fields.text(issue, "iid"), issue));
        } catch (TrackerException problem) {
            if (problem.failure().passes() || problem.failure() instanceof TrackerFailure.RateLimited) {
                // an issue that is blocked must not look as if it were not
                throw problem;
            }
            known = false;
        }
        return issues.stream()
                .map(issue -> found.containsKey(issue.key()) ? with(issue, found.get(issue.key())) : issue)
                .toList();
    }

    private TrackedTicket with(TrackedTicket issue, JsonNode said) {
        List<TicketLink> links = new ArrayList<>();
        for (JsonNode other : Fields.list(said.path("blockedByIssues").path("nodes"))) {
            String reference = Fields.text(other, "reference");
            if (reference != null) {
                String own = path + "#";
                String key = reference.startsWith(own) ? reference.substring(path.length()) : reference;
                links.add(new TicketLink(TicketLink.Kind.BLOCKED_BY, "is blocked by", key));
            }
        }
        return issue.with(links, Fields.flag(said.path("blocked")));
    }
}
