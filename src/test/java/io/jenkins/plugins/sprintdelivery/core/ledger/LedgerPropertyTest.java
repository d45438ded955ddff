package io.jenkins.plugins.sprintdelivery.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.projection.TestStore;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Random histories against a model in memory, and against themselves in another order. */
class LedgerPropertyTest {

    private static final Scope ALL = Scope.production(Facts.hour(-1), Facts.hour(1_000));
    private static final int COMMITS = 12;

    /** Distinct moments, so that the order of the history is beyond doubt; versions and commits repeat. */
    private static List<LedgerEvent> history(Random random) {
        List<LedgerEvent> events = new ArrayList<>();
        for (int sprint = 0; sprint < 3; sprint++) {
            events.add(Facts.sprint("s" + sprint, sprint * 10, sprint * 10 + 10));
        }
        for (int commit = 0; commit < COMMITS; commit++) {
            events.add(Facts.commit("c" + commit, commit, "ABC-" + commit % 5));
        }
        int deployments = 1 + random.nextInt(8);
        for (int n = 1; n <= deployments; n++) {
            double at = n * 3 + random.nextDouble();
            Deployment deployment = Facts.deployment("d" + n, "1." + random.nextInt(4), at);
            if (random.nextInt(4) == 0) {
                deployment = Facts.status(deployment, DeploymentStatus.FAILED);
            }
            if (random.nextBoolean()) {
                deployment = Facts.commits(deployment, "c" + random.nextInt(COMMITS), "c" + random.nextInt(COMMITS));
            } else {
                events.add(Facts.build("shop", n, at - 1, "c" + random.nextInt(COMMITS)));
                deployment = Facts.by(deployment, "shop", n);
            }
            events.add(Facts.event(deployment));
            if (random.nextInt(3) == 0) {
                events.add(Facts.incident("i" + n, at + 0.2, random.nextBoolean() ? at + 0.7 : null, null));
            }
        }
        return events;
    }

    /** Every answer that pages and metrics are made from. */
    private static List<Object> answers(LedgerQueries queries) {
        List<Object> answers = new ArrayList<>();
        DeliveryFacts facts = queries.facts(ALL, Facts.hour(500));
        answers.add(facts);
        facts.deployments()
                .forEach(ended ->
                        answers.add(queries.deployment(ended.deployment().id()).orElseThrow()));
        answers.add(queries.tickets(ALL));
        answers.add(queries.running());
        answers.add(queries.trend(null, null, EnvironmentTier.PRODUCTION, 10));
        return answers;
    }

    private interface Use<T> {
        T of(Ledger ledger) throws Exception;
    }

    private static <T> T use(Path directory, TestStore store, Use<T> use) throws Exception {
        try (Ledger ledger = Ledger.open(directory, store.of(directory), Clock.systemUTC())) {
            return use.of(ledger);
        }
    }

    private static List<Object> current(Ledger ledger) throws Exception {
        Ledgers.assertCurrent(ledger);
        return answers(ledger.queries());
    }

    @Property(tries = 8, shrinking = ShrinkingMode.OFF)
    void theAnswersDependOnTheFactsAloneNotOnTheirOrderOrPortions(@ForAll Random random, @ForAll TestStore store)
            throws Exception {
        List<LedgerEvent> events = history(random);
        Path inOrder = Files.createTempDirectory("ledger");
        Path shuffled = Files.createTempDirectory("ledger");
        try {
            List<Object> expected = use(inOrder, TestStore.H2, ledger -> {
                ledger.append(events);
                return current(ledger);
            });
            List<LedgerEvent> mixed = new ArrayList<>(events);
            Collections.shuffle(mixed, random);
            List<Object> portions = use(shuffled, store, ledger -> {
                for (LedgerEvent event : mixed) {
                    ledger.append(event);
                    if (random.nextInt(4) == 0) {
                        current(ledger);
                    }
                }
                return current(ledger);
            });
            assertThat(portions).isEqualTo(expected);

            // made anew from a journal that is there already, which takes another way through the code
            store.drop(shuffled);
            assertThat(use(shuffled, store, LedgerPropertyTest::current)).isEqualTo(expected);
        } finally {
            Ledgers.delete(inOrder);
            Ledgers.delete(shuffled);
        }
    }

    @Property(tries = 8, shrinking = ShrinkingMode.OFF)
    void whatIsShippedFirstIsWhatTheModelShipsFirst(@ForAll Random random, @ForAll TestStore store) throws Exception {
        List<LedgerEvent> events = history(random);
        Map<String, String> expected = new HashMap<>();
        Map<Integer, List<String>> builds = new HashMap<>();
        events.stream()
                .filter(LedgerEvent.BuildRecorded.class::isInstance)
                .map(event -> ((LedgerEvent.BuildRecorded) event).build())
                .forEach(build -> builds.put(build.reference().number(), build.commits()));
        int last = 0;
        for (LedgerEvent event : events) {
            if (event instanceof LedgerEvent.DeploymentRecorded recorded
                    && recorded.deployment().status().hasReached()) {
                Deployment deployment = recorded.deployment();
                Set<String> commits = new HashSet<>(deployment.commits());
                if (deployment.build() != null) {
                    for (int n = last + 1; n <= deployment.build().number(); n++) {
                        commits.addAll(builds.getOrDefault(n, List.of()));
                    }
                    last = deployment.build().number();
                }
                commits.forEach(commit -> expected.putIfAbsent(commit, deployment.id()));
            }
        }
        Path directory = Files.createTempDirectory("ledger");
        try {
            Map<String, String> shipped = new HashMap<>();
            use(directory, store, ledger -> {
                ledger.append(events);
                current(ledger);
                ledger.queries()
                        .facts(ALL, Facts.hour(500))
                        .shipped()
                        .forEach(commit -> assertThat(shipped.put(commit.commitId(), commit.deploymentId()))
                                .isNull());
                return null;
            });
            assertThat(shipped).isEqualTo(expected);
        } finally {
            Ledgers.delete(directory);
        }
    }
}
