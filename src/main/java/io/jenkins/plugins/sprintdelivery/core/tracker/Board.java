package io.jenkins.plugins.sprintdelivery.core.tracker;

import java.util.Locale;
import java.util.Objects;

/**
 * Where a team plans.
 *
 * @param id what the settings name it by
 * @param name what people call it
 * @param kind what it is in the tracker's words, such as {@code scrum}, or null
 */
public record Board(String id, String name, String kind) {
    public Board {
        Objects.requireNonNull(id, "id");
        name = name == null || name.isBlank() ? id : name;
    }

    /** Whether its name or its id contains the text, in any case. */
    public boolean matches(String search) {
        String wanted = search.strip().toLowerCase(Locale.ROOT);
        return name.toLowerCase(Locale.ROOT).contains(wanted)
                || id.toLowerCase(Locale.ROOT).contains(wanted);
    }
}
