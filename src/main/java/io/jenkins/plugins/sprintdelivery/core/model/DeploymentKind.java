package io.jenkins.plugins.sprintdelivery.core.model;

/** Why a deployment was made. */
public enum DeploymentKind {
    /** The usual way forward. */
    PLANNED,
    /** An unplanned repair of what is running. */
    HOTFIX,
    /** Back to a version older than the one running. */
    ROLLBACK,
    /** The version that is running already, once more. */
    REDEPLOY;

    /**
     * The constant with this label, in any case.
     *
     * @throws IllegalArgumentException naming the valid labels
     */
    public static DeploymentKind parse(String label) {
        return Labels.parse(DeploymentKind.class, "deployment kind", label);
    }

    @Override
    public String toString() {
        return Labels.of(this);
    }
}
