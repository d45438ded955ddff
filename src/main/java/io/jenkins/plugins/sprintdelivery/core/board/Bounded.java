package io.jenkins.plugins.sprintdelivery.core.board;

import java.util.List;

/**
 * The first items of a list that may be long.
 *
 * @param items at most as many as the list's bound
 * @param more whether there are others
 */
public record Bounded<T>(List<T> items, boolean more) {
    public Bounded {
        items = List.copyOf(items);
    }

    /** The first items of a list that holds at least one more than the limit where there are more. */
    static <T> Bounded<T> of(List<T> items, int limit) {
        return items.size() > limit ? new Bounded<>(items.subList(0, limit), true) : new Bounded<>(items, false);
    }
}
