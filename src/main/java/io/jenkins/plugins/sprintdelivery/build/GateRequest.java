package io.jenkins.plugins.sprintdelivery.build;

import java.io.Serializable;

/**
 * What a step asks of a gate.
 *
 * @param policy the policy's name, or null for the default
 * @param environment where the release is to go, or null
 * @param version what is to be released, or null
 * @param inline a policy of the step's own, as it stands below its name in {@code .sprint-delivery.yml}, or null; it is
 *     nearer than any other of its name
 */
public record GateRequest(String policy, String environment, String version, String inline) implements Serializable {}
