package io.jenkins.plugins.sprintdelivery.core.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.SprintPromise;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.TicketProgress;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Commitment;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TicketMarksTest {

    private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    private static final Instant END = START.plus(Duration.ofDays(14));
    private static final Scope SCOPE = Scope.production(START, END);
    private static final Commitment COMMITMENT =
            new Commitment("s1", "shop", START, Commitment.Basis.HISTORY, List.of("A-1", "A-2", "A-3", "A-4"));

    /** are done, A-2 and A-1 are blocked, A-2 waits, A-3 comes from an earlier sprint, A-4 went on. */
    private static final SprintContents CONTENTS = new SprintContents(
            "s1",
            "shop",
            END,
            true,
            List.of("A-1", "A-2", "A-3", "A-4", "A-5"),
            List.of("A-1", "A-5"),
            List.of(),
            List.of(
                    new SprintContents.Carried("A-3", List.of("Sprint 0"), List.of()),
                    new SprintContents.Carried("A-4", List.of(), List.of("Sprint 2"))),
            List.of("A-1", "A-2"),
            List.of(new SprintContents.Wait("A-2", "B-9"), new SprintContents.Wait("A-1", "B-9")),
            null,
            false);

    private static TicketProgress nowhere(String key) {
        return new TicketProgress(key, null, null, 0, 1);
    }

    private static TicketProgress in(String environment, String key) {
        return new TicketProgress(key, Environment.named(environment), START.plusSeconds(60), 1, 1);
    }

    private static List<TicketMark> marks(TicketProgress ticket) {
        return marks(COMMITMENT, CONTENTS, ticket);
    }

    private static List<TicketMark> marks(Commitment commitment, SprintContents contents, TicketProgress ticket) {
        return new TicketMarks(new SprintPromise(commitment, contents), SCOPE, Set.of("A-8"))
                .of(ticket)
                .marks();
    }

    @Test
    void whatIsDoneAndNotInProductionStandsOut() {
        assertThat(marks(nowhere("A-1"))).containsExactly(TicketMark.DONE_NOT_DEPLOYED);
        assertThat(marks(in("staging", "A-1"))).containsExactly(TicketMark.DONE_NOT_DEPLOYED);
        assertThat(marks(in("production", "A-1"))).isEmpty();
    }

    @Test
    void whatIsInProductionAndNotDoneStandsOut() {
        assertThat(marks(in("production", "A-4"))).containsExactly(TicketMark.DEPLOYED_NOT_DONE);
        assertThat(marks(in("staging", "A-4"))).isEmpty();
        assertThat(marks(in("production", "B-1")))
                .as("nobody said whether a ticket of no sprint is done")
                .doesNotContain(TicketMark.DEPLOYED_NOT_DONE);
    }

    @Test
    void whatIsBlockedStandsOutUntilItIsDone() {
        assertThat(marks(nowhere("A-2"))).containsExactly(TicketMark.BLOCKED);
        assertThat(marks(nowhere("A-1"))).doesNotContain(TicketMark.BLOCKED);
        TicketMarks marks = new TicketMarks(new SprintPromise(COMMITMENT, CONTENTS), SCOPE, Set.of());
        assertThat(marks.of(nowhere("A-2")).waitsFor()).containsExactly("B-9");
        assertThat(marks.of(nowhere("A-1")).waitsFor()).isEmpty();
    }

    @Test
    void whatNobodyPromisedIsUnplannedOnceItIsDelivered() {
        assertThat(marks(in("production", "A-9"))).containsExactly(TicketMark.UNPLANNED);
        assertThat(marks(in("production", "A-5")))
                .as("came into the sprint later")
                .containsExactly(TicketMark.UNPLANNED);
        assertThat(marks(in("staging", "A-9"))).isEmpty();
        assertThat(marks(in("production", "A-8")))
                .as("another team's sprint holds it")
                .isEmpty();
        assertThat(marks(in("production", "B-1")))
                .as("the sprint has no ticket of that project")
                .isEmpty();
        assertThat(marks(new TicketProgress("A-9", Environment.named("production"), START.minusSeconds(1), 1, 1)))
                .as("delivered before the sprint")
                .isEmpty();
    }

    @Test
    void whatWasInAnEarlierSprintIsCarriedOver() {
        assertThat(marks(nowhere("A-3"))).containsExactly(TicketMark.CARRIED_OVER);
        assertThat(marks(nowhere("A-4"))).isEmpty();
    }

    @Test
    void whatTheTrackerDidNotSayIsNotClaimed() {
        assertThat(marks(COMMITMENT, null, in("production", "A-1"))).isEmpty();
        assertThat(marks(COMMITMENT, null, in("production", "A-9"))).containsExactly(TicketMark.UNPLANNED);
        assertThat(marks(null, CONTENTS, in("production", "A-9"))).isEmpty();
        assertThat(marks(null, CONTENTS, nowhere("A-1"))).containsExactly(TicketMark.DONE_NOT_DEPLOYED);
    }
}
