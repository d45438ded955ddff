package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import static io.jenkins.plugins.sprintdelivery.core.ledger.projection.MixedHistory.NOW;
import static io.jenkins.plugins.sprintdelivery.core.ledger.projection.MixedHistory.ago;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.ledger.Facts;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.SprintSummary;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryMetrics;
import io.jenkins.plugins.sprintdelivery.core.metrics.Metric;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked about some services, against what the whole ledger holds of them. */
@ParameterizedClass
@EnumSource(TestStore.class)
class SomeOfTheServicesTest {

    private static final List<String> TWO = List.of("mail", "shop");
    private static final Scope EVER = Scope.production(ago(2_000), ago(-1));

    @TempDir
    Path directory;

    private final TestStore store;
    private Ledger ledger;

    SomeOfTheServicesTest(TestStore store) {
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

    private LedgerQueries after(List<LedgerEvent> events) throws Exception {
        ledger.append(events);
        assertThat(ledger.catchUp(Duration.ofSeconds(60))).isTrue();
        return ledger.queries();
    }

    /** A service that nothing was built or deployed of, so that the others are not all there are. */
    private static LedgerEvent anotherService() {
        return new LedgerEvent.GateRecorded(new GateEvaluation(
                "extra",
                "extra",
                null,
                "1",
                NOW,
                null,
                null,
                new GateResult(Verdict.PASS, "release", null, List.of())));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void answersAreThoseOfTheWholeLedgerWithoutTheOthers(long seed) throws Exception {
        LedgerQueries all = after(MixedHistory.history(new Random(seed)));
        LedgerQueries two = all.of(TWO);

        for (EnvironmentTier tier : EnvironmentTier.values()) {
            Scope scope = new Scope(EVER.from(), EVER.to(), null, null, tier);
            DeliveryFacts whole = all.facts(scope, NOW);
            DeliveryFacts some = two.facts(scope, NOW);
            assertThat(some.deployments())
                    .isEqualTo(whole.deployments().stream()
                            .filter(ended -> TWO.contains(ended.deployment().service()))
                            .toList());
            assertThat(some.incidents())
                    .isEqualTo(whole.incidents().stream()
                            .filter(incident -> TWO.contains(incident.service()))
                            .toList());
            assertThat(some.targets())
                    .isEqualTo(whole.targets().stream()
                            .filter(target -> TWO.contains(target.service()))
                            .toList());
            Set<String> delivered =
                    new TreeSet<>(all.facts(of(scope, "mail"), NOW).deliveredTickets());
            delivered.addAll(all.facts(of(scope, "shop"), NOW).deliveredTickets());
            assertThat(some.deliveredTickets()).containsExactlyElementsOf(delivered);
            assertThat(some.builds()).hasSize(builds(all, scope, "mail") + builds(all, scope, "shop"));
            assertThat(two.gates(scope, 1_000))
                    .isEqualTo(all.gates(scope, 1_000).stream()
                            .filter(gate -> TWO.contains(gate.service()))
                            .toList());
            assertThat(two.deployments(scope, 7, 3))
                    .isEqualTo(all.deployments(scope, 1_000, 0).stream()
                            .filter(deployment -> TWO.contains(deployment.service()))
                            .skip(3)
                            .limit(7)
                            .toList());
            assertThat(two.incidents(scope, 2))
                    .isEqualTo(whole.incidents().stream()
                            .filter(incident -> TWO.contains(incident.service()))
                            .limit(2)
                            .toList());
        }
        assertThat(two.places(null, null))
                .isEqualTo(all.places(null, null).stream()
                        .filter(place -> TWO.contains(place.service()))
                        .toList());
        assertThat(two.deploymentsOf("SHOP-1", 2))
                .isEqualTo(all.deploymentsOf("SHOP-1", 1_000).stream()
                        .filter(deployment -> TWO.contains(deployment.service()))
                        .limit(2)
                        .toList());
        assertThat(two.facts(of(EVER, "search"), NOW).deployments()).isEmpty();
        assertThat(two.facts(of(EVER, "mail"), NOW)).isEqualTo(all.facts(of(EVER, "mail"), NOW));
        assertThat(all.of(List.of()).facts(EVER, NOW).deployments()).isEmpty();
    }

    private static Scope of(Scope scope, String service) {
        return new Scope(scope.from(), scope.to(), service, scope.environment(), scope.tier());
    }

    private static int builds(LedgerQueries all, Scope scope, String service) {
        return all.facts(of(scope, service), NOW).builds().size();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theTrendOfSomeIsWorkedOutAsTheSummariesAre(long seed) throws Exception {
        List<LedgerEvent> events = new ArrayList<>(MixedHistory.history(new Random(seed)));
        events.add(anotherService());
        LedgerQueries all = after(events);

        for (EnvironmentTier tier : EnvironmentTier.values()) {
            assertThat(all.of(MixedHistory.SERVICES).trend(null, null, tier, 100))
                    .isEqualTo(all.trend(null, null, tier, 100));
            assertThat(all.of(List.of("mail")).trend(null, null, tier, 100))
                    .isEqualTo(all.trend("mail", null, tier, 100));
            assertThat(all.of(TWO).trend("mail", null, tier, 100)).isEqualTo(all.trend("mail", null, tier, 100));
        }
        assertThat(all.of(MixedHistory.SERVICES).trend(null, "production-eu", EnvironmentTier.PRODUCTION, 2))
                .isEqualTo(all.trend(null, "production-eu", EnvironmentTier.PRODUCTION, 2));
        assertThat(all.of(TWO).trend("search", null, EnvironmentTier.PRODUCTION, 100))
                .allMatch(summary -> summary.finishedDeployments() == 0 && summary.builds() == 0);
    }

    private static Deployment shipped(String id, String service, double ended, String... commits) {
        return new Deployment(
                id,
                service,
                Environment.named("production"),
                "1." + id,
                null,
                null,
                null,
                DeploymentStatus.SUCCESSFUL,
                Facts.hour(ended - 0.5),
                Facts.hour(ended),
                null,
                null,
                List.of(),
                List.of(commits));
    }

    /** Mail takes 1, 2 and 3 hours, shop 10: the median of four values is 2.5, that of the two medians would be 6. */
    @Test
    void theMedianOfSeveralServicesIsThatOfTheirCommits() throws Exception {
        LedgerQueries all = after(List.of(
                Facts.sprint("s1", 0, 100),
                Facts.commit("a", 19),
                Facts.commit("b", 18),
                Facts.commit("c", 17),
                Facts.commit("d", 10),
                Facts.commit("other", 0),
                Facts.event(shipped("1", "mail", 20, "a", "b", "c")),
                Facts.event(shipped("2", "shop", 20, "d")),
                Facts.event(shipped("3", "search", 20, "other"))));

        SprintSummary summary =
                all.of(TWO).trend(null, null, EnvironmentTier.PRODUCTION, 10).get(0);
        assertThat(summary.leadTimeMedianMillis())
                .isEqualTo(Duration.ofMinutes(150).toMillis());
        assertThat(summary.commitsShipped()).isEqualTo(4);
        Metric metric =
                DeliveryMetrics.of(all.of(TWO).facts(Scope.production(Facts.hour(0), Facts.hour(100)), NOW)).stream()
                        .filter(each -> each.name().equals("lead-time"))
                        .findFirst()
                        .orElseThrow();
        assertThat(metric.value()).isEqualTo(150 * 60.0);
    }

    @Test
    void manyServicesAreAskedAboutAtOnce() throws Exception {
        int count = 300;
        List<LedgerEvent> events = new ArrayList<>();
        events.add(Facts.sprint("s1", 0, 100));
        for (int n = 0; n < count; n++) {
            events.add(Facts.commit("c" + n, 10));
            events.add(Facts.event(shipped("d" + n, "service-" + n, 20 + n / 100.0, "c" + n)));
            events.add(new LedgerEvent.IncidentRecorded(new Incident(
                    "i" + n,
                    "service-" + n,
                    Environment.named("production"),
                    null,
                    "down",
                    Facts.hour(30),
                    Facts.hour(31),
                    null,
                    null)));
        }
        LedgerQueries all = after(events);
        List<String> even = IntStream.range(0, count)
                .filter(n -> n % 2 == 0)
                .mapToObj(n -> "service-" + n)
                .toList();
        Scope scope = Scope.production(Facts.hour(0), Facts.hour(100));

        DeliveryFacts facts = all.of(even).facts(scope, NOW);

        assertThat(facts.deployments()).hasSize(count / 2);
        assertThat(facts.incidents()).hasSize(count / 2);
        SprintSummary summary =
                all.of(even).trend(null, null, EnvironmentTier.PRODUCTION, 10).get(0);
        assertThat(summary.successfulDeployments()).isEqualTo(count / 2);
        assertThat(summary.commitsShipped()).isEqualTo(count / 2);
    }
}
