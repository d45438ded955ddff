package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerOutbox;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Commitment;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.OutboxEntry;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What trackers say and are told, in the database. */
@ParameterizedClass
@EnumSource(TestStore.class)
class TrackerRowsTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final LedgerOutbox.Window WINDOW = new LedgerOutbox.Window(
            NOON.minus(Duration.ofDays(1)), NOON.minus(Duration.ofDays(30)), NOON.plus(Duration.ofDays(1)), 100);

    @TempDir
    Path directory;

    private final TestStore store;
    private Ledger ledger;

    TrackerRowsTest(TestStore store) {
        this.store = store;
    }

    @BeforeEach
    void open() throws Exception {
        ledger = Ledger.open(directory, store.of(directory), Clock.systemUTC());
    }

    @AfterEach
    void close() throws Exception {
        ledger.close();
    }

    private void record(LedgerEvent... events) throws Exception {
        ledger.append(events);
        assertThat(ledger.catchUp(Duration.ofSeconds(30))).isTrue();
    }

    private static Commitment commitment(String... tickets) {
        return new Commitment("s1", "shop", NOON, Commitment.Basis.HISTORY, List.of(tickets));
    }

    private static SprintContents contents(Instant at, String... tickets) {
        return new SprintContents(
                "s1", "shop", at, false, List.of(tickets), List.of(), List.of(), List.of(), null, false);
    }

    private static Deployment deployment(String id, DeploymentStatus status, Instant ended, String... tickets) {
        return new Deployment(
                id,
                "shop",
                Environment.named("production"),
                "1." + id,
                null,
                null,
                null,
                status,
                ended.minusSeconds(60),
                ended,
                new BuildReference("shop/main", 7, null),
                null,
                List.of(tickets),
                List.of());
    }

    private static OutboxEntry entry(String id, Deployment about, long sequence, OutboxEntry.State state, Instant due) {
        return new OutboxEntry(
                id,
                "jira",
                OutboxEntry.Kind.DEPLOYMENT,
                about.id(),
                null,
                about.status().toString(),
                sequence,
                null,
                about,
                null,
                null,
                state,
                1,
                NOON,
                due,
                null,
                List.of());
    }

    @Test
    void theFirstCommitmentAndTheLastContentsHoldAlsoAfterARebuild() throws Exception {
        record(
                new LedgerEvent.CommitmentRecorded(commitment("A-1")),
                new LedgerEvent.ContentsRecorded(contents(NOON, "A-1")));
        record(
                new LedgerEvent.CommitmentRecorded(commitment("A-1", "A-2")),
                new LedgerEvent.ContentsRecorded(contents(NOON.plusSeconds(60), "A-1", "A-2")));
        LedgerQueries.SprintPromise expected =
                new LedgerQueries.SprintPromise(commitment("A-1"), contents(NOON.plusSeconds(60), "A-1", "A-2"));

        assertThat(ledger.queries().promises("s1")).containsExactly(expected);
        ledger.rebuild();
        assertThat(ledger.catchUp(Duration.ofSeconds(60))).isTrue();
        assertThat(ledger.queries().promises("s1")).containsExactly(expected);
        assertThat(ledger.queries().promises("s2")).isEmpty();
    }

    @Test
    void aSprintIsKnownByItsTrackerAndItsIdAlsoAfterARebuild() throws Exception {
        Commitment ours = commitment("A-1");
        Commitment theirs = new Commitment("s1", "team/beta", NOON, Commitment.Basis.SNAPSHOT, List.of("B-1"));
        SprintContents last = new SprintContents(
                "s1",
                "team/beta",
                NOON.plusSeconds(60),
                false,
                List.of("B-1"),
                List.of(),
                List.of(),
                List.of(),
                null,
                false);
        record(new LedgerEvent.CommitmentRecorded(ours), new LedgerEvent.CommitmentRecorded(theirs));
        record(new LedgerEvent.ContentsRecorded(contents(NOON, "A-1")), new LedgerEvent.ContentsRecorded(last));

        for (int i = 0; i < 2; i++) {
            assertThat(ledger.queries().promises("s1"))
                    .containsExactly(
                            new LedgerQueries.SprintPromise(ours, contents(NOON, "A-1")),
                            new LedgerQueries.SprintPromise(theirs, last));
            assertThat(ledger.queries().promise(sprint("team/beta")))
                    .map(LedgerQueries.SprintPromise::tracker)
                    .contains("team/beta");
            assertThat(ledger.queries().promise(sprint(Sprint.CALENDAR)))
                    .as("two say something, and neither is the sprint's own")
                    .isEmpty();
            ledger.rebuild();
            assertThat(ledger.catchUp(Duration.ofSeconds(60))).isTrue();
        }
    }

    /** What was journaled before, and a sprint whose dates a calendar gave. */
    @Test
    void whatOneTrackerAloneSaysIsThePromiseOfASprintWithoutATracker() throws Exception {
        record(new LedgerEvent.CommitmentRecorded(commitment("A-1")));

        assertThat(ledger.queries().promise(sprint(Sprint.CALENDAR))).isPresent();
        assertThat(ledger.queries().promise(sprint(null))).isPresent();
        assertThat(ledger.queries().promise(sprint("other")))
                .as("another tracker's sprint of the same id")
                .isEmpty();
    }

    private static Sprint sprint(String source) {
        return new Sprint(
                "s1",
                "Sprint 1",
                null,
                null,
                SprintState.ACTIVE,
                NOON.minus(Duration.ofDays(1)),
                NOON.plus(Duration.ofDays(9)),
                null,
                source);
    }

    @Test
    void whatIsDueComesInTheOrderOfItsNumbersAndWhatEndedDoesNot() throws Exception {
        Deployment one = deployment("1", DeploymentStatus.SUCCESSFUL, NOON, "A-1");
        OutboxEntry late = entry("a", one, 2, OutboxEntry.State.QUEUED, NOON);
        OutboxEntry early = entry("b", one, 1, OutboxEntry.State.QUEUED, NOON);
        OutboxEntry later = entry("c", one, 3, OutboxEntry.State.QUEUED, NOON.plusSeconds(60));
        record(
                new LedgerEvent.OutboxRecorded(late),
                new LedgerEvent.OutboxRecorded(early),
                new LedgerEvent.OutboxRecorded(later),
                new LedgerEvent.OutboxRecorded(entry("d", one, 4, OutboxEntry.State.DELIVERED, null)));

        LedgerOutbox outbox = ledger.outbox();
        assertThat(outbox.due(NOON, 10)).containsExactly(early, late);
        assertThat(outbox.queued("1")).containsExactlyInAnyOrder(early, late, later);
        assertThat(outbox.lastSequence("1")).isEqualTo(4);
        assertThat(outbox.lastSequence("2")).isZero();
        record(new LedgerEvent.OutboxRecorded(early.delivered(NOON, List.of("A-9"))));
        assertThat(outbox.due(NOON, 10)).containsExactly(late);
        assertThat(ledger.queries().outbox(10)).extracting(OutboxEntry::id).containsExactly("d", "c", "a", "b");
    }

    @Test
    void deploymentsAreUntoldUntilTheirPresentStateIsSaid() throws Exception {
        Deployment fresh = deployment("1", DeploymentStatus.SUCCESSFUL, NOON, "A-1");
        Deployment told = deployment("2", DeploymentStatus.SUCCESSFUL, NOON.minus(Duration.ofDays(9)), "A-2");
        record(
                new LedgerEvent.DeploymentRecorded(fresh),
                new LedgerEvent.DeploymentRecorded(told),
                new LedgerEvent.DeploymentRecorded(
                        deployment("3", DeploymentStatus.SUCCESSFUL, NOON.minus(Duration.ofDays(9)), "A-3")),
                new LedgerEvent.DeploymentRecorded(deployment("4", DeploymentStatus.SUCCESSFUL, NOON)),
                new LedgerEvent.OutboxRecorded(entry("a", told, 1, OutboxEntry.State.DELIVERED, null)));

        assertThat(untold())
                .containsExactly(new LedgerOutbox.Untold(
                        "1", "successful", EnvironmentTier.PRODUCTION, "shop/main", List.of("A-1")));
        record(
                new LedgerEvent.OutboxRecorded(entry("b", fresh, 2, OutboxEntry.State.QUEUED, NOON)),
                new LedgerEvent.DeploymentRecorded(
                        deployment("2", DeploymentStatus.ROLLED_BACK, NOON.minus(Duration.ofDays(9)), "A-2")));
        assertThat(untold())
                .extracting(LedgerOutbox.Untold::id, LedgerOutbox.Untold::status)
                .containsExactly(org.assertj.core.api.Assertions.tuple("2", "rolled-back"));
        assertThat(ledger.outbox().untoldDeployments("other", OutboxEntry.Kind.COMMENT, WINDOW))
                .extracting(LedgerOutbox.Untold::id)
                .containsExactly("1");
    }

    private List<LedgerOutbox.Untold> untold() {
        return ledger.outbox().untoldDeployments("jira", OutboxEntry.Kind.DEPLOYMENT, WINDOW);
    }

    @Test
    void buildsAreUntoldUntilTheirResultIsSaid() throws Exception {
        Build build = new Build(
                new BuildReference("shop/main", 7, "https://ci.acme.com/7/"),
                "shop",
                BuildResult.UNSTABLE,
                NOON,
                1_000,
                "s1",
                List.of("A-1"),
                new TestCounts(3, 2, 1, 0),
                "1.0",
                List.of());
        record(new LedgerEvent.BuildRecorded(build));

        assertThat(ledger.outbox().untoldBuilds("jira", OutboxEntry.Kind.BUILD, WINDOW))
                .containsExactly(build);
        record(new LedgerEvent.OutboxRecorded(new OutboxEntry(
                "a",
                "jira",
                OutboxEntry.Kind.BUILD,
                "shop/main#7",
                null,
                "unstable",
                1,
                build,
                null,
                null,
                null,
                OutboxEntry.State.QUEUED,
                0,
                NOON,
                NOON,
                null,
                List.of())));
        assertThat(ledger.outbox().untoldBuilds("jira", OutboxEntry.Kind.BUILD, WINDOW))
                .isEmpty();
    }
}
