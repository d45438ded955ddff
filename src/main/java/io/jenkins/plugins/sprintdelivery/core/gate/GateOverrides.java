package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.Person;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Who may override a gate, and what their decision does to its verdict. Stateless. */
public final class GateOverrides {

    private GateOverrides() {}

    /**
     * What speaks against somebody overriding the gate, in words for them, or nothing. That they have the permission is
     * for the caller to check.
     *
     * @param length for how long it is to count
     */
    public static Optional<String> objection(
            OverrideRule rule, ReleaseCandidate candidate, Person by, String reason, Duration length) {
        if (!rule.allowed()) {
            return Optional.of("the policy allows nobody to override it");
        }
        if (reason == null || reason.isBlank()) {
            return Optional.of("an override needs a reason");
        }
        if (length.isNegative() || length.isZero() || length.compareTo(rule.longest()) > 0) {
            return Optional.of("an override of this policy counts for " + Words.of(rule.longest()) + " at most");
        }
        return involvement(rule, candidate, by);
    }

    /** What speaks against somebody agreeing to an override, in words for them, or nothing. */
    public static Optional<String> objectionToAgree(
            OverrideRule rule, ReleaseCandidate candidate, GateOverride override, Person second) {
        if (override.by().id().equals(second.id())) {
            return Optional.of("somebody else has to agree to an override than who decided it");
        }
        return involvement(rule, candidate, second);
    }

    private static Optional<String> involvement(OverrideRule rule, ReleaseCandidate candidate, Person person) {
        return !rule.own() && candidate.involved().contains(person.id())
                ? Optional.of(person.label() + " started or changed the build, and the policy wants somebody else")
                : Optional.empty();
    }

    /** Whether an override counts at a moment by the rule that holds now. */
    public static boolean counts(OverrideRule rule, ReleaseCandidate candidate, GateOverride override, Instant now) {
        Instant latest = override.at().plus(rule.longest());
        return rule.allowed()
                && override.countsAt(now)
                && now.isBefore(latest)
                && involvement(rule, candidate, override.by()).isEmpty()
                && (!rule.second() || isAgreed(rule, candidate, override));
    }

    private static boolean isAgreed(OverrideRule rule, ReleaseCandidate candidate, GateOverride override) {
        return override.second() != null
                && objectionToAgree(rule, candidate, override, override.second())
                        .isEmpty();
    }

    /**
     * The result after overrides. One that says FAIL or INCONCLUSIVE is let through by an override of this gate that
     * counts, the newest where several do; its conditions stay as they are.
     *
     * @param overrides those on record, also for other gates
     */
    public static GateResult apply(
            Policy policy, GateResult result, GateFacts facts, Collection<GateOverride> overrides) {
        if (result.verdict() != Verdict.FAIL && result.verdict() != Verdict.INCONCLUSIVE) {
            return result;
        }
        ReleaseCandidate candidate = facts.candidate();
        if (candidate.version() == null && candidate.build() == null) {
            return result;
        }
        return overrides.stream()
                .filter(override -> override.target().isSameAs(candidate.target(policy.name())))
                .filter(override -> counts(policy.overriding(), candidate, override, facts.at()))
                .max(Comparator.comparing(GateOverride::at))
                .map(result::overriddenBy)
                .orElse(result);
    }
}
