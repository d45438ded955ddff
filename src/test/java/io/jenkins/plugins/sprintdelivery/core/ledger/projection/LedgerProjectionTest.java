package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.build;
import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.by;
import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.commit;
import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.commits;
import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.deployment;
import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.event;
import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.hour;
import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.incident;
import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.kind;
import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.sprint;
import static io.jenkins.plugins.sprintdelivery.core.ledger.Facts.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.sprintdelivery.core.ledger.Facts;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledgers;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What follows from facts, each rule on a small history written out by hand. */
@ParameterizedClass
@EnumSource(TestStore.class)
class LedgerProjectionTest {

    private static final Scope WEEK = Scope.production(hour(0), hour(7 * 24));

    @TempDir
    Path directory;

    private final TestStore store;

    private Ledger ledger;

    LedgerProjectionTest(TestStore store) {
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

    private LedgerQueries after(LedgerEvent... events) throws Exception {
        ledger.append(events);
        Ledgers.assertCurrent(ledger);
        return ledger.queries();
    }

    @Test
    void aDeploymentCarriesTheCommitsOfAllBuildsSinceTheLastSuccessfulOneFailedBuildsIncluded() throws Exception {
        LedgerQueries queries = after(
                commit("c1", 1, "ABC-1"),
                commit("c2", 2, "ABC-2"),
                commit("c3", 3, "ABC-3"),
                commit("c4", 4),
                build("shop", 1, 1.5, "c1"),
                event(by(deployment("d1", "1.0", 2), "shop", 1)),
                build("shop", 2, 2.5, "c2"),
                event(status(by(deployment("d2", "1.1", 3), "shop", 2), DeploymentStatus.FAILED)),
                build("shop", 3, 3.5, "c3"),
                build("shop", 4, 4.5, "c4"),
                event(by(deployment("d4", "1.2", 5), "shop", 4)));

        assertThat(queries.deployment("d1").orElseThrow().commits()).containsExactly("c1");
        assertThat(queries.deployment("d2").orElseThrow().commits()).containsExactly("c2");
        assertThat(queries.commitsOf("d4")).extracting(Commit::id).containsExactly("c4", "c3", "c2");
        assertThat(queries.deployment("d4").orElseThrow().tickets()).containsExactly("ABC-2", "ABC-3");
        assertThat(queries.deploymentsOf("ABC-2", 10))
                .extracting(Deployment::id)
                .containsExactly("d4", "d2");
        assertThat(queries.facts(WEEK, hour(6)).shipped())
                .extracting(DeliveryFacts.ShippedCommit::commitId, DeliveryFacts.ShippedCommit::deploymentId)
                .containsExactly(tuple("c1", "d1"), tuple("c2", "d4"), tuple("c3", "d4"), tuple("c4", "d4"));
    }

    @Test
    void howFarTicketsCameIsToldForTheScopesServicesAndEnvironments() throws Exception {
        LedgerQueries queries = after(
                commit("c1", 1, "ABC-1"),
                commit("c2", 2, "ABC-2"),
                build("shop", 1, 1.5, "c1"),
                build("mail", 1, 1.5),
                event(by(deployment("d1", "1.0", 2), "shop", 1)),
                event(status(commits(deployment("d2", "1.1", 3), "c2"), DeploymentStatus.FAILED)),
                event(by(deployment("d3", "1.0", 4), "shop", 1)),
                new LedgerEvent.BuildRecorded(new Build(
                        new BuildReference("mail", 2, null),
                        "mail",
                        BuildResult.FAILED,
                        hour(5),
                        60_000,
                        null,
                        List.of("ABC-3"),
                        null,
                        null,
                        List.of())));
        List<String> asked = List.of("ABC-1", "ABC-2", "ABC-3", "ABC-4");

        LedgerQueries.TicketReach everywhere = queries.reachOf(WEEK, asked);
        assertThat(everywhere.built()).containsExactlyInAnyOrder("ABC-1", "ABC-2", "ABC-3");
        assertThat(everywhere.reached()).isEqualTo(Map.of("ABC-1", hour(2)));
        assertThat(queries.reachOf(of("shop", "production"), asked).built())
                .containsExactlyInAnyOrder("ABC-1", "ABC-2");
        assertThat(queries.reachOf(of("mail", "production"), asked).built()).containsExactly("ABC-3");
        assertThat(queries.reachOf(of("mail", "production"), asked).reached()).isEmpty();
        assertThat(queries.reachOf(of("shop", "staging"), asked).reached()).isEmpty();
        assertThat(queries.reachOf(WEEK, List.of()).built()).isEmpty();
    }

    private static Scope of(String service, String environment) {
        return new Scope(hour(0), hour(7 * 24), service, environment, EnvironmentTier.PRODUCTION);
    }

    @Test
    void kindsAreToldFromTheVersions() throws Exception {
        LedgerQueries queries = after(
                event(deployment("d1", "1.9", 1)),
                event(deployment("d2", "1.10", 2)),
                event(deployment("d3", "1.10", 3)),
                event(deployment("d4", "1.9", 4)),
                event(deployment("d5", "2.0-rc1", 5)),
                event(deployment("d6", "2.0", 6)),
                event(deployment("d7", "blue", 7)),
                event(deployment("d8", "2.0", 8)),
                event(kind(deployment("d9", "2.1", 9), DeploymentKind.HOTFIX)),
                event(deployment("e1", "2.1-hotfix", 10)),
                event(deployment("e2", "2.2", 11)),
                event(deployment("e3", "2.0-hotfix.2", 12)),
                event(deployment("e4", "2.1-hotfix", 13)));

        assertThat(queries.facts(WEEK, hour(14)).deployments())
                .extracting(ended -> ended.deployment().kind())
                .containsExactly(
                        DeploymentKind.PLANNED,
                        DeploymentKind.PLANNED,
                        DeploymentKind.REDEPLOY,
                        DeploymentKind.ROLLBACK,
                        DeploymentKind.PLANNED,
                        DeploymentKind.PLANNED,
                        DeploymentKind.PLANNED,
                        DeploymentKind.ROLLBACK,
                        DeploymentKind.HOTFIX,
                        DeploymentKind.HOTFIX,
                        DeploymentKind.PLANNED,
                        DeploymentKind.HOTFIX,
                        DeploymentKind.ROLLBACK);
        assertThat(queries.deployment("d4").orElseThrow().previousVersion()).isEqualTo("1.10");
        assertThat(queries.running())
                .extracting(LedgerQueries.RunningVersion::version)
                .containsExactly("2.1-hotfix");
    }

    @Test
    void aRollbackMarksWhatItReplacedAndRestoresIt() throws Exception {
        LedgerQueries queries = after(
                event(deployment("d1", "1.0", 1)),
                event(deployment("d2", "1.1", 2)),
                event(deployment("d3", "1.0", 3)));

        assertThat(queries.facts(WEEK, hour(4)).deployments())
                .extracting(ended -> ended.deployment().status(), DeliveryFacts.EndedDeployment::restoredAt)
                .containsExactly(
                        tuple(DeploymentStatus.SUCCESSFUL, null),
                        tuple(DeploymentStatus.ROLLED_BACK, hour(3)),
                        tuple(DeploymentStatus.SUCCESSFUL, null));
    }

    @Test
    void aFailedDeploymentIsRestoredByTheNextSuccessfulOne() throws Exception {
        after(event(status(deployment("d1", "1.0", 1), DeploymentStatus.FAILED)));
        LedgerQueries queries = after(
                event(status(deployment("d2", "1.0", 2), DeploymentStatus.FAILED)),
                event(deployment("d3", "1.0", 3)),
                event(status(deployment("d4", "1.1", 4), DeploymentStatus.FAILED)));

        assertThat(queries.facts(WEEK, hour(5)).deployments())
                .extracting(DeliveryFacts.EndedDeployment::restoredAt)
                .containsExactly(hour(3), hour(3), null, null);
    }

    @Test
    void anIncidentThatNamesNoCauseIsBlamedOnWhatWasRunning() throws Exception {
        LedgerQueries queries = after(
                event(deployment("d1", "1.0", 1)),
                event(deployment("d2", "1.1", 3)),
                incident("i1", 2, 2.5, null),
                incident("i2", 4, null, null),
                incident("i3", 0.2, 0.3, null));

        assertThat(queries.facts(WEEK, hour(5)).deployments())
                .extracting(DeliveryFacts.EndedDeployment::causedIncident, DeliveryFacts.EndedDeployment::restoredAt)
                .containsExactly(tuple(true, hour(2.5)), tuple(true, null));
        assertThat(queries.incidents(WEEK, 10))
                .extracting("id", "causedBy")
                .containsExactly(tuple("i2", "d2"), tuple("i1", "d1"), tuple("i3", null));
    }

    @Test
    void aDeploymentThatArrivesLateTakesItsPlaceInTheHistory() throws Exception {
        after(
                commit("c1", 0),
                commit("c2", 0),
                event(commits(deployment("d1", "1.0", 1), "c1")),
                event(commits(deployment("d3", "1.1", 3), "c1", "c2")));
        LedgerQueries queries = after(event(commits(deployment("d2", "1.2", 2), "c2")));

        assertThat(queries.facts(WEEK, hour(5)).shipped())
                .extracting(DeliveryFacts.ShippedCommit::commitId, DeliveryFacts.ShippedCommit::deploymentId)
                .containsExactly(tuple("c1", "d1"), tuple("c2", "d2"));
        assertThat(queries.deployment("d3").orElseThrow().kind()).isEqualTo(DeploymentKind.ROLLBACK);
        assertThat(queries.deployment("d2").orElseThrow().status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    }

    @Test
    void aBuildThatIsRecordedAfterItsDeploymentStillGivesItItsCommits() throws Exception {
        after(commit("c1", 0, "ABC-1"), event(by(deployment("d1", "1.0", 2), "shop", 1)));
        LedgerQueries queries = after(build("shop", 1, 1, "c1"));

        assertThat(queries.deployment("d1").orElseThrow().commits()).containsExactly("c1");
        assertThat(queries.deployment("d1").orElseThrow().tickets()).containsExactly("ABC-1");
    }

    @Test
    void factsThatNameNoSprintBelongToTheSprintOfTheirTime() throws Exception {
        after(
                commit("c1", 0, "ABC-1"),
                build("shop", 1, 1, "c1"),
                event(by(deployment("d1", "1.0", 2), "shop", 1)),
                build("shop", 2, 30));
        LedgerQueries queries = after(sprint("s1", 0, 24), sprint("s2", 24, 48));

        assertThat(queries.deployment("d1").orElseThrow().sprintId()).isEqualTo("s1");
        assertThat(queries.sprintAt(hour(24)).orElseThrow().id()).isEqualTo("s2");
        assertThat(queries.sprintAt(hour(48))).isEmpty();
        List<LedgerQueries.SprintSummary> trend = queries.trend(null, null, EnvironmentTier.PRODUCTION, 10);
        assertThat(trend).extracting(summary -> summary.sprint().id()).containsExactly("s1", "s2");
        assertThat(trend.get(0)).satisfies(summary -> {
            assertThat(summary.builds()).isEqualTo(1);
            assertThat(summary.successfulDeployments()).isEqualTo(1);
            assertThat(summary.commitsShipped()).isEqualTo(1);
            assertThat(summary.leadTimeMedianMillis())
                    .isEqualTo(Duration.ofHours(2).toMillis());
            assertThat(summary.ticketsDelivered()).isEqualTo(1);
        });
        assertThat(trend.get(1).builds()).isEqualTo(1);
        assertThat(trend.get(1).leadTimeMedianMillis()).isNull();
    }

    @Test
    void eachEnvironmentOfATierHasATrendOfItsOwn() throws Exception {
        LedgerQueries queries = after(
                sprint("s1", 0, 24),
                commit("c1", 0, "ABC-1"),
                build("shop", 1, 1, "c1"),
                event(by(to("eu", deployment("d1", "1.0", 2)), "shop", 1)),
                event(by(to("us", deployment("d2", "1.0", 4)), "shop", 1)));

        assertThat(queries.trend("shop", "eu", EnvironmentTier.PRODUCTION, 1).get(0))
                .satisfies(summary -> assertSummary(summary, 1, 1, 2));
        assertThat(queries.trend(null, "us", EnvironmentTier.PRODUCTION, 1).get(0))
                .as("the commit and the ticket arrive there too, and later")
                .satisfies(summary -> assertSummary(summary, 1, 1, 4));
        assertThat(queries.trend("shop", null, EnvironmentTier.PRODUCTION, 1).get(0))
                .satisfies(summary -> assertSummary(summary, 2, 1, null));
        assertThat(queries.trend("shop", "asia", EnvironmentTier.PRODUCTION, 1).get(0))
                .satisfies(summary -> assertSummary(summary, 0, 0, null));
    }

    private static Deployment to(String environment, Deployment old) {
        return new Deployment(
                old.id(),
                old.service(),
                new Environment(environment, EnvironmentTier.PRODUCTION),
                old.version(),
                old.commit(),
                old.previousVersion(),
                old.kind(),
                old.status(),
                old.started(),
                old.finished(),
                old.build(),
                old.sprintId(),
                old.tickets(),
                old.commits());
    }

    private static void assertSummary(
            LedgerQueries.SprintSummary summary, int deployments, int tickets, Integer leadHours) {
        assertThat(summary.successfulDeployments()).isEqualTo(deployments);
        assertThat(summary.ticketsDelivered()).isEqualTo(tickets);
        if (leadHours != null) {
            assertThat(summary.leadTimeMedianMillis())
                    .isEqualTo(Duration.ofHours(leadHours).toMillis());
        }
    }

    @Test
    void theTrendOfManySprintsHasEachOfThemWhateverItIsCalled() throws Exception {
        List<String> ids = new ArrayList<>();
        IntStream.range(0, 118).forEach(n -> ids.add("s" + n));
        // the last but one stands behind the last one in UTF-16, and before it in UTF-8
        ids.addAll(List.of("\uFF5E", "\uD83D\uDE80"));
        List<LedgerEvent> events = new ArrayList<>();
        for (int n = 0; n < ids.size(); n++) {
            events.add(sprint(ids.get(n), n, n + 1));
            events.add(build("shop", n + 1, n + 0.2));
            events.add(event(by(deployment("d" + n, "1." + n, n + 0.8), "shop", n + 1)));
        }
        LedgerQueries queries = after(events.toArray(LedgerEvent[]::new));

        for (int limit : List.of(10, 60, 500)) {
            for (String service : Arrays.asList(null, "shop")) {
                assertThat(queries.trend(service, null, EnvironmentTier.PRODUCTION, limit))
                        .extracting(
                                summary -> summary.sprint().id(),
                                LedgerQueries.SprintSummary::builds,
                                LedgerQueries.SprintSummary::successfulDeployments)
                        .containsExactlyElementsOf(ids.subList(Math.max(0, ids.size() - limit), ids.size()).stream()
                                .map(id -> tuple(id, 1, 1))
                                .toList());
            }
        }
    }

    @Test
    void writingEverythingTwiceChangesNothing() throws Exception {
        LedgerEvent[] events = {
            sprint("s1", 0, 24),
            commit("c1", 0, "ABC-1"),
            build("shop", 1, 1, "c1"),
            event(by(deployment("d1", "1.0", 2), "shop", 1)),
            incident("i1", 3, 4.0, null)
        };
        DeliveryFacts once = after(events).facts(WEEK, hour(9));
        DeliveryFacts twice = after(events).facts(WEEK, hour(9));

        assertThat(twice).isEqualTo(once);
        assertThat(once.deliveredTickets()).containsExactly("ABC-1");
        assertThat(once.targets()).containsExactly(new DeliveryFacts.Target("shop", "production", hour(2)));
    }

    @Test
    void ticketsShowHowFarTheyHaveCome() throws Exception {
        LedgerQueries queries = after(
                commit("c1", 0, "ABC-1"),
                commit("c2", 0, "ABC-2"),
                build("shop", 1, 1, "c1"),
                build("shop", 2, 2, "c2"),
                new LedgerEvent.BuildRecorded(new Build(
                        new BuildReference("shop", 3, null),
                        null,
                        BuildResult.FAILED,
                        hour(3),
                        5,
                        null,
                        List.of("ABC-3"),
                        null,
                        null,
                        List.of())),
                event(by(deployment("d1", "1.0", 4), "shop", 1)));

        assertThat(queries.tickets(WEEK))
                .containsExactly(
                        new LedgerQueries.TicketProgress("ABC-1", Facts.PRODUCTION, hour(4), 0, 1),
                        new LedgerQueries.TicketProgress("ABC-3", null, null, 1, 0));
    }

    @Test
    void aLedgerThatAnotherHoldsCanStillBeRead() throws Exception {
        after(event(deployment("d1", "1.0", 1)));
        try (Ledger reader = Ledger.openReadOnly(directory, Clock.systemUTC())) {
            assertThat(reader.catchUp(Duration.ofSeconds(20))).isTrue();
            assertThat(reader.queries().deployment("d1")).isPresent();
            ledger.append(event(deployment("d2", "1.1", 2)));
            assertThat(reader.catchUp(Duration.ofSeconds(20))).isTrue();
            assertThat(reader.queries().deployment("d2")).isPresent();
        }
    }
}
