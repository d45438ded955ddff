package io.jenkins.plugins.sprintdelivery.core.model;

/** How a build ended. */
public enum BuildResult {
    IN_PROGRESS,
    SUCCESSFUL,
    UNSTABLE,
    FAILED,
    CANCELLED,
    NOT_BUILT;

    /**
     * The constant with this label, in any case.
     *
     * @throws IllegalArgumentException naming the valid labels
     */
    public static BuildResult parse(String label) {
        return Labels.parse(BuildResult.class, "build result", label);
    }

    @Override
    public String toString() {
        return Labels.of(this);
    }
}
