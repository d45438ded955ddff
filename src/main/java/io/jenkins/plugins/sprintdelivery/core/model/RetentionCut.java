package io.jenkins.plugins.sprintdelivery.core.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What is older than the rules for retention keep was taken out of the ledger.
 *
 * @param at when
 * @param builds builds and commits before this moment are gone; null where they are kept
 * @param tiers deployments, incidents and gates of a tier before its moment are gone; a tier that is not named is kept
 * @param kept ids of deployments that are kept whatever their age, because they run
 */
public record RetentionCut(Instant at, Instant builds, Map<EnvironmentTier, Instant> tiers, List<String> kept) {
    public RetentionCut {
        Objects.requireNonNull(at, "at");
        tiers = tiers == null ? Map.of() : Map.copyOf(tiers);
        kept = kept == null ? List.of() : List.copyOf(kept);
    }
}
