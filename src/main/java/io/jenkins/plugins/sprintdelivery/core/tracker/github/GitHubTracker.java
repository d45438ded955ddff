package io.jenkins.plugins.sprintdelivery.core.tracker.github;

import io.jenkins.plugins.sprintdelivery.core.tracker.Board;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintChange;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.Tracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.JsonReply;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * GitHub. A board is a project with an iteration field ({@code acme/projects/12}) or a repository with milestones
 * ({@code acme/shop}). Tickets are issues and pull requests of the site's repository, {@code #12}. Thread-safe.
 */
public final class GitHubTracker implements Tracker {

    private static final Pattern PROJECT = Pattern.compile("([\\w.-]{1,100})/projects/(\\d{1,9})");
    private static final Pattern REPOSITORY = Pattern.compile("([\\w.-]{1,100})/([\\w.-]{1,100})");

    private static final String VIEWER = "query { viewer { login } }";
    private static final String PROJECTS = """
            query($owner: String!, $search: String) {
              repositoryOwner(login: $owner) {
                ... on ProjectV2Owner {
                  projectsV2(first: 50, query: $search) { nodes { number title } }
                }
              }
            }""";

    private final TrackerType.GitHub github;
    private final String board;
    private final GitHubGraph graph;
    private final GitHubIssues issues;
    private final GitHubMilestones milestones;
    private final GitHubIterations iterations;

    /**
     * Reads GitHub.
     *
     * @param api {@code https://api.github.com}, or {@code https://github.acme.com/api/v3}
     * @param board the site's board, or null
     */
    public GitHubTracker(URI api, TrackerType.GitHub github, String board, SiteHttp http, Clock clock) {
        this.github = Objects.requireNonNull(github, "github");
        this.board = board;
        this.graph = new GitHubGraph(api, http, clock);
        GitHubDependencies dependencies = new GitHubDependencies();
        this.issues = new GitHubIssues(github.repository(), graph, dependencies);
        this.milestones = new GitHubMilestones(api, github.repository(), issues, http, clock);
        this.iterations = new GitHubIterations(github.repository(), graph, dependencies, http, clock);
    }

    @Override
    public String account() {
        JsonReply reply = graph.ask(VIEWER, Map.of());
        return Optional.ofNullable(Fields.text(reply.json().path("data").path("viewer"), "login"))
                .orElseThrow(() -> reply.unexpected("the answer does not say whose token this is"));
    }

    @Override
    public List<Board> boards(String search) {
        String owner = github.repository().substring(0, github.repository().indexOf('/'));
        JsonReply reply = graph.ask(PROJECTS, Map.of("owner", owner, "search", search.strip()));
        List<Board> boards = new ArrayList<>();
        boards.add(new Board(github.repository(), github.repository(), "milestones"));
        JsonNode projects = reply.json().path("data").path("repositoryOwner").path("projectsV2");
        for (JsonNode project : Fields.list(projects.path("nodes"))) {
            String number = Fields.text(project, "number");
            if (number != null) {
                boards.add(new Board(owner + "/projects/" + number, Fields.text(project, "title"), "iterations"));
            }
        }
        return boards.stream()
                .filter(found -> found.matches(search))
                .limit(MAX_BOARDS)
                .toList();
    }

    @Override
    public List<TrackedSprint> sprints(String ofBoard) {
        Matcher project = PROJECT.matcher(ofBoard);
        if (project.matches()) {
            return iterations.sprints(ofBoard, project.group(1), Integer.parseInt(project.group(2)));
        }
        requireRepository(ofBoard);
        return milestones.sprints(ofBoard);
    }

    @Override
    public List<TrackedTicket> ticketsOf(TrackedSprint sprint) {
        Matcher project = PROJECT.matcher(Objects.toString(sprint.board(), ""));
        if (project.matches()) {
            return iterations.ticketsOf(sprint, project.group(1), Integer.parseInt(project.group(2)));
        }
        requireRepository(Objects.toString(sprint.board(), ""));
        return milestones.ticketsOf(sprint);
    }

    private void requireRepository(String ofBoard) {
        if (!REPOSITORY.matcher(ofBoard).matches()) {
            throw graph.notFound("the board is a project such as acme/projects/12 or a repository such as acme/shop,"
                    + " not '" + ofBoard + "'");
        }
    }

    @Override
    public List<TrackedTicket> tickets(Collection<String> keys) {
        return issues.tickets(keys);
    }

    @Override
    public Map<String, List<SprintChange>> sprintChanges(Collection<String> keys) {
        return keepsSprintHistory() ? issues.milestoneChanges(keys) : Map.of();
    }

    /** Of milestones GitHub keeps who set which one when; of iterations it keeps nothing. */
    @Override
    public boolean keepsSprintHistory() {
        return board == null || !PROJECT.matcher(board).matches();
    }
}
