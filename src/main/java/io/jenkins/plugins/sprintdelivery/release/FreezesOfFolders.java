package io.jenkins.plugins.sprintdelivery.release;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Job;
import io.jenkins.plugins.sprintdelivery.config.EffectiveSettings;
import io.jenkins.plugins.sprintdelivery.core.freeze.FreezePeriod;
import io.jenkins.plugins.sprintdelivery.gates.Freezes;
import java.time.Duration;
import java.util.List;
import org.jvnet.localizer.LocaleProvider;

/**
 * The freezes ahead that folders and the controller write down, kept for a few seconds, so that many open pages do not
 * each read the same settings again. Gates never ask here. Thread-safe.
 */
@Extension
public final class FreezesOfFolders {

    private static final Duration KEPT = Duration.ofSeconds(15);
    private static final int MAX_FOLDERS = 1_000;

    private final Cache<String, List<FreezePeriod>> kept = Caffeine.newBuilder()
            .expireAfterWrite(KEPT)
            .maximumSize(MAX_FOLDERS)
            .build();

    static FreezesOfFolders get() {
        return ExtensionList.lookupSingleton(FreezesOfFolders.class);
    }

    /**
     * Those that hold for all jobs beside this one.
     *
     * @throws RuntimeException if settings cannot be used; the message says where and why
     */
    List<FreezePeriod> ahead(Job<?, ?> job) {
        // where a freeze comes from is said in the language of who asks
        String key = LocaleProvider.getLocale() + " " + job.getParent().getFullName();
        return kept.get(key, unused -> Freezes.ahead(EffectiveSettings.of(job, null), null));
    }
}
