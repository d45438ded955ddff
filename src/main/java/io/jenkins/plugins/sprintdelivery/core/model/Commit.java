package io.jenkins.plugins.sprintdelivery.core.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A change to the source code.
 *
 * @param id the full commit id
 * @param authored when it was written
 * @param subject the first line of its message
 * @param tickets keys of the tickets it refers to
 */
public record Commit(String id, Instant authored, String subject, List<String> tickets) {
    public Commit {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(authored, "authored");
        subject = subject == null ? "" : subject;
        tickets = tickets == null ? List.of() : List.copyOf(tickets);
    }
}
