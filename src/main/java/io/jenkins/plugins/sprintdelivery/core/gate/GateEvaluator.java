package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.ConditionResult;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges a candidate by a policy. The verdict of the whole is the worst of what its conditions count as: a violated
 * condition as its severity says; one that cannot be decided as the policy says, but never worse than a warning where
 * the condition could only warn. Stateless, callable from any thread.
 */
public final class GateEvaluator {

    /** How many pieces of evidence a result lists before it says how many more there are. */
    public static final int MAX_EVIDENCE = 20;

    /** Judges every condition, also after one has failed, so that all reasons show at once. */
    public GateResult evaluate(Policy policy, GateFacts facts) {
        List<ConditionResult> results = new ArrayList<>();
        List<Verdict> counted = new ArrayList<>();
        for (Condition condition : policy.conditions()) {
            Finding finding = find(() -> condition.judge(facts, policy));
            results.add(new ConditionResult(
                    condition.type(),
                    verdict(condition, finding),
                    condition.expected(),
                    finding.actual(),
                    bounded(finding)));
            counted.add(counted(condition, finding, policy));
        }
        return new GateResult(Verdict.worst(counted), policy.name(), policy.origin(), results);
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

    private static Verdict counted(Condition condition, Finding finding, Policy policy) {
        if (finding.outcome() != Finding.Outcome.UNDECIDED) {
            return verdict(condition, finding);
        }
        return condition.severity() == ConditionSeverity.WARN
                ? Verdict.WARN
                : policy.inconclusive().counted();
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
