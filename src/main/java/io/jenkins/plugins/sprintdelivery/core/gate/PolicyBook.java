package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The policies that can be asked for at one place.
 *
 * @param policies the policies by their names, in the order they were written down
 * @param binding the final policies that hold at every gate before some environments, as each place wrote them down,
 *     nearest first
 */
public record PolicyBook(Map<String, Policy> policies, List<Policy> binding) {

    /** No policy but the built-in one. */
    public static final PolicyBook EMPTY = new PolicyBook(Map.of(), List.of());

    public PolicyBook {
        policies = Collections.unmodifiableMap(new LinkedHashMap<>(policies));
        binding = List.copyOf(binding);
    }

    /** The policies by their names; of two with one name the later one. */
    public static PolicyBook of(Collection<Policy> policies) {
        Map<String, Policy> byName = new LinkedHashMap<>();
        policies.forEach(policy -> byName.put(policy.name(), policy));
        return new PolicyBook(
                byName,
                byName.values().stream()
                        .filter(policy -> !policy.environments().isEmpty())
                        .toList());
    }

    /**
     * These policies over those of a place farther away. Of two with one name the nearer one holds; a final one holds in
     * spite of it, and the nearer one's conditions are added to it.
     */
    public PolicyBook over(PolicyBook farther) {
        Map<String, Policy> merged = new LinkedHashMap<>(farther.policies);
        policies.forEach((name, policy) -> merged.merge(name, policy, (far, near) -> near.over(far)));
        List<Policy> both = new ArrayList<>(binding);
        both.addAll(farther.binding);
        return new PolicyBook(merged, both);
    }

    /** As the other one, for a release of which nobody says where it is to go. */
    public Policy choose(String name) {
        return choose(name, null);
    }

    /**
     * The policy to apply. Without a name: the one called {@code default}, else the only one there is, else the final
     * ones that hold for the environment, else the built-in one. With and without a name, every final policy that holds
     * for the environment holds in spite of the one that is asked for, which is added to it; the farthest one is the
     * whole's name and rules.
     *
     * @param name its name, or null where none is asked for
     * @param environment where the release is to go, or null where nobody says
     * @throws UnknownPolicyException if there is no policy of that name
     */
    public Policy choose(String name, Environment environment) {
        Policy asked = asked(name);
        List<Policy> more = binding.stream()
                .filter(policy -> policy.bindsAt(environment) && !asked.includes(policy))
                .toList();
        if (more.isEmpty()) {
            return asked;
        }
        String whole = more.get(more.size() - 1).name();
        Policy chosen = name == null && asked.equals(Policy.BUILT_IN) ? null : asked.knownAs(whole);
        for (Policy policy : more) {
            Policy farther = policy.knownAs(whole);
            chosen = chosen == null ? farther : chosen.over(farther);
        }
        return chosen;
    }

    private Policy asked(String name) {
        if (name == null && policies.size() == 1) {
            return policies.values().iterator().next();
        }
        String wanted = name == null ? Policy.DEFAULT_NAME : name;
        Policy found = policies.get(wanted);
        if (found != null) {
            return found;
        }
        if (wanted.equals(Policy.DEFAULT_NAME)) {
            return Policy.BUILT_IN;
        }
        TreeSet<String> valid = new TreeSet<>(policies.keySet());
        valid.add(Policy.DEFAULT_NAME);
        throw new UnknownPolicyException(name, valid);
    }
}
