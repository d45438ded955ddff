package io.jenkins.plugins.sprintdelivery.core.tracker.client;

import java.util.List;

/**
 * One page of an answer.
 *
 * @param items what stands on it
 * @param next what leads to the next page, or null on the last one
 * @param <T> what the answer lists
 * @param <C> what leads to a page: an address, a number, a token
 */
public record Page<T, C>(List<T> items, C next) {
    public Page {
        items = List.copyOf(items);
    }
}
