package io.jenkins.plugins.sprintdelivery.core.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.freeze.FreezeCalendar;
import io.jenkins.plugins.sprintdelivery.core.gate.GateWait.Decided;
import io.jenkins.plugins.sprintdelivery.core.gate.GateWait.LookAgain;
import io.jenkins.plugins.sprintdelivery.core.gate.GateWait.Reason;
import io.jenkins.plugins.sprintdelivery.core.gate.GateWait.Step;
import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.Person;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class GateWaitTest {

    private static final Instant START = Instant.parse("2026-03-02T12:00:00Z");
    private static final Condition FROZEN = new NotFrozen(ConditionSeverity.FAIL);
    private static final Condition BLOCKERS = new NoOpenBlockers(0, ConditionSeverity.FAIL);
    private static final Condition TESTS = new TestsFailed(0, ConditionSeverity.FAIL);
    private static final WaitRule FOUR_HOURS = rule(true, Duration.ZERO);

    @Test
    void looksAtOnceAndAgainUntilItIsGreen() {
        Policy policy = policy(FOUR_HOURS, BLOCKERS);
        GateWait wait = GateWait.begin(FOUR_HOURS, START);
        assertThat(wait.nextLook()).isEqualTo(START);

        wait = again(wait.after(policy, look(policy, START, 1), START));
        assertThat(wait.nextLook()).isEqualTo(START.plusSeconds(120));
        Instant later = wait.nextLook();
        Step step = wait.after(policy, look(policy, later, 0), later);

        assertThat(step).isInstanceOf(Decided.class);
        assertThat(((Decided) step).reason()).isEqualTo(Reason.GREEN);
        assertThat(((Decided) step).result().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void theLastLookIsAtTheDeadlineAndDecides() {
        Policy policy = policy(FOUR_HOURS, BLOCKERS);
        GateWait wait = GateWait.begin(FOUR_HOURS, START);
        Instant nearlyOver = START.plus(Duration.ofHours(4)).minusSeconds(30);

        wait = again(wait.after(policy, look(policy, nearlyOver, 1), nearlyOver));
        assertThat(wait.nextLook()).isEqualTo(START.plus(Duration.ofHours(4)));
        Decided decided = (Decided) wait.after(policy, look(policy, wait.nextLook(), 1), wait.nextLook());

        assertThat(decided.reason()).isEqualTo(Reason.DEADLINE);
        assertThat(decided.result().verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void aControllerThatWasDownOverTheDeadlineLooksOnceMore() {
        Policy policy = policy(FOUR_HOURS, BLOCKERS);
        GateWait asleep = again(GateWait.begin(FOUR_HOURS, START).after(policy, look(policy, START, 1), START));
        GateWait restored = Json.mapper().readValue(Json.mapper().writeValueAsString(asleep), GateWait.class);
        Instant nextDay = START.plus(Duration.ofDays(1));

        Decided decided = (Decided) restored.after(policy, look(policy, nextDay, 0), nextDay);

        assertThat(restored).isEqualTo(asleep);
        assertThat(restored.deadline()).isEqualTo(START.plus(Duration.ofHours(4)));
        assertThat(decided.reason()).isEqualTo(Reason.GREEN);
    }

    @Test
    void conditionsHaveToHoldInOneLook() {
        Policy policy = policy(FOUR_HOURS, BLOCKERS, FROZEN);
        GateWait wait = GateWait.begin(FOUR_HOURS, START);

        wait = again(wait.after(policy, look(policy, START, 0, true), START));
        Step step = wait.after(policy, look(policy, wait.nextLook(), 1, false), wait.nextLook());

        assertThat(step).isInstanceOf(LookAgain.class);
    }

    @Test
    void unlessEachMayKeepTheTimeItHeld() {
        WaitRule rule = rule(false, Duration.ZERO);
        Policy policy = policy(rule, BLOCKERS, FROZEN);
        GateWait wait = GateWait.begin(rule, START);

        wait = again(wait.after(policy, look(policy, START, 0, true), START));
        GateWait restored = Json.mapper().readValue(Json.mapper().writeValueAsString(wait), GateWait.class);
        Decided decided =
                (Decided) restored.after(policy, look(policy, wait.nextLook(), 1, false), wait.nextLook());

        assertThat(restored).isEqualTo(wait);
        assertThat(decided.result().verdict()).isEqualTo(Verdict.PASS);
        assertThat(decided.result().conditions().get(0).actual()).isEqualTo("0 open blockers, at 2026-03-02 12:00 UTC");
    }

    @Test
    void itHasToStayGreenForTheTimeAsked() {
        WaitRule rule = rule(true, Duration.ofMinutes(3));
        Policy policy = policy(rule, BLOCKERS);
        GateWait wait = GateWait.begin(rule, START);

        wait = again(wait.after(policy, look(policy, START, 0), START));
        wait = again(wait.after(policy, look(policy, START.plusSeconds(120), 0), START.plusSeconds(120)));
        assertThat(wait.nextLook()).isEqualTo(START.plusSeconds(180));
        Step step = wait.after(policy, look(policy, wait.nextLook(), 0), wait.nextLook());

        assertThat(step).isInstanceOf(Decided.class);
    }

    @Test
    void aRedLookInBetweenBeginsTheTimeAnew() {
        WaitRule rule = rule(true, Duration.ofMinutes(3));
        Policy policy = policy(rule, BLOCKERS);
        GateWait wait = again(GateWait.begin(rule, START).after(policy, look(policy, START, 0), START));
        Instant red = START.plusSeconds(120);
        wait = again(wait.after(policy, look(policy, red, 1), red));
        Instant green = START.plusSeconds(240);

        wait = again(wait.after(policy, look(policy, green, 0), green));

        assertThat(wait.greenSince()).isEqualTo(green);
        assertThat(wait.nextLook()).isEqualTo(green.plusSeconds(120));
    }

    @Test
    void soDoesATimeInWhichNobodyLooked() {
        WaitRule rule = rule(true, Duration.ofMinutes(3));
        Policy policy = policy(rule, BLOCKERS);
        GateWait wait = again(GateWait.begin(rule, START).after(policy, look(policy, START, 0), START));
        Instant afterRestart = START.plus(Duration.ofHours(1));

        wait = again(wait.after(policy, look(policy, afterRestart, 0), afterRestart));

        assertThat(wait.greenSince()).isEqualTo(afterRestart);
    }

    @Test
    void whatDidNotStayGreenLongEnoughFailsAtTheDeadlineAndSaysSo() {
        WaitRule rule = rule(true, Duration.ofMinutes(3));
        Policy policy = policy(rule, BLOCKERS);
        Instant late = START.plus(Duration.ofHours(4)).minusSeconds(60);
        GateWait wait = again(GateWait.begin(rule, START).after(policy, look(policy, late, 0), late));

        Decided decided = (Decided) wait.after(policy, look(policy, wait.deadline(), 0), wait.deadline());

        assertThat(decided.reason()).isEqualTo(Reason.DEADLINE);
        assertThat(decided.result().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(decided.result().conditions().get(1).type()).isEqualTo(GateWait.STAY);
        assertThat(decided.result().conditions().get(1).actual()).isEqualTo("for 1 min when the wait was over");
    }

    @Test
    void anEventWakesItAndManyEventsWakeItOnce() {
        Policy policy = policy(FOUR_HOURS, BLOCKERS);
        GateWait wait = again(GateWait.begin(FOUR_HOURS, START).after(policy, look(policy, START, 1), START));

        assertThat(wait.woken(START.plusSeconds(30)).nextLook()).isEqualTo(START.plusSeconds(30));
        assertThat(wait.woken(START.plusMillis(10)).nextLook()).isEqualTo(START.plusSeconds(1));
        assertThat(wait.woken(START.plusSeconds(30)).woken(START.plusSeconds(31)).nextLook())
                .isEqualTo(START.plusSeconds(30));
        assertThat(wait.woken(START.plusSeconds(200)).nextLook()).isEqualTo(START.plusSeconds(120));
    }

    @Test
    void anOverrideEndsItAtOnce() {
        WaitRule rule = rule(true, Duration.ofMinutes(3));
        Policy policy = policy(rule, BLOCKERS);
        GateResult overridden = look(policy, START, 1)
                .overriddenBy(new GateOverride(
                        "o",
                        candidate().target("p"),
                        new Person("anna", null),
                        START,
                        "it is worse without",
                        START.plusSeconds(60),
                        null,
                        null));

        Decided decided = (Decided) GateWait.begin(rule, START).after(policy, overridden, START);

        assertThat(decided.reason()).isEqualTo(Reason.GREEN);
        assertThat(decided.result().override().original()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void whatCannotChangeIsNotWaitedForWhereNobodyMayOverride() {
        OverrideRule nobody = new OverrideRule(false, false, false, Duration.ofDays(1));
        Policy strict = Policy.of(
                "p", "test", false, List.of(TESTS, BLOCKERS), InconclusiveRule.PASS_THROUGH, FOUR_HOURS, nobody);
        Policy lenient = policy(FOUR_HOURS, TESTS, BLOCKERS);
        GateFacts red = GateFacts.of(candidate(), START)
                .with(new Need.Tests(), new TestFacts(new TestCounts(1, 1, 0, 0), List.of(), List.of(), List.of(), null, null, null))
                .with(new Need.Blockers(), new BlockerFacts(List.of()));
        GateWait wait = GateWait.begin(FOUR_HOURS, START);

        Step given = wait.after(strict, new GateEvaluator().evaluate(strict, red), START);
        Step waiting = wait.after(lenient, new GateEvaluator().evaluate(lenient, red), START);
        Step unknown = wait.after(
                strict, new GateEvaluator().evaluate(strict, GateFacts.of(candidate(), START)), START);

        assertThat(given).isInstanceOfSatisfying(Decided.class, decided -> assertThat(decided.reason())
                .isEqualTo(Reason.HOPELESS));
        assertThat(waiting).isInstanceOf(LookAgain.class);
        assertThat(unknown).isInstanceOf(LookAgain.class);
    }

    @Property
    void itAlwaysEndsByItsDeadlineAndNeverSleepsPastIt(@ForAll @Size(min = 300, max = 300) List<Boolean> blocked) {
        WaitRule rule = rule(true, Duration.ofMinutes(10));
        Policy policy = policy(rule, BLOCKERS);
        GateWait wait = GateWait.begin(rule, START);
        int looks = 0;
        while (true) {
            Instant now = wait.nextLook();
            assertThat(now).isBetween(wait.since(), wait.deadline());
            Step step = wait.after(policy, look(policy, now, blocked.get(looks++) ? 1 : 0), now);
            if (step instanceof Decided) {
                return;
            }
            wait = ((LookAgain) step).state();
            assertThat(wait.nextLook()).isAfter(now);
        }
    }

    private static GateWait again(Step step) {
        assertThat(step).isInstanceOf(LookAgain.class);
        return ((LookAgain) step).state();
    }

    private static WaitRule rule(boolean together, Duration stay) {
        return new WaitRule(Duration.ofHours(4), Duration.ofMinutes(2), together, stay);
    }

    private static Policy policy(WaitRule rule, Condition... conditions) {
        return Policy.of("p", "test", List.of(conditions), InconclusiveRule.PASS_THROUGH)
                .waiting(rule);
    }

    private static ReleaseCandidate candidate() {
        return new ReleaseCandidate(null, null, "2.4.0", null, List.of(), null, Set.of());
    }

    private static GateResult look(Policy policy, Instant now, int blockers) {
        return look(policy, now, blockers, false);
    }

    private static GateResult look(Policy policy, Instant now, int blockers, boolean freezesUnknown) {
        List<TicketFacts.Ticket> open = IntStream.range(0, blockers)
                .mapToObj(i -> new TicketFacts.Ticket("SHOP-" + i, null, "Open", Set.of(), null))
                .toList();
        GateFacts facts = GateFacts.of(candidate(), now).with(new Need.Blockers(), new BlockerFacts(open));
        if (!freezesUnknown) {
            facts = facts.with(
                    new Need.Freezes(),
                    new FreezeFacts(
                            FreezeCalendar.EMPTY, List.of()));
        }
        return new GateEvaluator().evaluate(policy, facts);
    }
}
