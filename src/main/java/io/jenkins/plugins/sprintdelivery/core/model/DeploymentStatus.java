package io.jenkins.plugins.sprintdelivery.core.model;

/** Where one attempt to deploy stands. */
public enum DeploymentStatus {
    PENDING,
    IN_PROGRESS,
    SUCCESSFUL,
    FAILED,
    CANCELLED,
    /** Was successful, and a later rollback replaced it by an older version. */
    ROLLED_BACK;

    /**
     * The constant with this label, in any case.
     *
     * @throws IllegalArgumentException naming the valid labels
     */
    public static DeploymentStatus parse(String label) {
        return Labels.parse(DeploymentStatus.class, "deployment status", label);
    }

    /** Whether the attempt is over and counts in rates: successful, failed or rolled back, not cancelled. */
    public boolean isFinished() {
        return this == SUCCESSFUL || this == FAILED || this == ROLLED_BACK;
    }

    /** Whether the version reached the environment, even if it was rolled back later. */
    public boolean hasReached() {
        return this == SUCCESSFUL || this == ROLLED_BACK;
    }

    @Override
    public String toString() {
        return Labels.of(this);
    }
}
