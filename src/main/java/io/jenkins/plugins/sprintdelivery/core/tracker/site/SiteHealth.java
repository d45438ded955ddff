package io.jenkins.plugins.sprintdelivery.core.tracker.site;

import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import java.time.Instant;
import java.util.Objects;

/**
 * How well a site is.
 *
 * @param site its name
 * @param since since when it is as it is, or null where it was not asked yet
 * @param failure what is wrong, or null where nothing is known to be
 * @param lastAnswer when it last answered as it should, or null
 */
public record SiteHealth(String site, Instant since, TrackerFailure failure, Instant lastAnswer) {
    public SiteHealth {
        Objects.requireNonNull(site, "site");
    }

    public boolean isWell() {
        return failure == null;
    }

    SiteHealth answered(Instant at) {
        return new SiteHealth(site, isWell() && since != null ? since : at, null, at);
    }

    SiteHealth failed(Instant at, TrackerFailure with) {
        return new SiteHealth(site, isWell() || since == null ? at : since, with, lastAnswer);
    }
}
