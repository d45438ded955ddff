package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which sprint a moment belongs to, over all sprints of one controller. Moments are microseconds. */
final class SprintIndex {

    private static final Comparator<Window> NEWEST_FIRST =
            Comparator.comparingLong(Window::start).thenComparing(Window::id).reversed();

    private final Map<String, Window> windows = new HashMap<>();
    private List<Window> sorted;
    // the latest end of the sprint at that index and all that began before it
    private long[] latestEnd;

    /** From its start, inclusive, to its end, exclusive. */
    record Window(String id, long start, long end) {
        boolean contains(long moment) {
            return moment >= start && moment < end;
        }
    }

    /** Adds the sprint or moves it; returns where it was, or null where it is new. */
    Window put(Window window) {
        sorted = null;
        return windows.put(window.id(), window);
    }

    /** The sprint that contains the moment, the one that began last where several do, or null. */
    String at(long moment) {
        if (sorted == null) {
            sorted = new ArrayList<>(windows.values());
            sorted.sort(NEWEST_FIRST);
            latestEnd = new long[sorted.size()];
            long latest = Long.MIN_VALUE;
            for (int i = sorted.size() - 1; i >= 0; i--) {
                latest = Math.max(latest, sorted.get(i).end());
                latestEnd[i] = latest;
            }
        }
        int low = 0;
        int high = sorted.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted.get(middle).start() > moment) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        for (int i = low; i < sorted.size() && latestEnd[i] > moment; i++) {
            if (sorted.get(i).contains(moment)) {
                return sorted.get(i).id();
            }
        }
        return null;
    }
}
