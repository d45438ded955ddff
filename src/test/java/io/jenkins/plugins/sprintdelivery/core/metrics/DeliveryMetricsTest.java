package io.jenkins.plugins.sprintdelivery.core.metrics;

import static io.jenkins.plugins.sprintdelivery.core.metrics.FactsBuilder.START;
import static io.jenkins.plugins.sprintdelivery.core.metrics.FactsBuilder.hour;
import static io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind.HOTFIX;
import static io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind.PLANNED;
import static io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind.ROLLBACK;
import static io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus.CANCELLED;
import static io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus.FAILED;
import static io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus.ROLLED_BACK;
import static io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus.SUCCESSFUL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.metrics.Metric.Excluded;
import io.jenkins.plugins.sprintdelivery.core.metrics.Metric.Part;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every metric against an example that can be checked by hand. */
class DeliveryMetricsTest {

    private static final double HOUR = 3600;

    @Test
    void fiveDeploymentsInTenDaysAreHalfADeploymentADay() {
        FactsBuilder facts = new FactsBuilder()
                .deployed(SUCCESSFUL, PLANNED)
                .deployed(SUCCESSFUL, PLANNED)
                .deployed(SUCCESSFUL, HOTFIX)
                .deployed(ROLLED_BACK, PLANNED)
                .deployed(SUCCESSFUL, ROLLBACK)
                .deployed(FAILED, PLANNED)
                .deployed(CANCELLED, PLANNED);

        Metric frequency = facts.metric("deployment-frequency");

        assertThat(frequency.value()).isEqualTo(0.5);
        assertThat(frequency.n()).isEqualTo(5);
        assertThat(frequency.excluded())
                .containsExactly(
                        new Excluded("the deployment failed", 1), new Excluded("the deployment was cancelled", 1));
    }

    @Test
    void aNumberOpensToTheFactsBehindIt() {
        DeliveryFacts facts = new FactsBuilder()
                .deployed(SUCCESSFUL, PLANNED)
                .deployed(FAILED, PLANNED, 20, true, hour(22))
                .deployed(CANCELLED, PLANNED)
                .shippedAfter(6)
                .shippedAfter(-1)
                .facts();

        Derivation failures = DeliveryMetrics.derive(facts, "change-failure-rate");
        Derivation recovery = DeliveryMetrics.derive(facts, "recovery-time");
        Derivation leadTime = DeliveryMetrics.derive(facts, "lead-time");

        assertThat(failures.metric().value()).isEqualTo(0.5);
        assertThat(failures.counted())
                .extracting(Fact::id, Fact::note)
                .containsExactly(tuple("d0", null), tuple("d1", "failed, caused an incident"));
        assertThat(failures.leftOut())
                .extracting(Fact::id, Fact::note)
                .containsExactly(tuple("d2", "the deployment was cancelled"));
        assertThat(recovery.counted()).extracting(Fact::id, Fact::seconds).containsExactly(tuple("d1", 2 * HOUR));
        assertThat(leadTime.counted())
                .extracting(Fact::id, Fact::deployment, Fact::seconds)
                .containsExactly(tuple("c0", "d0", 6 * HOUR));
        assertThat(leadTime.leftOut())
                .extracting(Fact::note)
                .containsExactly("the commit's author time is after its deployment");
        assertThatThrownBy(() -> DeliveryMetrics.derive(facts, "velocity"))
                .hasMessageStartingWith("there is no metric 'velocity'; use one of: deployment-frequency, lead-time");
    }

    /** The limits of DORA's report of 2023, at the limit and beside it. */
    @ParameterizedTest
    @CsvSource({
        "deployment-frequency, 1, elite",
        "deployment-frequency, 0.99, high",
        "deployment-frequency, 0.142858, high",
        "deployment-frequency, 0.14, medium",
        "deployment-frequency, 0.03, low",
        "lead-time, 86399, elite",
        "lead-time, 86400, high",
        "lead-time, 604800, medium",
        "lead-time, 2592000, low",
        "change-failure-rate, 0.05, elite",
        "change-failure-rate, 0.1, high",
        "change-failure-rate, 0.15, medium",
        "change-failure-rate, 0.16, low",
        "recovery-time, 3599, elite",
        "recovery-time, 3600, high",
        "recovery-time, 86400, medium",
        "recovery-time, 604800, low"
    })
    void aValueStandsInOneOfDorasBands(String metric, double value, String band) {
        DoraBands bands =
                MetricDefinition.named(metric).measured(value, 1, List.of()).bands();

        assertThat(bands.band()).isEqualTo(band);
        assertThat(bands.limits()).extracting(DoraBands.Limit::band).containsExactly("elite", "high", "medium");
    }

    @Test
    void noDataStandsInNoBand() {
        assertThat(new FactsBuilder().metric("lead-time").bands().band()).isNull();
        assertThat(new FactsBuilder().metric("rework-rate").bands()).isNull();
    }

    @Test
    void onlyTheDaysThatHavePassedCount() {
        FactsBuilder facts = new FactsBuilder().deployed(SUCCESSFUL, PLANNED).deployed(SUCCESSFUL, PLANNED);

        assertThat(facts.now(hour(96)).metric("deployment-frequency").value()).isEqualTo(2 / 4.0);
        assertThat(facts.now(hour(12)).metric("deployment-frequency").value())
                .as("the first day counts as a whole one")
                .isEqualTo(2.0);
    }

    @Test
    void aPeriodInTheFutureHasNoFrequencyAndNoAvailability() {
        FactsBuilder facts = new FactsBuilder()
                .now(START.minusSeconds(1))
                .deployed(SUCCESSFUL, PLANNED)
                .running("shop", "production", 0);

        assertThat(facts.metric("deployment-frequency"))
                .returns(null, Metric::value)
                .returns(0, Metric::n)
                .returns(false, Metric::sufficient)
                .returns("the period has not begun", Metric::gap);
        assertThat(facts.metric("availability").gap()).isEqualTo("the period has not begun");
    }

    @Test
    void leadTimeIsTheMedianAndThePercentileInterpolates() {
        // 1, 2, 4 and 10 hours: median (2 + 4) / 2 = 3; 90 % of the way over 3 gaps is 2.7: 4 + 0.7 × (10 − 4) = 8.2
        FactsBuilder facts = new FactsBuilder()
                .shippedAfter(10)
                .shippedAfter(1)
                .shippedAfter(4)
                .shippedAfter(2)
                .shippedAfter(-3);

        assertThat(facts.metric("lead-time").value()).isEqualTo(3 * HOUR);
        assertThat(facts.metric("lead-time").n()).isEqualTo(4);
        assertThat(facts.metric("lead-time").excluded())
                .containsExactly(new Excluded("the commit's author time is after its deployment", 1));
        assertThat(facts.metric("lead-time-p90").value()).isCloseTo(8.2 * HOUR, within(1e-6));
    }

    @Test
    void oneCommitIsItsOwnMedianAndPercentile() {
        FactsBuilder facts = new FactsBuilder().shippedAfter(7);

        assertThat(facts.metric("lead-time").value()).isEqualTo(7 * HOUR);
        assertThat(facts.metric("lead-time-p90").value()).isEqualTo(7 * HOUR);
    }

    @Test
    void aDeploymentFailsOnlyOnceHoweverManyReasonsThereAre() {
        // failed; rolled back and blamed for an incident (one failure); successful but blamed; two good ones: 3 of 5
        FactsBuilder facts = new FactsBuilder()
                .deployed(FAILED, PLANNED)
                .deployed(ROLLED_BACK, PLANNED, 20, true, null)
                .deployed(SUCCESSFUL, PLANNED, 30, true, null)
                .deployed(SUCCESSFUL, ROLLBACK)
                .deployed(SUCCESSFUL, PLANNED)
                .deployed(CANCELLED, PLANNED);

        Metric rate = facts.metric("change-failure-rate");

        assertThat(rate.value()).isEqualTo(0.6);
        assertThat(rate.n()).isEqualTo(5);
        assertThat(rate.excluded()).containsExactly(new Excluded("the deployment was cancelled", 1));
    }

    @Test
    void recoveryIsTheMedianOverWhatWasRestored() {
        // restored 1 h, 3 h and 2 h after they finished: median 2 h; one is open, the healthy one does not count
        FactsBuilder facts = new FactsBuilder()
                .deployed(FAILED, PLANNED, 10, false, hour(11))
                .deployed(ROLLED_BACK, PLANNED, 20, false, hour(23))
                .deployed(SUCCESSFUL, PLANNED, 30, true, hour(32))
                .deployed(FAILED, PLANNED, 40, false, null)
                .deployed(SUCCESSFUL, PLANNED, 50, false, null);

        Metric recovery = facts.metric("recovery-time");

        assertThat(recovery.value()).isEqualTo(2 * HOUR);
        assertThat(recovery.n()).isEqualTo(3);
        assertThat(recovery.excluded()).containsExactly(new Excluded("not restored yet", 1));
    }

    @Test
    void recoveryOfSomethingRestoredBeforeItEndedIsLeftOut() {
        Metric recovery =
                new FactsBuilder().deployed(FAILED, PLANNED, 10, false, hour(9)).metric("recovery-time");

        assertThat(recovery.sufficient()).isFalse();
        assertThat(recovery.excluded()).containsExactly(new Excluded("restored before the deployment finished", 1));
    }

    @Test
    void reworkIsTheShareOfHotfixes() {
        FactsBuilder facts = new FactsBuilder()
                .deployed(SUCCESSFUL, HOTFIX)
                .deployed(FAILED, HOTFIX)
                .deployed(SUCCESSFUL, PLANNED)
                .deployed(SUCCESSFUL, ROLLBACK)
                .deployed(SUCCESSFUL, null)
                .deployed(CANCELLED, HOTFIX);

        Metric rework = facts.metric("rework-rate");

        assertThat(rework.value()).isEqualTo(0.5);
        assertThat(rework.n()).isEqualTo(4);
        assertThat(rework.excluded())
                .containsExactly(
                        new Excluded("the deployment was cancelled", 1),
                        new Excluded("the deployment's kind is not known", 1));
    }

    @Test
    void availabilityCountsOverlappingIncidentsOnceAndOnlyWhileRunning() {
        // shop runs all 240 h; 10–20 and 15–25 overlap: 15 h; one from before the sprint until hour 5: 5 h: 1 − 20/240
        // mail runs from hour 140, 100 h; an incident from hour 130 to 150 costs 10 h: 1 − 10/100
        // together: 1 − 30/340
        FactsBuilder facts = new FactsBuilder()
                .running("shop", "production", 0)
                .running("mail", "production", 140)
                .incident("shop", "production", 10, 20.0)
                .incident("shop", "production", 15, 25.0)
                .incident("shop", "production", -7, 5.0)
                .incident("mail", "production", 130, 150.0)
                .incident("shop", "production-eu", 10, 20.0);

        Metric availability = facts.metric("availability");

        assertThat(availability.value()).isCloseTo(1 - 30 / 340.0, within(1e-12));
        assertThat(availability.n()).isEqualTo(2);
        assertThat(availability.parts())
                .containsExactly(
                        new Part("mail", "production", 1 - 10 / 100.0), new Part("shop", "production", 1 - 20 / 240.0));
        assertThat(availability.excluded())
                .containsExactly(new Excluded("nothing is known to have been running where the incident was", 1));
    }

    @Test
    void anIncidentThatLastsCountsUntilNow() {
        Metric availability = new FactsBuilder()
                .now(hour(100))
                .running("shop", "production", 0)
                .incident("shop", "production", 75, null)
                .metric("availability");

        assertThat(availability.value()).isEqualTo(0.75);
    }

    @Test
    void aTicketIsDeliveredOnce() {
        assertThat(new FactsBuilder().delivered("A-1", "A-2", "A-1").metric("delivered-tickets"))
                .returns(2.0, Metric::value)
                .returns(2, Metric::n);
    }

    @ParameterizedTest
    @EnumSource
    void whatNeedsATrackerSaysWhyThereIsNone(SprintFacts.Reason reason) {
        assertThat(DeliveryMetrics.of(new FactsBuilder()
                        .delivered("A-1")
                        .sprint(new SprintFacts.Unknown(reason))
                        .facts()))
                .filteredOn(metric -> reason.toString().equals(metric.gap()))
                .extracting(Metric::name)
                .containsExactly(
                        "done-not-deployed",
                        "deployed-not-done",
                        "carried-over",
                        "added-after-start",
                        "unplanned-share");
    }

    @Test
    void buildHealthByHand() {
        FactsBuilder facts = new FactsBuilder()
                .built(BuildResult.SUCCESSFUL, 100, new TestCounts(90, 0, 5, 2))
                .built(BuildResult.SUCCESSFUL, 300, null)
                .built(BuildResult.UNSTABLE, 200, new TestCounts(8, 2, 0, 1))
                .built(BuildResult.FAILED, 0, null)
                .built(BuildResult.CANCELLED, 5, null)
                .built(BuildResult.NOT_BUILT, 0, null)
                .built(BuildResult.IN_PROGRESS, 0, null);

        assertThat(facts.metric("builds").value()).isEqualTo(6);
        assertThat(facts.metric("builds").excluded()).containsExactly(new Excluded("the build is in progress", 1));
        assertThat(facts.metric("build-success-rate").value()).isEqualTo(0.5);
        assertThat(facts.metric("build-success-rate").n()).isEqualTo(4);
        assertThat(facts.metric("build-success-rate").excluded())
                .containsExactly(
                        new Excluded("the build is cancelled", 1),
                        new Excluded("the build is in progress", 1),
                        new Excluded("the build is not-built", 1));
        assertThat(facts.metric("build-duration").value()).isEqualTo(200);
        assertThat(facts.metric("build-duration").n()).isEqualTo(3);
        assertThat(facts.metric("build-duration").excluded())
                .contains(new Excluded("the build's duration is not known", 1));
        assertThat(facts.metric("test-pass-rate").value()).isEqualTo(98 / 100.0);
        assertThat(facts.metric("test-pass-rate").n()).isEqualTo(100);
        assertThat(facts.metric("test-pass-rate").excluded())
                .containsExactly(
                        new Excluded("the build reported no tests", 5), new Excluded("the test was skipped", 5));
        assertThat(facts.metric("flaky-tests").value()).isEqualTo(3);
    }

    @Test
    void aGateThatWarnsLetsThrough() {
        Metric rate = new FactsBuilder().gates(5, 1, 2, 4).metric("gate-pass-rate");

        assertThat(rate.value()).isEqualTo(0.75);
        assertThat(rate.n()).isEqualTo(8);
        assertThat(rate.excluded()).containsExactly(new Excluded("the gate was inconclusive", 4));
    }

    @ParameterizedTest
    @EnumSource
    void withoutFactsNoMetricHasAValue(MetricDefinition definition) {
        assertThat(new FactsBuilder().metric(definition.toString()))
                .returns(null, Metric::value)
                .returns(0, Metric::n)
                .returns(false, Metric::sufficient)
                .satisfies(metric -> assertThat(metric.gap()).isNotBlank());
    }

    @Test
    void onlyCancelledDeploymentsAreNoSample() {
        FactsBuilder facts = new FactsBuilder().deployed(CANCELLED, PLANNED);

        for (String name : new String[] {"deployment-frequency", "change-failure-rate", "rework-rate"}) {
            assertThat(facts.metric(name).sufficient()).as(name).isFalse();
            assertThat(facts.metric(name).excluded())
                    .as(name)
                    .containsExactly(new Excluded("the deployment was cancelled", 1));
        }
    }

    @Test
    void jsonAlwaysHasTheFieldsAProgramReliesOn() {
        String json = Json.mapper().writeValueAsString(new FactsBuilder().metric("change-failure-rate"));

        assertThat(json)
                .contains("\"name\":\"change-failure-rate\"", "\"value\":null", "\"unit\":\"ratio\"", "\"n\":0")
                .contains("\"excluded\":[]", "\"sufficient\":false");
    }
}
