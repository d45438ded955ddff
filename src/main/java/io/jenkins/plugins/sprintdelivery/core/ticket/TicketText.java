package io.jenkins.plugins.sprintdelivery.core.ticket;

import io.jenkins.plugins.sprintdelivery.core.model.TicketSource;
import java.util.Objects;

/**
 * A text to look for tickets in.
 *
 * @param source where the text is from
 * @param text the text, any length
 */
public record TicketText(TicketSource source, String text) {
    public TicketText {
        Objects.requireNonNull(source, "source");
        text = text == null ? "" : text;
    }

    /** A text of this kind and origin. */
    public static TicketText of(TicketSource.Type type, String ref, String text) {
        return new TicketText(new TicketSource(type, ref), text);
    }
}
