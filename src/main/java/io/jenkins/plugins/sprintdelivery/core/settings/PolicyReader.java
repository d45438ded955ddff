package io.jenkins.plugins.sprintdelivery.core.settings;

import io.jenkins.plugins.sprintdelivery.core.gate.Condition;
import io.jenkins.plugins.sprintdelivery.core.gate.InconclusiveRule;
import io.jenkins.plugins.sprintdelivery.core.gate.OverrideRule;
import io.jenkins.plugins.sprintdelivery.core.gate.Policy;
import io.jenkins.plugins.sprintdelivery.core.gate.PolicyBook;
import io.jenkins.plugins.sprintdelivery.core.gate.WaitRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads policies. */
final class PolicyReader {

    private static final String ENVIRONMENTS = "environments";
    private static final String CONDITIONS = "conditions";
    private static final String WAIT = "wait";
    private static final String EVERY = "every";
    private static final String TOGETHER = "together";
    private static final String STAY = "stay";

    private final String fileName;

    PolicyReader(String fileName) {
        this.fileName = fileName;
    }

    /** The policies; what cannot be read is reported. */
    PolicyBook read(Section named) {
        List<Policy> policies = new ArrayList<>();
        named.named().forEach((name, section) -> read(name, section).ifPresent(policies::add));
        return PolicyBook.of(policies);
    }

    /** One policy; what cannot be read is reported, and without a condition there is none. */
    Optional<Policy> read(String name, Section section) {
        boolean isFinal = section.flag("final", false);
        Set<String> environments = environments(section, isFinal);
        InconclusiveRule inconclusive = section.choice("inconclusive", InconclusiveRule.PASS_THROUGH);
        WaitRule waiting = waiting(section);
        OverrideRule overriding = overriding(section.section("overrides"));
        List<Condition> conditions = conditions(section);
        section.refuseOthers();
        if (conditions.isEmpty()) {
            return Optional.empty();
        }
        Policy policy = Policy.of(name, fileName, isFinal, conditions, inconclusive, waiting, overriding);
        return Optional.of(environments.isEmpty() ? policy : policy.bindingAt(environments));
    }

    private static Set<String> environments(Section section, boolean isFinal) {
        Set<String> environments = new LinkedHashSet<>(section.texts(ENVIRONMENTS));
        if (section.has(ENVIRONMENTS) && environments.isEmpty()) {
            section.report(ENVIRONMENTS, "name at least one environment or tier, or leave 'environments' out");
        }
        if (section.has(ENVIRONMENTS) && !isFinal) {
            section.report(
                    ENVIRONMENTS, "'environments' says at which gates a final policy holds; give 'final: true' too");
            return Set.of();
        }
        return environments;
    }

    private static List<Condition> conditions(Section section) {
        List<Condition> conditions = new ArrayList<>();
        section.sections(CONDITIONS).forEach(item -> ConditionReader.read(item).ifPresent(conditions::add));
        if (section.isEmpty(CONDITIONS)) {
            section.report("a policy needs a list of '" + CONDITIONS + "', or it would let everything pass");
        }
        return conditions;
    }

    private static WaitRule waiting(Section section) {
        Duration wait = section.duration(WAIT, null);
        Duration every = section.duration(EVERY, WaitRule.DEFAULT_EVERY);
        boolean together = section.flag(TOGETHER, true);
        Duration stay = section.duration(STAY, Duration.ZERO);
        if (!section.has(WAIT)) {
            for (String key : List.of(EVERY, TOGETHER, STAY)) {
                if (section.has(key)) {
                    section.report(key, "'" + key + "' says how a gate waits; give '" + WAIT + "' too");
                }
            }
            return null;
        }
        if (wait == null) {
            return null;
        }
        try {
            return new WaitRule(wait, every, together, stay);
        } catch (IllegalArgumentException problem) {
            section.report(WAIT, problem.getMessage());
            return null;
        }
    }

    private static OverrideRule overriding(Section section) {
        OverrideRule byDefault = OverrideRule.DEFAULT;
        boolean allowed = section.flag("allowed", byDefault.allowed());
        boolean own = section.flag("own", byDefault.own());
        boolean second = section.flag("second", byDefault.second());
        Duration longest = section.duration("longest", byDefault.longest());
        section.refuseOthers();
        try {
            return new OverrideRule(allowed, own, second, longest);
        } catch (IllegalArgumentException problem) {
            section.report("longest", problem.getMessage());
            return byDefault;
        }
    }
}
