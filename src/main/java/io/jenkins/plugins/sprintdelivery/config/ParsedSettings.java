package io.jenkins.plugins.sprintdelivery.config;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.jenkins.plugins.sprintdelivery.core.settings.DeliverySettings;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsReader;
import java.time.ZoneId;

/**
 * Settings by their text, so that gates that wait, of which there may be thousands, share what a text says and read it
 * once and not at every look. What is kept is bounded by the length of the texts. Thread-safe.
 */
final class ParsedSettings {

    /** Characters of all texts that are kept. */
    private static final int MAX_TEXT = 2_000_000;

    private static final Cache<Text, DeliverySettings> READ = Caffeine.newBuilder()
            .maximumWeight(MAX_TEXT)
            .weigher((Text text, DeliverySettings settings) -> text.yaml().length())
            .executor(Runnable::run)
            .build();

    private record Text(String yaml, String origin, ZoneId zone) {}

    private ParsedSettings() {}

    /** As {@link SettingsReader#read(String, String, ZoneId)}. */
    static DeliverySettings read(String yaml, String origin, ZoneId zone) {
        // a text that cannot be used throws, and nothing is kept
        return READ.get(
                new Text(yaml, origin, zone), text -> SettingsReader.read(text.yaml(), text.origin(), text.zone()));
    }
}
