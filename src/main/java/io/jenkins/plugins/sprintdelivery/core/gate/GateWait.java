package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.ConditionResult;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A gate that waits, between two looks. It is a small record that survives a restart as JSON; whoever holds it looks
 * when {@link #nextLook} has come, hands in what was seen, and keeps what comes back. Immutable, no thread, no timer.
 *
 * @param since when it began to wait
 * @param deadline when it ends, whatever happens in between; a look at or after it is the last
 * @param nextLook when to look again
 * @param lastLook when it looked last, or null before the first look
 * @param greenSince since when every look has let the release through, or null where the last one did not
 * @param held what held at some look, where conditions need not hold together
 */
public record GateWait(
        Instant since, Instant deadline, Instant nextLook, Instant lastLook, Instant greenSince, List<Held> held) {

    /** What the result of a gate names that did not stay the way it has to. */
    public static final String STAY = "wait.stay";

    /** Events that come faster wake a gate once. */
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

    public GateWait {
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(deadline, "deadline");
        Objects.requireNonNull(nextLook, "nextLook");
        held = held == null ? List.of() : List.copyOf(held);
    }

    /**
     * A condition that held at some look.
     *
     * @param condition which one, in words
     * @param result what it said then
     * @param at when
     */
    public record Held(String condition, ConditionResult result, Instant at) {}

    /** What comes of a look. */
    public sealed interface Step {}

    /** Look again when the state says. */
    public record LookAgain(GateWait state) implements Step {}

    /** It is decided. */
    public record Decided(GateResult result, Reason reason) implements Step {}

    /** Why it waits no longer. */
    public enum Reason {
        /** The release is let through. */
        GREEN,
        /** What does not hold cannot change any more, and nobody may override it. */
        HOPELESS,
        /** The time is over. */
        DEADLINE
    }

    /** A gate that begins to wait, and looks at once. */
    public static GateWait begin(WaitRule rule, Instant now) {
        return new GateWait(now, now.plus(rule.longest()), now, null, null, List.of());
    }

    /** The same gate after something happened that may change what it says: it looks as soon as it may. */
    public GateWait woken(Instant now) {
        Instant soonest = lastLook == null ? now : lastLook.plus(SHORTEST_PAUSE);
        Instant look = soonest.isAfter(now) ? soonest : now;
        return look.isBefore(nextLook) ? new GateWait(since, deadline, look, lastLook, greenSince, held) : this;
    }

    /**
     * What comes of a look.
     *
     * @param policy the policy as it is now; it must say how the gate waits
     * @param look what it says now, overrides applied
     * @param now when that was seen
     */
    public Step after(Policy policy, GateResult look, Instant now) {
        if (look.override() != null) {
            return new Decided(look, Reason.GREEN);
        }
        WaitRule rule = policy.waiting();
        List<Held> kept = rule.together() ? List.of() : kept(policy, look, now);
        GateResult seen = rule.together() ? look : withHeld(policy, look, kept);
        boolean over = !now.isBefore(deadline);
        if (!isGreen(seen)) {
            if (over) {
                return new Decided(seen, Reason.DEADLINE);
            }
            return isHopeless(policy, seen)
                    ? new Decided(seen, Reason.HOPELESS)
                    : new LookAgain(next(rule, now, null, kept));
        }
        Instant green = greenSince == null || wasBlind(rule, now) ? now : greenSince;
        Duration stayed = Duration.between(green, now);
        if (stayed.compareTo(rule.stay()) >= 0) {
            return new Decided(seen, Reason.GREEN);
        }
        return over
                ? new Decided(unsteady(seen, rule, stayed), Reason.DEADLINE)
                : new LookAgain(next(rule, now, green, kept));
    }

    private GateWait next(WaitRule rule, Instant now, Instant green, List<Held> kept) {
        Instant look = now.plus(rule.every());
        if (green != null) {
            look = earlier(look, green.plus(rule.stay()));
        }
        return new GateWait(since, deadline, earlier(look, deadline), now, green, kept);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static boolean isGreen(GateResult result) {
        return result.verdict() == Verdict.PASS || result.verdict() == Verdict.WARN;
    }

    /** Whether nobody looked for so long that what held before may not have held in between. */
    private boolean wasBlind(WaitRule rule, Instant now) {
        return lastLook != null
                && Duration.between(lastLook, now).compareTo(rule.every().multipliedBy(2)) > 0;
    }

    private static boolean isHopeless(Policy policy, GateResult seen) {
        if (policy.overriding().allowed()) {
            return false;
        }
        List<Condition> conditions = policy.conditions();
        for (int i = 0; i < conditions.size(); i++) {
            Verdict verdict = seen.conditions().get(i).verdict();
            if (verdict == Verdict.FAIL && !canChange(conditions.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean canChange(Condition condition) {
        return condition instanceof Combination combination
                ? combination.parts().stream().anyMatch(GateWait::canChange)
                : ((Check) condition).canChange();
    }

    private List<Held> kept(Policy policy, GateResult look, Instant now) {
        List<Held> all = new ArrayList<>(held);
        List<Condition> conditions = policy.conditions();
        for (int i = 0; i < conditions.size(); i++) {
            ConditionResult result = look.conditions().get(i);
            if (result.verdict() == Verdict.PASS && find(all, conditions.get(i)).isEmpty()) {
                all.add(new Held(name(conditions.get(i)), result, now));
            }
        }
        return all;
    }

    private static GateResult withHeld(Policy policy, GateResult look, List<Held> kept) {
        List<Condition> conditions = policy.conditions();
        List<ConditionResult> results = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            ConditionResult now = look.conditions().get(i);
            results.add(
                    now.verdict() == Verdict.PASS
                            ? now
                            : find(kept, conditions.get(i))
                                    .map(GateWait::asHeld)
                                    .orElse(now));
        }
        return new GateEvaluator().conclude(policy, results);
    }

    private static ConditionResult asHeld(Held held) {
        ConditionResult result = held.result();
        return new ConditionResult(
                result.type(),
                result.verdict(),
                result.expected(),
                result.actual() + ", at " + Words.of(held.at()),
                result.evidence(),
                result.origin(),
                result.remedy(),
                result.parts());
    }

    private static Optional<Held> find(List<Held> kept, Condition condition) {
        String name = name(condition);
        return kept.stream().filter(one -> one.condition().equals(name)).findFirst();
    }

    private static String name(Condition condition) {
        return condition.type() + ": " + condition.expected();
    }

    private static GateResult unsteady(GateResult seen, WaitRule rule, Duration stayed) {
        List<ConditionResult> results = new ArrayList<>(seen.conditions());
        results.add(new ConditionResult(
                STAY,
                Verdict.FAIL,
                "to stay that way for " + Words.of(rule.stay()),
                "for " + Words.of(stayed) + " when the wait was over",
                List.of(),
                null,
                "wait longer, or ask it to stay that way for less",
                List.of()));
        return new GateResult(Verdict.FAIL, seen.policy(), seen.origin(), results, seen.layers(), seen.override());
    }
}
