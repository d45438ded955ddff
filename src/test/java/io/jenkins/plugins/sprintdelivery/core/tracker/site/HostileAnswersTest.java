package io.jenkins.plugins.sprintdelivery.core.tracker.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.tracker.HttpJsonMapping;
import io.jenkins.plugins.sprintdelivery.core.tracker.HttpJsonMapping.Kind;
import io.jenkins.plugins.sprintdelivery.core.tracker.HttpJsonMapping.Resource;
import io.jenkins.plugins.sprintdelivery.core.tracker.Secret;
import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.Tracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Authorization;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.HttpLimits;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Reply;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Transport;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Wording;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whatever a server answers, a tracker answers something or fails as trackers fail, after a bounded number of requests.
 * The answers are those of the vendors' folders with pieces replaced, and pieces of no vendor at all.
 */
class HostileAnswersTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-26T12:00:00Z"), ZoneOffset.UTC);
    private static final int MAX_PAGES = 10;
    private static final int MAX_REQUESTS = 250;
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpHeaders HEADERS =
            HttpHeaders.of(Map.of("Content-Type", List.of("application/json")), (name, value) -> true);
    private static final HttpLimits LIMITS = new HttpLimits(
            Duration.ofSeconds(5),
            1024 * 1024,
            4,
            0,
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            1_000_000,
            Duration.ofSeconds(1),
            MAX_PAGES);

    /** A site of each kind, with a board and keys of its own. */
    enum Site {
        JIRA_CLOUD(new TrackerType.JiraCloud(), "12", "SHOP-12"),
        JIRA_DATA_CENTER(new TrackerType.JiraDataCenter(), "12", "SHOP-12"),
        TRELLO(new TrackerType.Trello(TrackerType.Trello.SprintBy.LIST, null), "12", "#12"),
        TRELLO_BOARDS(new TrackerType.Trello(TrackerType.Trello.SprintBy.BOARD, null), "12", "sHoRt012"),
        TRELLO_LABELS(new TrackerType.Trello(TrackerType.Trello.SprintBy.LABEL, null), "12", "#12"),
        CLICKUP(new TrackerType.ClickUp("9001"), "12", "SHOP-12"),
        GITHUB_MILESTONES(new TrackerType.GitHub("acme/shop"), "acme/shop", "#12"),
        GITHUB_ITERATIONS(new TrackerType.GitHub("acme/shop"), "acme/projects/12", "#12"),
        GITLAB_MILESTONES(new TrackerType.GitLab("acme/shop"), "milestones", "#12"),
        GITLAB_ITERATIONS(new TrackerType.GitLab("acme/shop"), "iterations", "#12"),
        AZURE(new TrackerType.AzureBoards("Shop"), "Web shop", "#12"),
        HTTP_JSON(new TrackerType.HttpJson(mapping()), "12", "SHOP-12");

        private final SiteSettings settings;
        private final String key;

        Site(TrackerType type, String board, String key) {
            this.settings = new SiteSettings("s", type, URI.create("https://t.acme.com"), "u", board, Set.of());
            this.key = key;
        }

        private static HttpJsonMapping mapping() {
            JsonPointer data = JsonPointer.compile("/data");
            JsonPointer next = JsonPointer.compile("/meta/cursor");
            JsonPointer items = JsonPointer.compile("/items");
            return new HttpJsonMapping(
                    null,
                    "Bearer",
                    new Resource(Kind.BOARDS, "/b", data, next, Map.of("id", JsonPointer.compile("/id"))),
                    new Resource(
                            Kind.SPRINTS,
                            "/s?c={cursor}",
                            data,
                            next,
                            Map.of(
                                    "id", JsonPointer.compile("/uid"),
                                    "start", JsonPointer.compile("/from"),
                                    "end", JsonPointer.compile("/until"))),
                    new Resource(
                            Kind.SPRINT_TICKETS,
                            "/t?s={sprint}&p={page}",
                            items,
                            null,
                            Map.of("key", JsonPointer.compile("/ref"), "sprints", JsonPointer.compile("/sprint"))),
                    new Resource(Kind.TICKETS, "/t/{key}", items, null, Map.of("key", JsonPointer.compile("/ref"))));
        }
    }

    @Property(tries = 600)
    void noAnswerEndsInAnythingButAnAnswerOrATrackersFailure(
            @ForAll Site site, @ForAll("answers") List<String> answers) {
        AtomicInteger requests = new AtomicInteger();
        Transport transport = call -> {
            String answer = answers.get(requests.getAndIncrement() % answers.size());
            return new Reply(call.uri(), 200, HEADERS, answer.getBytes(StandardCharsets.UTF_8));
        };
        Authorization authorization = Authorization.bearer(Secret.of("t"));
        Wording wording = new Wording("s", authorization);
        Tracker tracker = Trackers.open(site.settings, new SiteHttp(transport, wording, LIMITS, CLOCK), CLOCK);
        TrackedSprint sprint = new TrackedSprint(
                "107", "Sprint 7", site.settings.board(), null, SprintState.ACTIVE, null, null, null, null);
        List<Callable<Object>> questions = List.of(
                tracker::account,
                () -> tracker.boards(""),
                () -> tracker.sprints(site.settings.board()),
                () -> tracker.tickets(List.of(site.key, "SHOP-13", "#13")),
                () -> tracker.ticketsOf(sprint),
                () -> tracker.sprintChanges(List.of(site.key)));

        for (Callable<Object> question : questions) {
            requests.set(0);
            try {
                assertThat(question.call()).isNotNull();
            } catch (TrackerException failure) {
                assertThat(failure.getMessage()).isNotBlank().hasSizeLessThan(2_000);
            } catch (Exception unexpected) {
                throw new AssertionError(site + " with " + answers, unexpected);
            }
            assertThat(requests.get()).isLessThanOrEqualTo(MAX_REQUESTS);
        }
    }

    @Provide
    Arbitrary<List<String>> answers() {
        Arbitrary<String> mangled =
                Arbitraries.of(bodies()).flatMap(body -> Arbitraries.randomValue(random -> mangle(body, random)));
        Arbitrary<String> torn = Arbitraries.of(bodies())
                .flatMap(
                        body -> Arbitraries.integers().between(0, body.length()).map(end -> body.substring(0, end)));
        Arbitrary<String> foreign = Arbitraries.of(
                "",
                " ",
                "<html></html>",
                "nul",
                "[[[[",
                "{\"a\":".repeat(200),
                "[" + "1,".repeat(50_000) + "1]",
                "{\"values\":[],\"isLast\":false,\"total\":9999999}",
                "9".repeat(5_000),
                "\"\\ud800\"",
                "{\"tasks\":[],\"last_page\":false}",
                "{\"issues\":[],\"nextPageToken\":\"x\"}",
                "{\"data\":[],\"meta\":{\"cursor\":\"https://evil.example.com/\"}}",
                "[{\"id\":1e999999999}]",
                "{\"items\":[{\"ref\":\"SHOP-12\"}]}",
                "\u0000",
                "[{\"due_on\":\"+999999999-12-31\",\"number\":1}]");
        return Arbitraries.frequencyOf(Tuple.of(6, mangled), Tuple.of(1, torn), Tuple.of(2, foreign))
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    /** The body with some of its values replaced by values of another kind. */
    private static String mangle(String body, Random random) {
        JsonNode root = JSON.readTree(body);
        for (int i = random.nextInt(6); i > 0; i--) {
            replaceOne(root, random);
        }
        return JSON.writeValueAsString(root);
    }

    private static void replaceOne(JsonNode root, Random random) {
        JsonNode node = root;
        while (node.isContainer() && !node.isEmpty()) {
            List<JsonNode> children = new ArrayList<>();
            node.forEach(children::add);
            int chosen = random.nextInt(children.size());
            if (random.nextInt(4) == 0 || !children.get(chosen).isContainer()) {
                if (node instanceof ObjectNode object) {
                    object.set(List.copyOf(object.propertyNames()).get(chosen), strange(random));
                } else {
                    ((ArrayNode) node).set(chosen, strange(random));
                }
                return;
            }
            node = children.get(chosen);
        }
    }

    private static JsonNode strange(Random random) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        return switch (random.nextInt(12)) {
            case 0 -> make.nullNode();
            case 1 -> make.booleanNode(true);
            case 2 -> make.numberNode(-1);
            case 3 -> make.numberNode(Double.MAX_VALUE);
            case 4 -> make.numberNode(Long.MIN_VALUE);
            case 5 -> make.stringNode("");
            case 6 -> make.stringNode("2026-13-45T99:99:99Z");
            case 7 -> make.stringNode("x".repeat(3_000));
            case 8 -> make.stringNode("\u0000\u202e<script>${jndi:ldap://x}");
            case 9 -> make.arrayNode().add(1);
            case 10 -> make.objectNode();
            default -> make.stringNode("-999999999-01-01T00:00:00Z");
        };
    }

    private static List<String> bodies() {
        return Bodies.ALL;
    }

    /** All bodies of all vendors, read once. */
    private static final class Bodies {
        private static final List<String> ALL = Map.of(
                        "jiracloud",
                        List.of(
                                "myself",
                                "boards",
                                "sprints-1",
                                "sprints-2",
                                "field",
                                "issue-bulkfetch",
                                "sprint-issues-1",
                                "sprint-issues-2",
                                "changelog-bulkfetch"),
                        "jiradatacenter",
                        List.of("search", "search-changelog", "sprint-issues-1", "field"),
                        "trello",
                        List.of("member", "boards", "lists", "labels", "board-cards", "list-cards", "batch-actions"),
                        "clickup",
                        List.of("user", "spaces", "folders", "lists", "tasks-1", "tasks-2", "task-12"),
                        "github",
                        List.of(
                                "viewer",
                                "projects",
                                "iterations",
                                "items-1",
                                "items-2",
                                "issues",
                                "milestone-events",
                                "milestones-1",
                                "milestone-issues-1"),
                        "gitlab",
                        List.of(
                                "user",
                                "project",
                                "milestones-1",
                                "iterations",
                                "issues",
                                "milestone-events-12",
                                "iteration-events-12"),
                        "azure",
                        List.of(
                                "connection-data",
                                "teams",
                                "iterations",
                                "iteration-workitems",
                                "workitems",
                                "workitemtypes",
                                "updates-12"),
                        "httpjson",
                        List.of("teams", "sprints-1", "sprint-tickets-1", "tickets"))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(folder -> folder.getValue().stream().map(name -> read(folder.getKey(), name)))
                .toList();

        private static String read(String folder, String name) {
            String path = "/io/jenkins/plugins/sprintdelivery/core/tracker/" + folder + "/" + name + ".json";
            try (InputStream input = HostileAnswersTest.class.getResourceAsStream(path)) {
                return new String(input.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
