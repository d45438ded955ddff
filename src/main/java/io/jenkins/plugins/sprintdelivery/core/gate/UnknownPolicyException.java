package io.jenkins.plugins.sprintdelivery.core.gate;

import java.util.Collection;

/** A policy was asked for that nobody defined; the message names those there are. */
public final class UnknownPolicyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownPolicyException(String name, Collection<String> valid) {
        super("there is no policy '" + name + "'; use one of: " + String.join(", ", valid));
    }
}
