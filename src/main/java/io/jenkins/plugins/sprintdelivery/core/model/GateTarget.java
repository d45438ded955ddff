package io.jenkins.plugins.sprintdelivery.core.model;

import java.util.Objects;

/**
 * What somebody approves or overrides: one gate before one release.
 *
 * @param policy name of the gate's policy
 * @param service what is to be released, or null
 * @param environment name of the environment it is to go to, or null
 * @param version what is to be released, or null where only the build is known
 * @param build the build that stands at the gate, or null
 */
public record GateTarget(String policy, String service, String environment, String version, BuildReference build) {
    public GateTarget {
        Objects.requireNonNull(policy, "policy");
        if (version == null && build == null) {
            throw new IllegalArgumentException("a gate needs the version or the build that stands at it");
        }
    }

    /**
     * Whether what was said of this gate holds for another one: the same policy, service and environment, and the same
     * version where both name one, otherwise the same build.
     */
    public boolean isSameAs(GateTarget other) {
        return policy.equals(other.policy)
                && Objects.equals(service, other.service)
                && Objects.equals(environment, other.environment)
                && isSameRelease(other);
    }

    private boolean isSameRelease(GateTarget other) {
        if (version != null && other.version != null) {
            return version.equals(other.version);
        }
        return build != null && other.build != null && build.id().equals(other.build.id());
    }
}
