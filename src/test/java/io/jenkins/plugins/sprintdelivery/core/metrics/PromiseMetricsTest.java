package io.jenkins.plugins.sprintdelivery.core.metrics;

import static io.jenkins.plugins.sprintdelivery.core.metrics.FactsBuilder.START;
import static io.jenkins.plugins.sprintdelivery.core.metrics.FactsBuilder.hour;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.sprintdelivery.core.metrics.Metric.Excluded;
import io.jenkins.plugins.sprintdelivery.core.model.Commitment;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents.Carried;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents.Change;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One sprint worked out by hand. Promised were SHOP-1 to SHOP-5. SHOP-6 and SHOP-7 came later, SHOP-5 left and SHOP-8 came
 * and left again, so that SHOP-1, 2, 3, 4, 6 and 7 are in it at its end. Done are 1, 2, 3 and 6. Production got SHOP-1 and
 * SHOP-4 in the sprint, SHOP-2 after its end, SHOP-7 the sprint before; SHOP-3 was built and not deployed; of SHOP-6 there
 * is no change. SHOP-9, which was never in it, and CRM-1, of another team, reached production in its time.
 */
class PromiseMetricsTest {

    private static final Commitment COMMITMENT = new Commitment(
            "s1", "jira", START, Commitment.Basis.HISTORY, List.of("SHOP-1", "SHOP-2", "SHOP-3", "SHOP-4", "SHOP-5"));

    private static final SprintContents CONTENTS = new SprintContents(
            "s1",
            "jira",
            hour(240),
            true,
            List.of("SHOP-1", "SHOP-2", "SHOP-3", "SHOP-4", "SHOP-6", "SHOP-7"),
            List.of("SHOP-1", "SHOP-2", "SHOP-3", "SHOP-6"),
            List.of(
                    change("SHOP-6", Change.Kind.ADDED, 10),
                    change("SHOP-8", Change.Kind.ADDED, 20),
                    change("SHOP-5", Change.Kind.REMOVED, 30),
                    change("SHOP-8", Change.Kind.REMOVED, 40),
                    change("SHOP-7", Change.Kind.ADDED, 50)),
            List.of(
                    new Carried("SHOP-2", List.of("Sprint 0"), List.of()),
                    new Carried("SHOP-4", List.of(), List.of("Sprint 2"))),
            null,
            false);

    private static final Map<String, Instant> REACHED =
            Map.of("SHOP-1", hour(100), "SHOP-4", hour(120), "SHOP-2", hour(250), "SHOP-7", hour(-40));

    private static Change change(String key, Change.Kind kind, int hour) {
        return new Change(key, kind, hour(hour), "ada", hour(hour));
    }

    private static FactsBuilder facts(Commitment commitment, SprintContents contents) {
        return new FactsBuilder()
                .delivered("SHOP-1", "SHOP-4", "SHOP-9", "CRM-1")
                .sprint(new SprintFacts.Known(
                        commitment, contents, Set.of("SHOP-1", "SHOP-2", "SHOP-3"), REACHED, Set.of()));
    }

    private static FactsBuilder facts() {
        return facts(COMMITMENT, CONTENTS);
    }

    private static List<String> noted(FactsBuilder facts, String name) {
        return DeliveryMetrics.derive(facts.facts(), name).counted().stream()
                .filter(fact -> fact.note() != null)
                .map(Fact::id)
                .toList();
    }

    @Test
    void whatIsDoneAndDidNotReachTheEnvironmentBeforeTheEnd() {
        Metric metric = facts().metric("done-not-deployed");

        // SHOP-2 came after the end, SHOP-3 never; SHOP-6 has nothing to deploy
        assertThat(metric.value()).isEqualTo(2);
        assertThat(metric.n()).isEqualTo(3);
        assertThat(metric.excluded())
                .containsExactly(new Excluded("no build or deployment carries a change of the ticket", 1));
        assertThat(noted(facts(), "done-not-deployed")).containsExactly("SHOP-2", "SHOP-3");
    }

    @Test
    void whatReachedTheEnvironmentAndIsNotDone() {
        Metric metric = facts().metric("deployed-not-done");

        // of SHOP-1, SHOP-4 and, from the sprint before, SHOP-7
        assertThat(metric.value()).isEqualTo(2);
        assertThat(metric.n()).isEqualTo(3);
        assertThat(metric.excluded())
                .containsExactly(new Excluded("the ticket is not in the sprint, its state is not known", 2));
        assertThat(noted(facts(), "deployed-not-done")).containsExactly("SHOP-4", "SHOP-7");
    }

    @Test
    void whatWasInAnEarlierSprint() {
        Metric metric = facts().metric("carried-over");

        // SHOP-4 goes on into the next one, which is that one's matter
        assertThat(metric.value()).isEqualTo(1);
        assertThat(metric.n()).isEqualTo(6);
        assertThat(noted(facts(), "carried-over")).containsExactly("SHOP-2");
    }

    @Test
    void whatCameAfterTheStartAlsoIfItLeftAgain() {
        Metric metric = facts().metric("added-after-start");

        assertThat(metric.value()).isEqualTo(3);
        assertThat(metric.n()).isEqualTo(8);
        assertThat(DeliveryMetrics.derive(facts().facts(), "added-after-start").counted())
                .filteredOn(fact -> fact.note() != null)
                .extracting(Fact::id, Fact::at)
                .containsExactly(tuple("SHOP-6", hour(10)), tuple("SHOP-7", hour(50)), tuple("SHOP-8", hour(20)));
    }

    @Test
    void theShareOfWhatWasDeliveredWithoutAPromise() {
        Metric metric = facts().metric("unplanned-share");

        // SHOP-9 of SHOP-1, SHOP-4 and SHOP-9; another team's work says nothing of this one's plan
        assertThat(metric.value()).isEqualTo(1.0 / 3);
        assertThat(metric.n()).isEqualTo(3);
        assertThat(metric.excluded())
                .containsExactly(new Excluded("the sprint has no ticket of the ticket's project", 1));
    }

    @Test
    void whatAnotherSprintOfThatTimePlansIsNotUnplannedHere() {
        SprintFacts.Known known = new SprintFacts.Known(COMMITMENT, CONTENTS, Set.of(), REACHED, Set.of("SHOP-9"));

        Metric metric = facts().sprint(known).metric("unplanned-share");

        assertThat(metric.value()).isZero();
        assertThat(metric.n()).isEqualTo(2);
        assertThat(metric.excluded())
                .containsExactlyInAnyOrder(
                        new Excluded("the sprint has no ticket of the ticket's project", 1),
                        new Excluded("another sprint of that time has the ticket", 1));
    }

    @Test
    void keysWithoutAProjectAreAllOfOne() {
        SprintContents cards = new SprintContents(
                "s1", "trello", START, false, List.of("a1b2c3"), List.of(), List.of(), List.of(), null, false);
        Commitment promised = new Commitment("s1", "trello", START, Commitment.Basis.SNAPSHOT, List.of("a1b2c3"));

        assertThat(facts(promised, cards).delivered("a1b2c3", "d4e5f6", "CRM-1").metric("unplanned-share"))
                .returns(0.5, Metric::value)
                .returns(2, Metric::n);
    }

    @ParameterizedTest
    @ValueSource(strings = {"added-after-start", "unplanned-share"})
    void whatTheCommitmentSaysIsMissingWithoutOne(String name) {
        assertThat(facts(null, CONTENTS).metric(name).gap()).isEqualTo("what the sprint promised is not known");
        assertThat(facts(null, CONTENTS).metric("carried-over").value()).isEqualTo(1);
    }

    @Test
    void anEmptySprintIsNoSample() {
        SprintContents empty =
                new SprintContents("s1", "jira", START, false, List.of(), List.of(), List.of(), List.of(), null, false);
        FactsBuilder facts = facts(new Commitment("s1", "jira", START, Commitment.Basis.SNAPSHOT, List.of()), empty);

        assertThat(facts.metric("done-not-deployed").gap()).isEqualTo("no ticket of the sprint is done");
        assertThat(facts.metric("deployed-not-done").gap())
                .isEqualTo("no ticket of the sprint has reached the environment");
        assertThat(facts.metric("carried-over").gap()).isEqualTo("the sprint has no ticket");
        assertThat(facts.metric("added-after-start").gap()).isEqualTo("the sprint has no ticket");
        assertThat(facts.metric("unplanned-share").gap())
                .isEqualTo("no delivered ticket is of a project of the sprint and of no other sprint of that time");
        assertThat(facts.delivered().metric("unplanned-share").gap())
                .isEqualTo("no ticket's changes reached the environment for the first time in the period");
    }

    @Test
    void zeroIsAValueWhereThereIsASample() {
        SprintContents quiet = new SprintContents(
                "s1", "jira", START, false, List.of("SHOP-1"), List.of("SHOP-1"), List.of(), List.of(), null, false);
        FactsBuilder facts = facts(
                        new Commitment("s1", "jira", START, Commitment.Basis.SNAPSHOT, List.of("SHOP-1")), quiet)
                .delivered("SHOP-1");

        for (String name : List.of(
                "done-not-deployed", "deployed-not-done", "carried-over", "added-after-start", "unplanned-share")) {
            assertThat(facts.metric(name)).as(name).returns(0.0, Metric::value).returns(1, Metric::n);
        }
    }

    @Test
    void aRunningSprintCountsUntilNow() {
        assertThat(facts().now(hour(110)).metric("deployed-not-done"))
                .as("SHOP-4 is to come in 10 hours")
                .returns(1.0, Metric::value)
                .returns(2, Metric::n);
        assertThat(facts().now(hour(-1)).metric("carried-over").gap()).isEqualTo("the period has not begun");
    }
}
