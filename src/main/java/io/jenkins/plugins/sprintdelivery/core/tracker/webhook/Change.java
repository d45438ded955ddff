package io.jenkins.plugins.sprintdelivery.core.tracker.webhook;

import java.util.Set;

/**
 * What a call says changed.
 *
 * @param keys tickets, in the spelling that commits use
 * @param sprints whether sprints, or which tickets are in them, changed
 */
public record Change(Set<String> keys, boolean sprints) {

    /** A call that is about something else. */
    public static final Change NONE = new Change(Set.of(), false);

    public Change {
        keys = Set.copyOf(keys);
    }
}
