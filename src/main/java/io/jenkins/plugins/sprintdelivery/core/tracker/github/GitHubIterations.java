package io.jenkins.plugins.sprintdelivery.core.tracker.github;

import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintReference;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintStates;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.JsonReply;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Page;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Paging;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Iterations of a project, of an organization or a user. GitHub marks none as current: the dates say it. An item that
 * the token may not see is left out, because GitHub keeps its content to itself.
 */
final class GitHubIterations {

    private static final int MAX_DAYS = 366;

    private static final String FIELDS = """
            query($owner: String!, $number: Int!) {
              repositoryOwner(login: $owner) {
                ... on ProjectV2Owner {
                  projectV2(number: $number) {
                    title
                    fields(first: 100) {
                      nodes {
                        ... on ProjectV2IterationField {
                          id name
                          configuration {
                            iterations { id title startDate duration }
                            completedIterations { id title startDate duration }
                          }
                        }
                      }
                    }
                  }
                }
              }
            }""";

    private static final String ITEMS = """
            query($owner: String!, $number: Int!, $after: String) {
              repositoryOwner(login: $owner) {
                ... on ProjectV2Owner {
                  projectV2(number: $number) {
                    items(first: 100, after: $after) {
                      pageInfo { hasNextPage endCursor }
                      nodes {
                        type
                        fieldValues(first: 20) {
                          nodes {
                            __typename
                            ... on ProjectV2ItemFieldIterationValue { iterationId title startDate duration }
                            ... on ProjectV2ItemFieldSingleSelectValue {
                              name field { ... on ProjectV2FieldCommon { name } }
                            }
                            ... on ProjectV2ItemFieldNumberValue {
                              number field { ... on ProjectV2FieldCommon { name } }
                            }
                          }
                        }
                        content { __typename ... on Issue { TICKET LINKS } ... on PullRequest { TICKET } }
                      }
                    }
                  }
                }
              }
            }""".replace("TICKET", GitHubTicketReader.FIELDS);

    private final GitHubGraph graph;
    private final SiteHttp http;
    private final Clock clock;
    private final GitHubTicketReader reader;
    private final GitHubDependencies dependencies;

    GitHubIterations(
            String repository, GitHubGraph graph, GitHubDependencies dependencies, SiteHttp http, Clock clock) {
        this.graph = graph;
        this.dependencies = dependencies;
        this.http = http;
        this.clock = clock;
        this.reader = new GitHubTicketReader(repository);
    }

    List<TrackedSprint> sprints(String board, String owner, int number) {
        JsonNode project = project(graph.ask(FIELDS, Map.of("owner", owner, "number", number)), board);
        List<TrackedSprint> sprints = new ArrayList<>();
        boolean found = false;
        for (JsonNode field : Fields.list(project.path("fields").path("nodes"))) {
            JsonNode configuration = field.path("configuration");
            if (!found && configuration.isObject()) {
                found = true;
                for (String kind : List.of("completedIterations", "iterations")) {
                    Fields.list(configuration.path(kind))
                            .forEach(iteration -> sprint(iteration, board).ifPresent(sprints::add));
                }
            }
        }
        if (!found) {
            throw graph.notFound("the project " + board + " has no iteration field");
        }
        sprints.sort(TrackedSprint.BY_START);
        return List.copyOf(sprints);
    }

    private JsonNode project(JsonReply reply, String board) {
        JsonNode project = reply.json().path("data").path("repositoryOwner").path("projectV2");
        if (!project.isObject()) {
            throw graph.notFound("there is no project " + board);
        }
        return project;
    }

    private Optional<TrackedSprint> sprint(JsonNode iteration, String board) {
        String id = Fields.text(iteration, "id");
        LocalDate first = Fields.day(iteration.path("startDate"));
        BigDecimal days = Fields.number(iteration.path("duration"));
        if (id == null || first == null || days == null || days.signum() <= 0 || days.intValue() > MAX_DAYS) {
            return Optional.empty();
        }
        Instant start = first.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant end =
                first.plusDays(days.intValue()).atStartOfDay(ZoneOffset.UTC).toInstant();
        SprintState state = SprintStates.at(clock.instant(), start, end);
        return Optional.of(new TrackedSprint(
                id,
                Fields.text(iteration, "title"),
                board,
                null,
                state,
                start,
                end,
                state == SprintState.CLOSED ? end : null,
                null));
    }

    List<TrackedTicket> ticketsOf(TrackedSprint sprint, String owner, int number) {
        return new Paging(http)
                .all(
                        "the project's items",
                        "",
                        after -> dependencies.ask(ofIssues -> page(sprint, owner, number, after, ofIssues)));
    }

    // GitHub cannot be asked for the items of one iteration: all are read, and what is not in it is dropped at once
    private Page<TrackedTicket, String> page(
            TrackedSprint sprint, String owner, int number, String after, String ofIssues) {
        Map<String, Object> variables = new HashMap<>(Map.of("owner", owner, "number", number));
        if (!after.isEmpty()) {
            variables.put("after", after);
        }
        JsonNode items = project(graph.ask(ITEMS.replace("LINKS", ofIssues), variables), sprint.board())
                .path("items");
        List<TrackedTicket> tickets = new ArrayList<>();
        for (JsonNode item : Fields.list(items.path("nodes"))) {
            ticket(item, sprint).ifPresent(tickets::add);
        }
        JsonNode info = items.path("pageInfo");
        return new Page<>(tickets, Fields.flag(info.path("hasNextPage")) ? Fields.token(info.path("endCursor")) : null);
    }

    private Optional<TrackedTicket> ticket(JsonNode item, TrackedSprint sprint) {
        List<SprintReference> iterations = new ArrayList<>();
        String status = null;
        BigDecimal estimate = null;
        for (JsonNode value : Fields.list(item.path("fieldValues").path("nodes"))) {
            String field = Objects.toString(Fields.text(value.path("field"), "name"), "");
            String iteration = Fields.text(value, "iterationId");
            if (iteration != null) {
                iterations.add(new SprintReference(
                        iteration, Fields.text(value, "title"), Fields.moment(value.path("startDate"))));
            } else if (field.equalsIgnoreCase("Status")) {
                status = Fields.text(value, "name");
            } else if (field.equalsIgnoreCase("Estimate") || field.equalsIgnoreCase("Story points")) {
                estimate = Fields.number(value.path("number"));
            }
        }
        boolean wanted = iterations.stream().anyMatch(found -> found.id().equals(sprint.id()));
        return wanted
                ? reader.read(item.path("content"), new GitHubTicketReader.ProjectValues(status, estimate), iterations)
                : Optional.empty();
    }
}
