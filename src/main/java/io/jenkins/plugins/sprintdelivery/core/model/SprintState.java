package io.jenkins.plugins.sprintdelivery.core.model;

/** Where a sprint stands in its life. */
public enum SprintState {
    FUTURE,
    ACTIVE,
    CLOSED;

    /**
     * The constant with this label, in any case.
     *
     * @throws IllegalArgumentException naming the valid labels
     */
    public static SprintState parse(String label) {
        return Labels.parse(SprintState.class, "sprint state", label);
    }

    @Override
    public String toString() {
        return Labels.of(this);
    }
}
