package io.jenkins.plugins.sprintdelivery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.board.ApiRequest;
import io.jenkins.plugins.sprintdelivery.core.board.BoardApi;
import io.jenkins.plugins.sprintdelivery.core.board.DeliveryBoard;
import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.Commitment;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two teams deliver at the same time: the marks on tickets and the metric call the same tickets unplanned. */
class UnplannedWorkTest {

    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    private static final Instant NOW = START.plus(Duration.ofDays(3));
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    Path directory;

    private static void sprint(List<LedgerEvent> events, String id, String tracker, List<String> promised) {
        events.add(new LedgerEvent.SprintRecorded(new Sprint(
                id,
                "Sprint of " + tracker,
                tracker,
                null,
                SprintState.ACTIVE,
                START,
                START.plus(Duration.ofDays(14)),
                null,
                tracker)));
        events.add(new LedgerEvent.CommitmentRecorded(
                new Commitment(id, tracker, START, Commitment.Basis.HISTORY, promised)));
        events.add(new LedgerEvent.ContentsRecorded(
                new SprintContents(id, tracker, NOW, false, promised, List.of(), List.of(), List.of(), null, false)));
    }

    private static Deployment delivery(String id, Instant finished, String... tickets) {
        return new Deployment(
                id,
                "shop",
                Environment.named("production"),
                id,
                null,
                null,
                null,
                DeploymentStatus.SUCCESSFUL,
                finished.minusSeconds(60),
                finished,
                new BuildReference("shop/main", 7, null),
                null,
                List.of(tickets),
                List.of());
    }

    @Test
    void marksAndMetricAgree() throws Exception {
        try (Ledger ledger = Ledger.open(directory, CLOCK)) {
            List<LedgerEvent> events = new ArrayList<>();
            sprint(events, "12", "web", List.of("WEB-1", "WEB-2"));
            sprint(events, "34", "pay", List.of("PAY-1", "WEB-7"));
            events.add(new LedgerEvent.DeploymentRecorded(delivery("0.9", START.minusSeconds(3600), "WEB-8")));
            events.add(new LedgerEvent.DeploymentRecorded(delivery(
                    "1.0", START.plusSeconds(3600), "WEB-1", "WEB-5", "WEB-6", "WEB-7", "PAY-1", "PAY-2", "OPS-1")));
            ledger.append(events);
            assertThat(ledger.catchUp(Duration.ofSeconds(60))).isTrue();
            BoardApi api = new BoardApi(new DeliveryBoard(ledger.queries(), CLOCK), "urn:test");

            assertThat(marked(api, "12"))
                    .as("neither the other team's work, nor a project of no team, nor what was delivered before")
                    .containsExactlyInAnyOrder("WEB-5", "WEB-6");
            assertThat(marked(api, "34"))
                    .as("it has a ticket of either project")
                    .containsExactlyInAnyOrder("PAY-2", "WEB-5", "WEB-6");
            for (String sprint : List.of("12", "34")) {
                assertThat(counted(api, sprint)).containsExactlyInAnyOrderElementsOf(marked(api, sprint));
            }
        }
    }

    private static JsonNode answer(BoardApi api, String path, Map<String, String> query) {
        return Json.mapper().readTree(api.answer(new ApiRequest(path, query)).body());
    }

    private static List<String> marked(BoardApi api, String sprint) {
        return answer(api, "tickets", Map.of("sprint", sprint, "mark", "unplanned"))
                .get("items")
                .findValuesAsString("key");
    }

    private static List<String> counted(BoardApi api, String sprint) {
        return answer(api, "metric", Map.of("sprint", sprint, "name", "unplanned-share"))
                .at("/counted/items")
                .valueStream()
                .filter(fact -> fact.path("note").asString("").equals("unplanned"))
                .map(fact -> fact.get("id").asString())
                .toList();
    }
}
