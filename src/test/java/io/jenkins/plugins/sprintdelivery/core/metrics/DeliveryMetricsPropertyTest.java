package io.jenkins.plugins.sprintdelivery.core.metrics;

import static io.jenkins.plugins.sprintdelivery.core.metrics.FactsBuilder.START;
import static io.jenkins.plugins.sprintdelivery.core.metrics.FactsBuilder.hour;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Commitment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

class DeliveryMetricsPropertyTest {

    private static final int MINUTES = 600;

    @Property(tries = 300)
    void aRateIsNeverBelowZeroOrAboveOne(@ForAll long seed) {
        for (Metric metric : DeliveryMetrics.of(facts(new Random(seed)))) {
            if (metric.unit() == MetricUnit.RATIO && metric.sufficient()) {
                assertThat(metric.value()).as(metric.name()).isBetween(0.0, 1.0);
            }
        }
    }

    @Property(tries = 300)
    void aValueHasASampleAndNoSampleHasNoValue(@ForAll long seed) {
        for (Metric metric : DeliveryMetrics.of(facts(new Random(seed)))) {
            assertThat(metric.sufficient()).as(metric.name()).isEqualTo(metric.n() > 0);
            assertThat(metric.sufficient()).as(metric.name()).isEqualTo(metric.value() != null);
        }
    }

    @Property(tries = 300)
    void aDerivationHoldsExactlyWhatTheMetricCounts(@ForAll long seed) {
        DeliveryFacts facts = facts(new Random(seed));
        for (Metric metric : DeliveryMetrics.of(facts)) {
            Derivation derivation = DeliveryMetrics.derive(facts, metric.name());

            assertThat(derivation.metric()).isEqualTo(metric);
            assertThat(derivation.leftOut().size() + derivation.others())
                    .as(metric.name())
                    .isEqualTo(metric.excluded().stream()
                            .mapToInt(Metric.Excluded::count)
                            .sum());
            if (!derivation.counted().isEmpty()) {
                assertThat(derivation.counted().stream().filter(fact -> fact.kind() != Fact.Kind.INCIDENT))
                        .as(metric.name())
                        .hasSize(metric.n());
            }
        }
    }

    @Property(tries = 300)
    void theOrderOfTheFactsDoesNotMatter(@ForAll long seed) {
        Random random = new Random(seed);
        DeliveryFacts facts = facts(random);
        DeliveryFacts shuffled = new DeliveryFacts(
                facts.scope(),
                facts.now(),
                shuffled(facts.deployments(), random),
                shuffled(facts.shipped(), random),
                shuffled(facts.incidents(), random),
                shuffled(facts.targets(), random),
                shuffled(facts.builds(), random),
                facts.gates(),
                shuffled(facts.deliveredTickets(), random),
                shuffled(facts.sprint(), random));

        assertThat(DeliveryMetrics.of(shuffled)).isEqualTo(DeliveryMetrics.of(facts));
    }

    @Property
    void medianAndPercentileLieBetweenTheExtremes(
            @ForAll @Size(min = 1, max = 50) List<@DoubleRange(min = 0, max = 1e12) Double> sample,
            @ForAll @DoubleRange(min = 0, max = 1) double share) {
        Percentiles percentiles =
                new Percentiles(sample.stream().mapToDouble(Double::doubleValue).toArray());

        assertThat(percentiles.median()).isBetween(Collections.min(sample), Collections.max(sample));
        assertThat(percentiles.at(share)).isBetween(Collections.min(sample), Collections.max(sample));
    }

    @Property
    void theUnionIsWhatCountingMinutesGives(@ForAll long seed) {
        Random random = new Random(seed);
        List<Interval> intervals = new ArrayList<>();
        BitSet covered = new BitSet(MINUTES);
        for (int i = random.nextInt(12); i > 0; i--) {
            int from = random.nextInt(MINUTES);
            int to = from + 1 + random.nextInt(MINUTES - from);
            intervals.add(new Interval(minute(from), minute(to)));
            covered.set(from, to);
        }

        assertThat(Interval.union(intervals).toMinutes()).isEqualTo(covered.cardinality());
    }

    @Property(tries = 300)
    void availabilityIsWhatCountingMinutesGives(@ForAll long seed) {
        Random random = new Random(seed);
        int asked = 1 + random.nextInt(14_400);
        FactsBuilder facts = new FactsBuilder().now(minute(asked)).running("shop", "production", 0);
        BitSet broken = new BitSet();
        for (int i = random.nextInt(8); i > 0; i--) {
            int from = random.nextInt(14_400);
            int to = from + 1 + random.nextInt(2_000);
            facts.incident("shop", "production", from / 60.0, to / 60.0);
            broken.set(from, to);
        }

        assertThat(facts.metric("availability").value())
                .isCloseTo(1 - broken.get(0, asked).cardinality() / (double) asked, within(1e-9));
    }

    private static Instant minute(int minute) {
        return START.plusSeconds(minute * 60L);
    }

    private static <T> List<T> shuffled(List<T> list, Random random) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }

    private static DeliveryFacts facts(Random random) {
        FactsBuilder facts = new FactsBuilder().now(hour(random.nextInt(300) - 20));
        DeploymentStatus[] ended = {
            DeploymentStatus.SUCCESSFUL,
            DeploymentStatus.FAILED,
            DeploymentStatus.CANCELLED,
            DeploymentStatus.ROLLED_BACK
        };
        for (int i = random.nextInt(6); i > 0; i--) {
            int at = 1 + random.nextInt(200);
            facts.deployed(
                    ended[random.nextInt(ended.length)],
                    DeploymentKind.values()[random.nextInt(4)],
                    at,
                    random.nextBoolean(),
                    random.nextBoolean() ? hour(at + random.nextInt(40) - 5) : null);
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            facts.shippedAfter(random.nextInt(100) - 10);
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            facts.running("s" + i, "production", random.nextInt(240));
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            int opened = random.nextInt(260) - 20;
            facts.incident(
                    "s" + random.nextInt(5),
                    "production",
                    opened,
                    random.nextBoolean() ? (double) opened + random.nextInt(50) : null);
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            int passed = random.nextInt(20);
            facts.built(
                    BuildResult.values()[random.nextInt(BuildResult.values().length)],
                    random.nextInt(1000),
                    random.nextBoolean()
                            ? null
                            : new TestCounts(
                                    passed,
                                    random.nextInt(5),
                                    random.nextInt(5),
                                    passed == 0 ? 0 : random.nextInt(passed)));
        }
        return facts.gates(random.nextInt(4), random.nextInt(4), random.nextInt(4), random.nextInt(4))
                .delivered(random.nextBoolean() ? new String[] {"A-1", "B-2"} : new String[0])
                .sprint(sprint(random))
                .facts();
    }

    private static SprintFacts sprint(Random random) {
        if (random.nextInt(5) == 0) {
            return new SprintFacts.Unknown(SprintFacts.Reason.values()[random.nextInt(4)]);
        }
        Map<String, Instant> reached = new HashMap<>();
        some(random).forEach(key -> reached.put(key, hour(random.nextInt(300) - 30)));
        List<SprintContents.Change> changes = some(random).stream()
                .map(key -> new SprintContents.Change(
                        key, SprintContents.Change.Kind.values()[random.nextInt(2)], null, null, hour(20)))
                .toList();
        return new SprintFacts.Known(
                random.nextInt(4) == 0
                        ? null
                        : new Commitment("s1", "shop", START, Commitment.Basis.HISTORY, some(random)),
                new SprintContents(
                        "s1",
                        "shop",
                        START,
                        random.nextBoolean(),
                        some(random),
                        some(random),
                        changes,
                        some(random).stream()
                                .map(key -> new SprintContents.Carried(key, List.of("before"), List.of()))
                                .toList(),
                        null,
                        false),
                Set.copyOf(some(random)),
                reached,
                Set.copyOf(some(random)));
    }

    private static List<String> some(Random random) {
        return Stream.of("A-1", "A-2", "A-3", "B-1", "B-2", "#7")
                .filter(key -> random.nextBoolean())
                .toList();
    }

    private static SprintFacts shuffled(SprintFacts facts, Random random) {
        return facts instanceof SprintFacts.Known known
                ? new SprintFacts.Known(
                        known.commitment(),
                        new SprintContents(
                                known.contents().sprintId(),
                                known.contents().tracker(),
                                known.contents().at(),
                                known.contents().over(),
                                shuffled(known.contents().tickets(), random),
                                shuffled(known.contents().done(), random),
                                known.contents().changes(),
                                shuffled(known.contents().carried(), random),
                                null,
                                false),
                        known.built(),
                        known.reached(),
                        known.beside())
                : facts;
    }
}
