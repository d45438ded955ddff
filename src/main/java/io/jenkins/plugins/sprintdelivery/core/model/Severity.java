package io.jenkins.plugins.sprintdelivery.core.model;

/** How much an incident hurts. */
public enum Severity {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL;

    /**
     * The constant with this label, in any case.
     *
     * @throws IllegalArgumentException naming the valid labels
     */
    public static Severity parse(String label) {
        return Labels.parse(Severity.class, "severity", label);
    }

    @Override
    public String toString() {
        return Labels.of(this);
    }
}
