package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.ConditionResult;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Judges a candidate by a policy. The verdict of the whole is the worst of what its conditions count as: a violated
 * condition as its severity says; one that cannot be decided as the policy says, but never worse than a warning where
 * the condition could only warn. Stateless, callable from any thread.
 */
public final class GateEvaluator {

    /** How many pieces of evidence a result lists before it says how many more there are. */
    public static final int MAX_EVIDENCE = 20;

    /** The facts that the policy is judged by; nothing else has to be fetched. */
    public Set<Need<?>> needs(Policy policy) {
        return policy.needs();
    }

    /** Judges every condition, also after one has failed, so that all reasons show at once. */
    public GateResult evaluate(Policy policy, GateFacts facts) {
        List<ConditionResult> results = new ArrayList<>();
        for (PolicyPart part : policy.parts()) {
            String origin = part.origin().equals(policy.origin()) ? null : part.origin();
            part.conditions().forEach(condition -> results.add(result(condition, facts, part, origin)));
        }
        return conclude(policy, results);
    }

    /**
     * What a policy says by what its conditions say.
     *
     * @param results one for each of the policy's conditions, in their order
     */
    GateResult conclude(Policy policy, List<ConditionResult> results) {
        List<Condition> conditions = policy.conditions();
        List<Verdict> counted = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            counted.add(counted(conditions.get(i), results.get(i).verdict(), policy));
        }
        return new GateResult(Verdict.worst(counted), policy.name(), policy.origin(), results, policy.layers(), null);
    }

    /** What a condition of a policy counts as in the whole. */
    static Verdict counted(Condition condition, Verdict verdict, Policy policy) {
        Verdict alone = counted(condition, verdict);
        return alone == Verdict.INCONCLUSIVE ? policy.inconclusive().counted() : alone;
    }

    /** What a condition counts as in a combination. */
    static Verdict counted(Condition condition, Verdict verdict) {
        return verdict == Verdict.INCONCLUSIVE && condition.severity() == ConditionSeverity.WARN
                ? Verdict.WARN
                : verdict;
    }

    private static ConditionResult result(Condition condition, GateFacts facts, PolicyPart part, String origin) {
        return condition instanceof Combination combination
                ? combined(combination, facts, part, origin)
                : checked((Check) condition, facts, part, origin);
    }

    private static ConditionResult combined(Combination combination, GateFacts facts, PolicyPart part, String origin) {
        List<ConditionResult> results = new ArrayList<>();
        List<Verdict> counted = new ArrayList<>();
        for (Condition condition : combination.parts()) {
            ConditionResult result = result(condition, facts, part, null);
            results.add(result);
            counted.add(counted(condition, result.verdict()));
        }
        Verdict combined = combination.combine(counted);
        return new ConditionResult(
                combination.type(),
                combined == Verdict.FAIL ? combination.severity().whenViolated() : combined,
                combination.expected(),
                combination.describe(counted),
                List.of(),
                origin,
                null,
                results);
    }

    private static ConditionResult checked(Check check, GateFacts facts, PolicyPart part, String origin) {
        Finding finding = find(() -> check.judge(facts, part));
        return new ConditionResult(
                check.type(),
                verdict(check, finding),
                check.expected(),
                finding.actual(),
                bounded(finding),
                origin,
                finding.remedy(),
                List.of(),
                check.dependency(facts).orElse(null));
    }

    /** What the judgment came to; one that throws is undecided, so that a fault never lets a release pass. */
    static Finding find(Judgment judgment) {
        try {
            return judgment.judge();
        } catch (RuntimeException problem) {
            String reason = problem.getMessage() == null ? problem.getClass().getSimpleName() : problem.getMessage();
            return Finding.undecided("could not be decided: " + reason);
        }
    }

    private static Verdict verdict(Condition condition, Finding finding) {
        return switch (finding.outcome()) {
            case HOLDS -> Verdict.PASS;
            case VIOLATED -> condition.severity().whenViolated();
            case UNDECIDED -> Verdict.INCONCLUSIVE;
        };
    }

    private static List<String> bounded(Finding finding) {
        int listed = Math.min(MAX_EVIDENCE, finding.evidence().size());
        List<String> evidence = new ArrayList<>(finding.evidence().subList(0, listed));
        int more = finding.evidenceTotal() - listed;
        if (more > 0) {
            evidence.add(listed == 0 ? more + " not named" : "and " + more + " more");
        }
        return evidence;
    }

    /** A condition put to the facts. */
    @FunctionalInterface
    interface Judgment {
        Finding judge();
    }
}
