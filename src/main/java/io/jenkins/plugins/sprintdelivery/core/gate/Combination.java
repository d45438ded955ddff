package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A condition made from others. It combines what each of them counts as, in the order PASS, WARN, INCONCLUSIVE, FAIL:
 * {@code all} is the worst of them, {@code any} the best, and {@code not} turns PASS and WARN, which both let a release
 * through, into FAIL, and FAIL into PASS. A part that cannot be decided and can only warn counts as WARN. The laws of
 * De Morgan hold; of a double negation, WARN comes back as PASS.
 */
public sealed interface Combination extends Condition permits AllOf, AnyOf, Not {

    /** The conditions it combines, at least one. */
    List<Condition> parts();

    /** What it says by what its parts count as, before its own severity is applied. */
    Verdict combine(List<Verdict> parts);

    /** What was found, in words, by what its parts count as. */
    default String describe(List<Verdict> parts) {
        long through = parts.stream()
                .filter(verdict -> verdict.compareTo(Verdict.WARN) <= 0)
                .count();
        return through + " of " + parts.size() + (through == 1 ? " holds" : " hold");
    }

    @Override
    default Set<Need<?>> needs() {
        Set<Need<?>> needs = new LinkedHashSet<>();
        parts().forEach(part -> needs.addAll(part.needs()));
        return needs;
    }
}
