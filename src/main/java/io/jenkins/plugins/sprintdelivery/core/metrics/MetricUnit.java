package io.jenkins.plugins.sprintdelivery.core.metrics;

/** What a metric's value is counted in. */
public enum MetricUnit {
    /** How many. */
    COUNT("count"),
    /** How many a day of 24 hours. */
    PER_DAY("per-day"),
    /** A share from 0 to 1. */
    RATIO("ratio"),
    /** A length of time in seconds. */
    SECONDS("seconds");

    private final String label;

    MetricUnit(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return label;
    }
}
