package io.jenkins.plugins.sprintdelivery.core.model;

import java.util.List;
import java.util.Objects;

/**
 * A ticket that work refers to, with every place that says so.
 *
 * @param key the key in its canonical spelling, such as {@code ABC-12} or {@code #34}
 * @param sources where it was found, in the order of discovery, never empty
 */
public record TicketReference(String key, List<TicketSource> sources) {
    public TicketReference {
        Objects.requireNonNull(key, "key");
        sources = List.copyOf(sources);
    }
}
