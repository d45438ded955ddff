package io.jenkins.plugins.sprintdelivery.build;

import java.io.Serializable;

/**
 * What a step asks of a gate.
 *
 * @param policy the policy's name, or null for the default
 * @param environment where the release is to go, or null
 * @param version what is to be released, or null
 * @param inline policies that the step gives itself, in the format of {@code .sprint-delivery.yml}, or null
 */
public record GateRequest(String policy, String environment, String version, String inline) implements Serializable {}
