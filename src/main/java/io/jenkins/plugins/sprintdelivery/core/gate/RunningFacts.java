package io.jenkins.plugins.sprintdelivery.core.gate;

import java.util.Objects;

/**
 * Which version of a service runs in an environment.
 *
 * @param environment the environment's name
 * @param version the version, or null where none runs
 * @param deployment id of the deployment that brought it, or null where none runs
 */
public record RunningFacts(String environment, String version, String deployment) {
    public RunningFacts {
        Objects.requireNonNull(environment, "environment");
    }
}
