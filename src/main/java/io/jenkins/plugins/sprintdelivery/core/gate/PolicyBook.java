package io.jenkins.plugins.sprintdelivery.core.gate;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * The policies that can be asked for at one place.
 *
 * @param policies the policies by their names, in the order they were written down
 */
public record PolicyBook(Map<String, Policy> policies) {

    /** No policy but the built-in one. */
    public static final PolicyBook EMPTY = new PolicyBook(Map.of());

    public PolicyBook {
        policies = Collections.unmodifiableMap(new LinkedHashMap<>(policies));
    }

    /** The policies by their names; of two with one name the later one. */
    public static PolicyBook of(Collection<Policy> policies) {
        Map<String, Policy> byName = new LinkedHashMap<>();
        policies.forEach(policy -> byName.put(policy.name(), policy));
        return new PolicyBook(byName);
    }

    /**
     * These policies over those of a place farther away. Of two with one name the nearer one holds; a final one holds in
     * spite of it, and the nearer one's conditions are added to it.
     */
    public PolicyBook over(PolicyBook farther) {
        Map<String, Policy> merged = new LinkedHashMap<>(farther.policies);
        policies.forEach((name, policy) -> merged.merge(name, policy, (far, near) -> near.over(far)));
        return new PolicyBook(merged);
    }

    /**
     * The policy to apply. Without a name: the one called {@code default}, else the only one there is, else the
     * built-in one.
     *
     * @param name its name, or null where none is asked for
     * @throws UnknownPolicyException if there is no policy of that name
     */
    public Policy choose(String name) {
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
