package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.GateApproval;
import io.jenkins.plugins.sprintdelivery.core.model.Person;
import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import io.jenkins.plugins.sprintdelivery.core.settings.DeliverySettings;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsReader;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads the facts of a case. What a case leaves out is not known. */
final class CaseFacts {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    private final JsonNode facts;
    private final Instant now;
    private final Sprint sprint;

    private CaseFacts(JsonNode facts) {
        this.facts = facts;
        this.now = facts.has("now") ? Instant.parse(text(facts, "now")) : NOW;
        this.sprint = facts.has("sprint") ? sprints().sprints().sprintAt(now).orElseThrow() : null;
    }

    static GateFacts of(JsonNode facts) {
        return new CaseFacts(facts).read();
    }

    private GateFacts read() {
        GateFacts known = GateFacts.of(candidate(), now);
        if (facts.has("tests")) {
            known = known.with(new Need.Tests(), tests(facts.get("tests")));
        }
        if (facts.has("released")) {
            JsonNode released = facts.get("released");
            known = known.with(
                    new Need.ReleasedTests(),
                    new ReleasedTestFacts(
                            text(released, "release"), Set.copyOf(texts(released, "failing")), seconds(released)));
        }
        if (facts.has("coverage")) {
            JsonNode coverage = facts.get("coverage");
            known = known.with(
                    new Need.Coverage(), new CoverageFacts(share(coverage, "lines"), share(coverage, "branches")));
        }
        if (facts.has("analysis")) {
            JsonNode analysis = facts.get("analysis");
            known = known.with(
                    new Need.Analysis(),
                    new AnalysisFacts(
                            issues(analysis.get("all")),
                            analysis.has("new") ? issues(analysis.get("new")) : null,
                            texts(analysis, "examples")));
        }
        if (facts.has("tracker")) {
            JsonNode tracker = facts.get("tracker");
            List<TicketFacts.Ticket> tickets =
                    stream(tracker).map(CaseFacts::ticket).toList();
            List<TrackerSilence> silences = silences();
            List<String> unknown = candidate().tickets().stream()
                    .filter(key ->
                            tickets.stream().noneMatch(ticket -> ticket.key().equals(key)))
                    .filter(key -> silences.stream()
                            .noneMatch(silence -> silence.unanswered().contains(key)))
                    .toList();
            known = known.with(new Need.Tickets(), new TicketFacts(tickets, unknown, silences));
        }
        if (facts.has("blockers")) {
            known = known.with(
                    new Need.Blockers(),
                    new BlockerFacts(
                            stream(facts.get("blockers")).map(CaseFacts::ticket).toList(), silences()));
        }
        if (facts.has("stays")) {
            for (String environment : facts.get("stays").propertyNames()) {
                List<StayFacts.Stay> stays = stream(facts.get("stays").get(environment))
                        .map(stay -> new StayFacts.Stay(
                                "d-1",
                                instant(stay, "from"),
                                instant(stay, "to"),
                                stay.path("rolledBack").asBoolean(false)))
                        .toList();
                known = known.with(new Need.Stays(environment), new StayFacts(stays));
            }
        }
        if (facts.has("running")) {
            for (JsonNode running : facts.get("running")) {
                known = known.with(
                        new Need.Running(text(running, "service"), text(running, "asked")),
                        new RunningFacts(text(running, "environment"), text(running, "version"), "d-2"));
            }
        }
        if (facts.has("freezes") || facts.has("milestones")) {
            DeliverySettings settings = sprints();
            known = known.with(
                    new Need.Freezes(),
                    new FreezeFacts(
                            settings.freezes(),
                            settings.sprints() == null
                                    ? null
                                    : settings.sprints()
                                            .sprintsBetween(
                                                    now.minus(Duration.ofDays(60)), now.plus(Duration.ofDays(60)))));
        }
        if (facts.has("changes")) {
            JsonNode changes = facts.get("changes");
            known = known.with(
                    new Need.Changes(),
                    new ChangeFacts(
                            text(changes, "since"),
                            changes.path("commits").asInt(0),
                            changes.path("files").asInt(0),
                            changes.path("lines").asInt(0)));
        }
        if (facts.has("approvals")) {
            known = known.with(
                    new Need.Approvals(),
                    stream(facts.get("approvals")).map(this::approval).toList());
        }
        if (facts.has("endpoints")) {
            for (JsonNode endpoint : facts.get("endpoints")) {
                known = known.with(
                        new Need.Endpoint(text(endpoint, "url")),
                        new EndpointAnswer(endpoint.path("status").asInt(200), text(endpoint, "body")));
            }
        }
        return known;
    }

    private ReleaseCandidate candidate() {
        String environment = text(facts, "environment");
        return new ReleaseCandidate(
                text(facts, "service"),
                environment == null ? null : Environment.named(environment),
                text(facts, "version"),
                facts.has("build") ? build(text(facts, "build")) : null,
                facts.path("ticketsRead").asBoolean(true) ? texts(facts, "tickets") : null,
                sprint,
                Set.copyOf(texts(facts, "involved")));
    }

    /** The part of the facts that is written as in the settings file. */
    private DeliverySettings sprints() {
        StringBuilder settings = new StringBuilder("{\"gates\": {\"freezes\": ");
        settings.append(facts.has("freezes") ? facts.get("freezes") : "[]");
        if (facts.has("milestones")) {
            settings.append(", \"milestones\": ").append(facts.get("milestones"));
        }
        settings.append("}");
        if (facts.has("sprint")) {
            settings.append(", \"sprints\": ").append(facts.get("sprint"));
        }
        return SettingsReader.read(settings.append("}").toString(), "case.yml");
    }

    private static TestFacts tests(JsonNode tests) {
        Map<String, Integer> suites = null;
        if (tests.has("suites")) {
            suites = new HashMap<>();
            for (String suite : tests.get("suites").propertyNames()) {
                suites.put(suite, tests.get("suites").get(suite).asInt());
            }
        }
        List<String> failing = texts(tests, "failing");
        return new TestFacts(
                new TestCounts(
                        tests.path("passed").asInt(0),
                        tests.path("failed").asInt(failing.size()),
                        tests.path("skipped").asInt(0),
                        tests.path("flaky").asInt(0)),
                failing,
                List.of(),
                List.of(),
                suites,
                seconds(tests),
                text(tests, "absence"));
    }

    private static CoverageFacts.Share share(JsonNode coverage, String key) {
        return coverage.has(key)
                ? new CoverageFacts.Share(
                        coverage.get(key).get(0).asInt(),
                        coverage.get(key).get(1).asInt())
                : null;
    }

    private static AnalysisFacts.Issues issues(JsonNode issues) {
        Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
        issues.propertyNames()
                .forEach(severity -> counts.put(
                        Severity.parse(severity), issues.get(severity).asInt()));
        return new AnalysisFacts.Issues(counts);
    }

    private static TicketFacts.Ticket ticket(JsonNode ticket) {
        return new TicketFacts.Ticket(
                text(ticket, "key"),
                text(ticket, "title"),
                text(ticket, "state"),
                new HashSet<>(texts(ticket, "sprints")),
                null,
                instant(ticket, "asOf"));
    }

    private List<TrackerSilence> silences() {
        return facts.has("silences")
                ? stream(facts.get("silences"))
                        .map(silence ->
                                new TrackerSilence(text(silence, "reason"), "ask again", texts(silence, "unanswered")))
                        .toList()
                : List.of();
    }

    private GateApproval approval(JsonNode approval) {
        ReleaseCandidate candidate = candidate();
        String version = approval.has("version") ? text(approval, "version") : candidate.version();
        ReleaseCandidate approved = new ReleaseCandidate(
                candidate.service(),
                approval.has("environment")
                        ? Environment.named(text(approval, "environment"))
                        : candidate.environment(),
                version,
                approval.has("build") ? build(text(approval, "build")) : candidate.build(),
                List.of(),
                null,
                Set.of());
        return new GateApproval(
                text(approval, "by") + text(approval, "at"),
                approved.target(approval.has("policy") ? text(approval, "policy") : "release"),
                new Person(text(approval, "by"), null),
                texts(approval, "groups"),
                instant(approval, "at"),
                text(approval, "reason"),
                instant(approval, "expires"));
    }

    private static BuildReference build(String id) {
        int hash = id.indexOf('#');
        return new BuildReference(id.substring(0, hash), Integer.parseInt(id.substring(hash + 1)), null);
    }

    private static Duration seconds(JsonNode node) {
        return node.has("seconds") ? Duration.ofSeconds(node.get("seconds").asLong()) : null;
    }

    private static Instant instant(JsonNode node, String key) {
        return node.has(key) ? Instant.parse(text(node, key)) : null;
    }

    private static String text(JsonNode node, String key) {
        return node.has(key) ? node.get(key).asString() : null;
    }

    private static List<String> texts(JsonNode node, String key) {
        return node.has(key) ? stream(node.get(key)).map(JsonNode::asString).toList() : List.of();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return array.valueStream();
    }
}
