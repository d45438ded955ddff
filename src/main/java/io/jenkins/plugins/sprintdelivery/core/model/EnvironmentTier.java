package io.jenkins.plugins.sprintdelivery.core.model;

/** How close an environment is to the users, in rising order; {@link #UNMAPPED} is outside that order. */
public enum EnvironmentTier {
    UNMAPPED,
    DEVELOPMENT,
    TESTING,
    STAGING,
    PRODUCTION;

    /**
     * The constant with this label, in any case.
     *
     * @throws IllegalArgumentException naming the valid labels
     */
    public static EnvironmentTier parse(String label) {
        return Labels.parse(EnvironmentTier.class, "environment tier", label);
    }

    @Override
    public String toString() {
        return Labels.of(this);
    }
}
