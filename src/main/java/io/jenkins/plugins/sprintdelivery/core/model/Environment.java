package io.jenkins.plugins.sprintdelivery.core.model;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A place where a service runs.
 *
 * @param name the name people use, such as {@code production-eu}
 * @param tier how close it is to the users
 */
public record Environment(String name, EnvironmentTier tier) {

    private static final Map<String, EnvironmentTier> WORDS = Map.ofEntries(
            Map.entry("production", EnvironmentTier.PRODUCTION),
            Map.entry("prod", EnvironmentTier.PRODUCTION),
            Map.entry("prd", EnvironmentTier.PRODUCTION),
            Map.entry("live", EnvironmentTier.PRODUCTION),
            Map.entry("staging", EnvironmentTier.STAGING),
            Map.entry("stage", EnvironmentTier.STAGING),
            Map.entry("stg", EnvironmentTier.STAGING),
            Map.entry("preprod", EnvironmentTier.STAGING),
            Map.entry("uat", EnvironmentTier.STAGING),
            Map.entry("test", EnvironmentTier.TESTING),
            Map.entry("testing", EnvironmentTier.TESTING),
            Map.entry("tst", EnvironmentTier.TESTING),
            Map.entry("qa", EnvironmentTier.TESTING),
            Map.entry("development", EnvironmentTier.DEVELOPMENT),
            Map.entry("dev", EnvironmentTier.DEVELOPMENT));

    public Environment {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(tier, "tier");
        if (name.isBlank()) {
            throw new IllegalArgumentException("an environment needs a name");
        }
    }

    /**
     * An environment whose tier is read off its name: {@code production-eu}, {@code eu.prod} and {@code live} are
     * production; a name with no known word in it is unmapped.
     */
    public static Environment named(String name) {
        String previous = "";
        EnvironmentTier found = EnvironmentTier.UNMAPPED;
        for (String word : name.toLowerCase(Locale.ROOT).split("[^a-z]+")) {
            EnvironmentTier tier = WORDS.get(word);
            boolean negated = previous.equals("pre") || previous.equals("non");
            if (tier == EnvironmentTier.PRODUCTION && negated) {
                tier = previous.equals("pre") ? EnvironmentTier.STAGING : EnvironmentTier.UNMAPPED;
            }
            if (tier != null && found == EnvironmentTier.UNMAPPED) {
                found = tier;
            }
            previous = word;
        }
        return new Environment(name, found);
    }
}
