package io.jenkins.plugins.sprintdelivery.core.model;

import java.util.List;
import java.util.Objects;

/**
 * What a build carries of its sprint and tickets: small, frozen, and enough for its page without any query.
 *
 * @param stamp the sprint, or null where there was none
 * @param findings tickets and rejected look-alikes
 * @param gates the last results of the gates it passed or not, newest last
 * @param deployments the attempts it made, oldest first
 */
public record BuildTag(
        SprintStamp stamp, TicketFindings findings, List<GateEvaluation> gates, List<Deployment> deployments) {

    /** A build that nothing is known of yet. */
    public static final BuildTag EMPTY = new BuildTag(null, TicketFindings.NONE, List.of(), List.of());

    public BuildTag {
        Objects.requireNonNull(findings, "findings");
        gates = List.copyOf(gates);
        deployments = List.copyOf(deployments);
    }
}
