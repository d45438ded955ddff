package io.jenkins.plugins.sprintdelivery.core.model;

/** How a fact came to be known. */
public enum Provenance {
    /** It was recorded when it happened, by whoever did it. */
    RECORDED,
    /** It was found later, in what Jenkins or a repository kept; it may know less, and yields to what was recorded. */
    INFERRED;

    /**
     * The constant with this label, in any case.
     *
     * @throws IllegalArgumentException naming the valid labels
     */
    public static Provenance parse(String label) {
        return Labels.parse(Provenance.class, "provenance", label);
    }

    @Override
    public String toString() {
        return Labels.of(this);
    }
}
