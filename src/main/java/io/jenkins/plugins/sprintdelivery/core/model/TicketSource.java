package io.jenkins.plugins.sprintdelivery.core.model;

import java.util.Objects;

/**
 * Where a ticket key was found.
 *
 * @param type the kind of place
 * @param ref which one: a commit id, a branch name, a pull request's id, a parameter's name
 */
public record TicketSource(Type type, String ref) {

    public TicketSource {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(ref, "ref");
    }

    /** The kinds of places keys are looked for. */
    public enum Type {
        COMMIT,
        /** A trailer line at the end of a commit message, such as {@code Ticket: ABC-1}. */
        TRAILER,
        BRANCH,
        PULL_REQUEST,
        PARAMETER;

        @Override
        public String toString() {
            return Labels.of(this);
        }
    }
}
