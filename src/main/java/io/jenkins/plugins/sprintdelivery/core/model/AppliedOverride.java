package io.jenkins.plugins.sprintdelivery.core.model;

import java.time.Instant;
import java.util.Objects;

/**
 * The override that turned a gate's verdict.
 *
 * @param id which one
 * @param original what the gate said by itself
 * @param by who decided
 * @param second who agreed, or null
 * @param reason why
 * @param expires from when on it no longer counts
 */
public record AppliedOverride(String id, Verdict original, Person by, Person second, String reason, Instant expires) {
    public AppliedOverride {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(original, "original");
        Objects.requireNonNull(by, "by");
    }
}
