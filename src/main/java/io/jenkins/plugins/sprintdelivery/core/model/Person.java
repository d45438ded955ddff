package io.jenkins.plugins.sprintdelivery.core.model;

import java.util.Objects;

/**
 * Somebody who did something, as they were called when they did it. Both are kept as text, so that what was recorded
 * reads well after the account was renamed or deleted.
 *
 * @param id what the system that knows them calls them, unique there; compared as it is written
 * @param name what people call them; the id where nothing else is known
 */
public record Person(String id, String name) {
    public Person {
        Objects.requireNonNull(id, "id");
        if (id.isBlank()) {
            throw new IllegalArgumentException("a person needs an id");
        }
        name = name == null || name.isBlank() ? id : name.strip();
    }

    /** The name, with the id behind it where they differ. */
    public String label() {
        return name.equals(id) ? id : name + " (" + id + ")";
    }
}
