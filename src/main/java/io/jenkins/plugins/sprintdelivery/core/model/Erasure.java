package io.jenkins.plugins.sprintdelivery.core.model;

import java.time.Instant;
import java.util.Objects;

/**
 * A person's name was taken out of the ledger.
 *
 * @param pseudonym what stands in its place; it does not tell the name
 * @param at when
 */
public record Erasure(String pseudonym, Instant at) {
    public Erasure {
        Objects.requireNonNull(pseudonym, "pseudonym");
        Objects.requireNonNull(at, "at");
    }
}
