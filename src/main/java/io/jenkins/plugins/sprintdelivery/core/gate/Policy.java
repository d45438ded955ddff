package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.PolicyLayer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a gate asks for.
 *
 * @param name what people call it
 * @param isFinal whether a nearer place may only add to it
 * @param environments names and tiers of the environments at whose gates a final policy holds, whatever policy they ask
 *     for; empty where it holds for its own name alone
 * @param parts what each place asks for, the policy's own place first, each with at least one condition
 * @param inconclusive what a condition that cannot be decided does to the whole
 * @param waiting how it waits, or null where it decides at once
 * @param overriding who may override it
 * @param layers every place that says something of it, nearest first
 */
public record Policy(
        String name,
        boolean isFinal,
        Set<String> environments,
        List<PolicyPart> parts,
        InconclusiveRule inconclusive,
        WaitRule waiting,
        OverrideRule overriding,
        List<PolicyLayer> layers) {

    /** The name of the policy that holds where none is asked for. */
    public static final String DEFAULT_NAME = "default";

    /** What holds where no policy is given anywhere: at least one test ran, and none failed. */
    public static final Policy BUILT_IN = of(
            DEFAULT_NAME,
            "built in",
            List.of(new TestsRun(1, ConditionSeverity.FAIL), new TestsFailed(0, ConditionSeverity.FAIL)),
            InconclusiveRule.PASS_THROUGH);

    public Policy {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(inconclusive, "inconclusive");
        Objects.requireNonNull(overriding, "overriding");
        environments = Collections.unmodifiableSet(new LinkedHashSet<>(environments));
        parts = List.copyOf(parts);
        layers = List.copyOf(layers);
        if (parts.isEmpty() || parts.stream().anyMatch(part -> part.conditions().isEmpty())) {
            throw new IllegalArgumentException(
                    "policy '" + name + "' has no condition, so it would let everything pass");
        }
    }

    /** A policy of one place that decides at once and that a nearer place may replace. */
    public static Policy of(String name, String origin, List<Condition> conditions, InconclusiveRule inconclusive) {
        return of(name, origin, false, conditions, inconclusive, null, OverrideRule.DEFAULT);
    }

    /** A policy of one place. */
    public static Policy of(
            String name,
            String origin,
            boolean isFinal,
            List<Condition> conditions,
            InconclusiveRule inconclusive,
            WaitRule waiting,
            OverrideRule overriding) {
        return new Policy(
                name,
                isFinal,
                Set.of(),
                List.of(new PolicyPart(name, origin, conditions)),
                inconclusive,
                waiting,
                overriding,
                List.of(new PolicyLayer(origin, PolicyLayer.Effect.IN_FORCE, isFinal ? "final" : null)));
    }

    /** The same final policy of one place, which holds at every gate before these environments. */
    public Policy bindingAt(Set<String> namesAndTiers) {
        PolicyLayer place =
                new PolicyLayer(origin(), PolicyLayer.Effect.IN_FORCE, "final for " + String.join(", ", namesAndTiers));
        return new Policy(name, true, namesAndTiers, parts, inconclusive, waiting, overriding, List.of(place));
    }

    /** Where it was read from, in words. */
    public String origin() {
        return parts.get(0).origin();
    }

    /** What must hold, whichever place asks for it. */
    public List<Condition> conditions() {
        return parts.stream().flatMap(part -> part.conditions().stream()).toList();
    }

    /** The facts it is judged by. */
    public Set<Need<?>> needs() {
        Set<Need<?>> needs = new LinkedHashSet<>();
        conditions().forEach(condition -> needs.addAll(condition.needs()));
        return needs;
    }

    /** The same policy with another way to wait, or none. */
    public Policy waiting(WaitRule rule) {
        return new Policy(name, isFinal, environments, parts, inconclusive, rule, overriding, layers);
    }

    /**
     * The same policy, waiting as a step asks: as long and as often as it says, and otherwise as the policy does.
     *
     * @param longest how long at most, or null for as the policy says
     * @param every how long from one look to the next, or null for as the policy says
     * @throws IllegalArgumentException if a gate cannot wait like that
     */
    public Policy waiting(Duration longest, Duration every) {
        if (longest == null && (waiting == null || every == null)) {
            return this;
        }
        Duration pause = every != null ? every : waiting == null ? WaitRule.DEFAULT_EVERY : waiting.every();
        return waiting(new WaitRule(
                longest == null ? waiting.longest() : longest,
                pause,
                waiting == null || waiting.together(),
                waiting == null ? Duration.ZERO : waiting.stay()));
    }

    /**
     * What holds of this policy and of one of the same name at a place farther away. This one holds and the farther one
     * is named as replaced, unless the farther one is final: then that one holds, this one's conditions are asked for
     * besides, and nothing else that it says has an effect.
     */
    Policy over(Policy farther) {
        return farther.isFinal ? addedTo(farther) : replacing(farther);
    }

    private Policy replacing(Policy farther) {
        List<PolicyLayer> places = new ArrayList<>(layers);
        farther.layers.forEach(layer ->
                places.add(new PolicyLayer(layer.origin(), PolicyLayer.Effect.REPLACED, "replaced by " + origin())));
        return new Policy(name, isFinal, environments, parts, inconclusive, waiting, overriding, places);
    }

    private Policy addedTo(Policy farther) {
        List<PolicyPart> all = new ArrayList<>(farther.parts);
        all.addAll(parts);
        List<PolicyLayer> places = new ArrayList<>();
        for (PolicyLayer layer : layers) {
            places.add(
                    layer.effect() == PolicyLayer.Effect.REPLACED
                            ? layer
                            : new PolicyLayer(layer.origin(), PolicyLayer.Effect.ADDED, without(farther)));
        }
        places.addAll(farther.layers);
        return new Policy(
                name,
                true,
                farther.environments,
                all,
                farther.inconclusive,
                farther.waiting,
                farther.overriding,
                places);
    }

    /**
     * Whether a final policy holds at a gate whatever policy that asks for. It holds where nobody says where the release
     * is to go: a final policy is let pass by nobody's silence.
     *
     * @param environment where the release is to go, or null where it is not known
     */
    boolean bindsAt(Environment environment) {
        return !environments.isEmpty()
                && (environment == null
                        || environments.contains(environment.name())
                        || environments.contains(environment.tier().toString()));
    }

    /** Whether everything that another policy asks for is asked for by this one already, by the same place. */
    boolean includes(Policy other) {
        return parts.containsAll(other.parts);
    }

    /** The same policy under another name, whose places say what it was called. */
    Policy knownAs(String other) {
        if (name.equals(other)) {
            return this;
        }
        return new Policy(
                other,
                isFinal,
                environments,
                parts.stream()
                        .map(part -> new PolicyPart(other, called(part.origin()), part.conditions()))
                        .toList(),
                inconclusive,
                waiting,
                overriding,
                layers.stream()
                        .map(layer -> new PolicyLayer(called(layer.origin()), layer.effect(), layer.note()))
                        .toList());
    }

    private String called(String origin) {
        return "policy '" + name + "' of " + origin;
    }

    /** What of this policy has no effect beside a final one, in words, or null. */
    private String without(Policy farther) {
        List<String> lost = new ArrayList<>();
        if (inconclusive != farther.inconclusive) {
            lost.add("'inconclusive: " + inconclusive + "'");
        }
        if (waiting != null && !waiting.equals(farther.waiting)) {
            lost.add("how it waits");
        }
        if (!overriding.equals(OverrideRule.DEFAULT) && !overriding.equals(farther.overriding)) {
            lost.add("'overrides'");
        }
        String adds = "only adds conditions, since the policy of " + farther.origin() + " is final"
                + (farther.environments.isEmpty() ? "" : " for " + String.join(", ", farther.environments));
        return lost.isEmpty() ? adds : adds + "; without effect: " + String.join(", ", lost);
    }
}
