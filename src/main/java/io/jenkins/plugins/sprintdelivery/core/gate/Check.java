package io.jenkins.plugins.sprintdelivery.core.gate;

import io.jenkins.plugins.sprintdelivery.core.model.ServiceDependency;
import java.util.Optional;

/** A condition on facts. Judging it depends on nothing but the facts it is given. */
public non-sealed interface Check extends Condition {

    /**
     * Judges the condition.
     *
     * @param facts what is known of the candidate
     * @param part the part of the policy that asks for it
     */
    Finding judge(GateFacts facts, PolicyPart part);

    /** The service that it asks for, where it asks for one and it is known what runs; recorded with what it says. */
    default Optional<ServiceDependency> dependency(GateFacts facts) {
        return Optional.empty();
    }

    /**
     * Whether waiting can change what it says of one build. Where it cannot, a gate that waits gives up at once; a
     * fact that is not known yet is waited for either way.
     */
    default boolean canChange() {
        return true;
    }
}
