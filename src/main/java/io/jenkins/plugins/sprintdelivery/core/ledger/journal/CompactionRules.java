package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.time.Duration;
import java.util.Objects;

/**
 * When closed months of the journal move into archives while the ledger is open.
 *
 * @param background whether they do so by themselves
 * @param firstAfter how long after opening
 * @param every how often after that
 * @param bytesPerSecond how fast the journal is read for it; 0 for as fast as it goes
 */
public record CompactionRules(boolean background, Duration firstAfter, Duration every, long bytesPerSecond) {

    /** Two minutes after opening and every six hours, at 16 MiB a second. */
    public static final CompactionRules DEFAULT =
            new CompactionRules(true, Duration.ofMinutes(2), Duration.ofHours(6), 16L * 1024 * 1024);

    /** Only when somebody asks for it. */
    public static final CompactionRules ON_DEMAND = new CompactionRules(false, Duration.ZERO, Duration.ofHours(6), 0);

    public CompactionRules {
        Objects.requireNonNull(firstAfter, "firstAfter");
        Objects.requireNonNull(every, "every");
        if (every.isNegative() || every.isZero() || firstAfter.isNegative() || bytesPerSecond < 0) {
            throw new IllegalArgumentException("compaction needs a positive interval and no negative times or rates");
        }
    }
}
