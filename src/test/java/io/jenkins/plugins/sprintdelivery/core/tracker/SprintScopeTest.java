package io.jenkins.plugins.sprintdelivery.core.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SprintScopeTest {

    private static final Instant START = Instant.parse("2026-01-19T00:00:00Z");
    private static final Instant BEFORE = START.minusSeconds(86_400);
    private static final Instant DURING = START.plusSeconds(86_400);
    private static final Instant LATER = START.plusSeconds(2 * 86_400);
    private static final Instant END = START.plusSeconds(14 * 86_400);

    private static final TrackedSprint SPRINT = sprint(SprintState.ACTIVE, null);

    private static TrackedSprint sprint(SprintState state, Instant closed) {
        return new TrackedSprint("107", "Sprint 7", "12", null, state, START, END, closed, null);
    }

    private static TrackedTicket ticket(String key, Instant created, String... sprints) {
        List<SprintReference> references =
                Stream.of(sprints).map(id -> new SprintReference(id, "Sprint " + id, null)).toList();
        return new TrackedTicket(
                key, key, "Story", "Open", StatusCategory.TO_DO, false, null, created, "Grace", references, List.of(),
                null, null);
    }

    private static SprintChange move(Instant at, Set<String> before, Set<String> after) {
        return new SprintChange(at, "Ada", before, after);
    }

    @Test
    void theCommitmentIsWhatWasInTheSprintAtItsStart() {
        List<TrackedTicket> tickets = List.of(
                ticket("STAYED", BEFORE, "107"),
                ticket("CAME-BEFORE", BEFORE, "107"),
                ticket("CAME-DURING", BEFORE, "107"),
                ticket("MADE-DURING", DURING, "107"),
                ticket("LEFT-DURING", BEFORE),
                ticket("LEFT-BEFORE", BEFORE));
        Map<String, List<SprintChange>> moves = Map.of(
                "CAME-BEFORE", List.of(move(BEFORE, Set.of(), Set.of("107"))),
                "CAME-DURING", List.of(move(DURING, Set.of("106"), Set.of("106", "107"))),
                "LEFT-DURING", List.of(move(DURING, Set.of("Sprint 7"), Set.of("108"))),
                "LEFT-BEFORE", List.of(move(BEFORE, Set.of("107"), Set.of())));

        SprintCommitment commitment = SprintCommitment.fromHistory(SPRINT, tickets, moves);

        assertThat(commitment.keys()).containsExactlyInAnyOrder("STAYED", "CAME-BEFORE", "LEFT-DURING");
        assertThat(commitment.asOf()).isEqualTo(START);
        assertThat(commitment.basis()).isEqualTo(SprintCommitment.Basis.HISTORY);
    }

    @Test
    void scopeThatCameAndWentIsShownWithWhoAndWhen() {
        SprintCommitment commitment =
                new SprintCommitment("107", START, SprintCommitment.Basis.SNAPSHOT, Set.of("A", "LEFT"));
        List<TrackedTicket> now =
                List.of(ticket("A", BEFORE, "107"), ticket("CAME", BEFORE, "107"), ticket("MADE", LATER, "107"));
        Map<String, List<SprintChange>> moves = Map.of(
                "CAME", List.of(move(DURING, Set.of(), Set.of("107"))),
                "LEFT", List.of(move(LATER, Set.of("107"), Set.of("108"))),
                "THROUGH",
                        List.of(
                                move(DURING, Set.of(), Set.of("107")),
                                move(DURING.plusSeconds(60), Set.of("107"), Set.of())));

        SprintScope scope = SprintScope.of(SPRINT, commitment, now, moves);

        assertThat(scope.changes())
                .containsExactly(
                        new ScopeChange("CAME", ScopeChange.Kind.ADDED, DURING, "Ada"),
                        new ScopeChange("THROUGH", ScopeChange.Kind.ADDED, DURING, "Ada"),
                        new ScopeChange("THROUGH", ScopeChange.Kind.REMOVED, DURING.plusSeconds(60), "Ada"),
                        new ScopeChange("LEFT", ScopeChange.Kind.REMOVED, LATER, "Ada"),
                        new ScopeChange("MADE", ScopeChange.Kind.ADDED, LATER, "Grace"));
        assertThat(scope.committed()).extracting(TrackedTicket::key).containsExactly("A");
        assertThat(scope.added()).extracting(TrackedTicket::key).containsExactly("CAME", "MADE");
    }

    @Test
    void withoutAnyHistoryTheDifferenceIsFoundWithoutWhoAndWhen() {
        SprintCommitment commitment =
                SprintCommitment.frozen(SPRINT, List.of(ticket("A", null, "107"), ticket("LEFT", null, "107")), START);

        SprintScope scope = SprintScope.of(
                SPRINT, commitment, List.of(ticket("A", null, "107"), ticket("CAME", null, "107")), Map.of());

        assertThat(scope.changes())
                .containsExactly(
                        new ScopeChange("CAME", ScopeChange.Kind.ADDED, null, null),
                        new ScopeChange("LEFT", ScopeChange.Kind.REMOVED, null, null));
    }

    @Test
    void whatMovesOnAfterTheSprintWasClosedIsCarriedOverAndNotRemoved() {
        TrackedSprint closed = sprint(SprintState.CLOSED, END);
        SprintCommitment commitment = new SprintCommitment("107", START, SprintCommitment.Basis.SNAPSHOT, Set.of("A"));
        List<TrackedTicket> tickets = List.of(ticket("A", BEFORE, "106", "107", "108"), ticket("B", BEFORE, "107"));

        SprintScope scope = SprintScope.of(
                closed,
                commitment,
                tickets,
                Map.of("A", List.of(move(END, Set.of("106", "107"), Set.of("106", "107", "108")))));

        assertThat(scope.carriedIn()).extracting(TrackedTicket::key).containsExactly("A");
        assertThat(scope.carriedOut()).extracting(TrackedTicket::key).containsExactly("A");
        assertThat(scope.changes()).extracting(ScopeChange::key).containsExactly("B");
    }
}
