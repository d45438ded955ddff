package io.jenkins.plugins.sprintdelivery.core.board;

import java.util.List;
import java.util.function.IntFunction;

/**
 * A part of a list.
 *
 * @param items at most {@code limit} items
 * @param offset how many come before them
 * @param limit how many were asked for
 * @param next where the next part is, relative to the API's root, or null at the end
 */
public record Page<T>(List<T> items, int offset, int limit, String next) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * A part of a list.
     *
     * @param query gives the first items of the list, as many as it is handed, or fewer at the end
     */
    static <T> Page<T> of(ApiRequest request, IntFunction<List<T>> query) {
        int offset = request.offset();
        int limit = request.limit();
        List<T> first = query.apply(offset + limit + 1);
        boolean more = first.size() > offset + limit;
        return new Page<>(
                first.subList(Math.min(offset, first.size()), Math.min(offset + limit, first.size())),
                offset,
                limit,
                more ? request.next() : null);
    }
}
