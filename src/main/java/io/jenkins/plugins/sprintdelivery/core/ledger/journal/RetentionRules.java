package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.RetentionCut;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long the ledger keeps what it knows, at least: whole months go, once all of their days are older. Sprints are always
 * kept, and so is what still runs.
 *
 * @param builds how long builds and commits are kept after a build began; null for always
 * @param tiers how long deployments, incidents and gates of a tier are kept after they ended; a tier that is not named is
 *     kept always
 */
public record RetentionRules(Duration builds, Map<EnvironmentTier, Duration> tiers) {

    /** Nothing is kept for less. */
    public static final Duration SHORTEST = Duration.ofDays(1);

    public RetentionRules {
        tiers = tiers == null ? Map.of() : Map.copyOf(tiers);
        tiers.forEach((tier, time) -> check("the tier " + tier, time));
        if (builds != null) {
            check("builds", builds);
            for (EnvironmentTier tier : EnvironmentTier.values()) {
                Duration kept = tiers.get(tier);
                if (kept == null || kept.compareTo(builds) > 0) {
                    throw new IllegalArgumentException("builds are kept for " + builds.toDays() + " days, but the tier "
                            + tier + " is kept " + (kept == null ? "always" : "for " + kept.toDays() + " days")
                            + "; keep builds at least as long as any tier, because what a deployment carries follows"
                            + " from them");
                }
            }
        }
    }

    private static void check(String what, Duration time) {
        if (time.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(what + " cannot be kept for less than " + SHORTEST.toDays() + " day");
        }
    }

    /**
     * What these rules take away at a moment.
     *
     * @param running ids of the deployments that run now, whatever their age
     */
    public RetentionCut cut(Instant now, List<String> running) {
        Map<EnvironmentTier, Instant> before = new TreeMap<>();
        tiers.forEach((tier, time) -> before.put(tier, startOfMonth(now.minus(time))));
        return new RetentionCut(now, builds == null ? null : startOfMonth(now.minus(builds)), before, running);
    }

    private static Instant startOfMonth(Instant moment) {
        return YearMonth.from(moment.atOffset(ZoneOffset.UTC))
                .atDay(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC);
    }
}
