package io.jenkins.plugins.sprintdelivery.core.ledger;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the facts of a batch touched, and so has to be derived anew. Moments are microseconds. */
final class Touched {

    /** The facts of the batch that say something that was not known, or was different; the very objects. */
    final Set<Object> news = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Targets, and the moment from which on their deployments change. */
    final Map<Long, Long> targets = new TreeMap<>();

    /** What deployments of the batch say of themselves, by number; the rows of these are still to be written. */
    final Map<Long, Given> given = new HashMap<>();

    final Set<String> sprints = new HashSet<>();

    /** Tickets that reached some target, or reach it no longer, from {@link #ticketsFrom} on. */
    final Set<String> tickets = new HashSet<>();

    long ticketsFrom = Long.MAX_VALUE;

    /**
     * What a deployment says of itself.
     *
     * @param commits numbers of the commits it names
     * @param tickets the tickets it names
     */
    record Given(List<Long> commits, List<String> tickets) {}

    void target(long target, long from) {
        targets.merge(target, from, Math::min);
    }

    void sprint(String id) {
        if (id != null) {
            sprints.add(id);
        }
    }

    void tickets(Set<String> some, long from) {
        if (!some.isEmpty()) {
            tickets.addAll(some);
            ticketsFrom = Math.min(ticketsFrom, from);
        }
    }
}
