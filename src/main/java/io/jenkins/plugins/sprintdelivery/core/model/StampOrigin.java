package io.jenkins.plugins.sprintdelivery.core.model;

/** How the sprint of a build was found. */
public enum StampOrigin {
    /** Named by a parameter of the build or of the step. */
    PARAMETER,
    /** The tracker's active sprint. */
    TRACKER,
    /** A configured calendar. */
    CALENDAR;

    /**
     * The constant with this label, in any case.
     *
     * @throws IllegalArgumentException naming the valid labels
     */
    public static StampOrigin parse(String label) {
        return Labels.parse(StampOrigin.class, "stamp origin", label);
    }

    @Override
    public String toString() {
        return Labels.of(this);
    }
}
