package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.GateTarget;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import java.util.List;
import java.util.Set;

/**
 * What stands at a gate.
 *
 * @param service what is to be released, or null where nobody says
 * @param environment where it is to go, or null where nobody says
 * @param version what is to be released, or null where nobody says
 * @param build the build that asks, or null outside of a server
 * @param tickets keys of the tickets it carries, or null where nobody read them
 * @param sprint the sprint it belongs to, or null
 * @param involved ids of those who started or changed the build
 */
public record ReleaseCandidate(
        String service,
        Environment environment,
        String version,
        BuildReference build,
        List<String> tickets,
        Sprint sprint,
        Set<String> involved) {

    /** Nothing is known of it. */
    public static final ReleaseCandidate UNKNOWN =
            new ReleaseCandidate(null, null, null, null, List.of(), null, Set.of());

    public ReleaseCandidate {
        tickets = tickets == null ? null : List.copyOf(tickets);
        involved = Set.copyOf(involved);
    }

    /**
     * The gate that people approve or override by their name for it.
     *
     * @throws IllegalArgumentException if neither version nor build is known
     */
    public GateTarget target(String policy) {
        return new GateTarget(policy, service, environment == null ? null : environment.name(), version, build);
    }
}
