package io.jenkins.plugins.sprintdelivery.core.tracker.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/** Cuts what is asked for into pieces that a site takes at once. */
public final class Batches {

    private Batches() {}

    /** The keys in their order, each once, at most {@code size} in a batch. */
    public static List<List<String>> of(Collection<String> keys, int size) {
        List<String> distinct = new ArrayList<>(new LinkedHashSet<>(keys));
        List<List<String>> batches = new ArrayList<>();
        for (int from = 0; from < distinct.size(); from += size) {
            batches.add(List.copyOf(distinct.subList(from, Math.min(distinct.size(), from + size))));
        }
        return batches;
    }
}
