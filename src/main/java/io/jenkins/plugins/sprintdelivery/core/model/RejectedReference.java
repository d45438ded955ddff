package io.jenkins.plugins.sprintdelivery.core.model;

import java.util.Objects;

/**
 * A text that looks like a ticket key and was not taken for one, kept so that a person can see why.
 *
 * @param text what was found
 * @param reason why it is no ticket, in words
 * @param source where it was found first
 */
public record RejectedReference(String text, String reason, TicketSource source) {
    public RejectedReference {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(source, "source");
    }
}
