package io.jenkins.plugins.sprintdelivery.build;

import io.jenkins.plugins.sprintdelivery.core.gate.Policy;
import io.jenkins.plugins.sprintdelivery.core.gate.ReleaseCandidate;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import java.time.Instant;

/**
 * What a gate says at one moment, before anything is decided by it.
 *
 * @param policy the policy that was applied
 * @param candidate what stands at the gate
 * @param result what it says, overrides applied
 * @param at when
 */
public record GateLook(Policy policy, ReleaseCandidate candidate, GateResult result, Instant at) {}
