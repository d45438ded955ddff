package io.jenkins.plugins.sprintdelivery.core.tracker.github;

import io.jenkins.plugins.sprintdelivery.core.tracker.SprintChange;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Batches;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Issues and pull requests of a repository by their numbers, fifty in one GraphQL query. */
final class GitHubIssues {

    private static final int BATCH = 50;
    private static final Pattern KEY = Pattern.compile("#\\d{1,9}");

    private static final String MOVES = "timelineItems(first: 100, itemTypes: [MILESTONED_EVENT, DEMILESTONED_EVENT]) {"
            + " nodes { __typename"
            + " ... on MilestonedEvent { createdAt milestoneTitle actor { login } }"
            + " ... on DemilestonedEvent { createdAt milestoneTitle actor { login } } } }";

    private final String repository;
    private final GitHubGraph graph;
    private final GitHubDependencies dependencies;

    GitHubIssues(String repository, GitHubGraph graph, GitHubDependencies dependencies) {
        this.repository = repository;
        this.graph = graph;
        this.dependencies = dependencies;
    }

    List<TrackedTicket> tickets(Collection<String> keys) {
        return dependencies.ask(ofIssues -> tickets(keys, ofIssues));
    }

    private List<TrackedTicket> tickets(Collection<String> keys, String ofIssues) {
        GitHubTicketReader reader = new GitHubTicketReader(repository);
        List<TrackedTicket> tickets = new ArrayList<>();
        forEach(
                keys,
                GitHubTicketReader.FIELDS,
                ofIssues,
                (key, issue) -> reader.read(issue, null, List.of()).ifPresent(tickets::add));
        return tickets;
    }

    /** The same tickets with what they wait for and what waits for them, where the server tells it. */
    List<TrackedTicket> withDependencies(List<TrackedTicket> tickets) {
        List<String> keys = tickets.stream().map(TrackedTicket::key).toList();
        GitHubTicketReader reader = new GitHubTicketReader(repository);
        Map<String, JsonNode> found = new HashMap<>();
        try {
            dependencies.ask(ofIssues -> {
                if (!ofIssues.isEmpty()) {
                    forEach(keys, "number", ofIssues, found::put);
                }
                return found;
            });
        } catch (TrackerException problem) {
            if (problem.failure().passes() || problem.failure() instanceof TrackerFailure.RateLimited) {
                // an issue that is blocked must not look as if it were not
                throw problem;
            }
        }
        return tickets.stream()
                .map(ticket -> found.containsKey(ticket.key()) ? with(ticket, found.get(ticket.key()), reader) : ticket)
                .toList();
    }

    private static TrackedTicket with(TrackedTicket ticket, JsonNode said, GitHubTicketReader reader) {
        return ticket.with(reader.links(said), GitHubTicketReader.waits(said));
    }

    /** The milestones that issues were given and lost, by title, because GitHub's events name no number. */
    Map<String, List<SprintChange>> milestoneChanges(Collection<String> keys) {
        Map<String, List<SprintChange>> changes = new LinkedHashMap<>();
        forEach(keys, MOVES, "", (key, issue) -> {
            List<SprintChange> moves = moves(issue.path("timelineItems").path("nodes"));
            if (!moves.isEmpty()) {
                changes.put(key, moves);
            }
        });
        return changes;
    }

    private static List<SprintChange> moves(JsonNode events) {
        List<SprintChange> moves = new ArrayList<>();
        for (JsonNode event : Fields.list(events)) {
            Instant at = Fields.moment(event.path("createdAt"));
            String title = Fields.text(event, "milestoneTitle");
            if (at != null && title != null) {
                boolean given = "MilestonedEvent".equals(Fields.text(event, "__typename"));
                String by = Fields.text(event.path("actor"), "login");
                moves.add(new SprintChange(at, by, given ? Set.of() : Set.of(title), given ? Set.of(title) : Set.of()));
            }
        }
        moves.sort(Comparator.comparing(SprintChange::at));
        return moves;
    }

    private void forEach(Collection<String> keys, String fields, String ofIssues, BiConsumer<String, JsonNode> reader) {
        List<String> numbers =
                keys.stream().filter(key -> KEY.matcher(key).matches()).toList();
        int slash = repository.indexOf('/');
        Map<String, Object> variables =
                Map.of("owner", repository.substring(0, slash), "name", repository.substring(slash + 1));
        for (List<String> batch : Batches.of(numbers, BATCH)) {
            JsonNode found = graph.ask(query(batch, fields, ofIssues), variables)
                    .json()
                    .path("data")
                    .path("repository");
            for (String key : batch) {
                JsonNode issue = found.path("n" + key.substring(1));
                if (issue.isObject()) {
                    reader.accept(key, issue);
                }
            }
        }
    }

    // an alias for each number; numbers are digits, so that nothing else can get into the query
    private static String query(List<String> keys, String fields, String ofIssues) {
        StringBuilder query =
                new StringBuilder("query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) {");
        for (String key : keys) {
            String number = key.substring(1);
            query.append(" n")
                    .append(number)
                    .append(": issueOrPullRequest(number: ")
                    .append(number)
                    .append(") {");
            query.append(" __typename ... on Issue { ")
                    .append(fields)
                    .append(ofIssues)
                    .append(" }");
            query.append(" ... on PullRequest { ").append(fields).append(" } }");
        }
        return query.append(" } }").toString();
    }
}
