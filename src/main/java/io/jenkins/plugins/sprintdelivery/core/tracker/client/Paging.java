package io.jenkins.plugins.sprintdelivery.core.tracker.client;

import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads an answer page by page to its end. Pages that lead in a circle, that repeat themselves, or that are more than
 * allowed end the reading as a failure.
 */
public final class Paging {

    /** More items than this are no answer to anything asked here. */
    public static final int MAX_ITEMS = 100_000;

    private final Wording wording;
    private final int maxPages;

    public Paging(SiteHttp http) {
        this.wording = http.wording();
        this.maxPages = http.limits().maxPages();
    }

    /** Everything from the first page to the last. */
    public <T, C> List<T> all(String what, C first, Function<C, Page<T, C>> read) {
        return until(what, first, read, items -> false);
    }

    /**
     * Everything from the first page to the one after which nothing more is wanted.
     *
     * @param what what is listed, for a message
     * @param first what leads to the first page
     * @param read reads one page
     * @param enough whether what was read so far suffices
     * @throws TrackerException if the pages do not end
     */
    public <T, C> List<T> until(
            String what, C first, Function<C, Page<T, C>> read, Predicate<List<T>> enough) {
        List<T> items = new ArrayList<>();
        Set<C> seen = new HashSet<>();
        List<T> before = List.of();
        C cursor = first;
        while (cursor != null && !enough.test(items)) {
            if (!seen.add(cursor)) {
                throw new TrackerException(wording.pages(what, "lead in a circle"));
            }
            if (seen.size() > maxPages) {
                throw new TrackerException(wording.pages(what, "go on after " + maxPages));
            }
            Page<T, C> page = read.apply(cursor);
            if (page.next() != null && !page.items().isEmpty() && page.items().equals(before)) {
                throw new TrackerException(wording.pages(what, "repeat themselves"));
            }
            items.addAll(page.items());
            if (items.size() > MAX_ITEMS) {
                throw new TrackerException(wording.pages(what, "hold more than " + MAX_ITEMS + " items"));
            }
            before = page.items();
            cursor = page.next();
        }
        return items;
    }
}
