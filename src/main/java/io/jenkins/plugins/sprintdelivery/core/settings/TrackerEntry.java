package io.jenkins.plugins.sprintdelivery.core.settings;

import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
import java.util.Objects;

/**
 * A tracker site as a settings file names it.
 *
 * @param site the site
 * @param secret where its secret is
 * @param writeSecret where the secret to write with is, or null where that is the same one
 */
public record TrackerEntry(SiteSettings site, SecretName secret, SecretName writeSecret) {
    public TrackerEntry {
        Objects.requireNonNull(site, "site");
        Objects.requireNonNull(secret, "secret");
    }
}
