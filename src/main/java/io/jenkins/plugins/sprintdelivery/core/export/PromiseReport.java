package io.jenkins.plugins.sprintdelivery.core.export;

import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.SprintPromise;
import io.jenkins.plugins.sprintdelivery.core.model.Commitment;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents.Carried;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a sprint promised, and what became of it, ticket by ticket.
 *
 * @param tracker the site that says so
 * @param committedAt the moment the commitment holds for, or null where it is not known
 * @param basis how the commitment was found, or null
 * @param asOf when the tracker was asked last with another answer than before, or null where it was not yet
 * @param over whether the sprint was closed by then
 * @param committed how many tickets were promised
 * @param added how many others came afterwards, also those that left again
 * @param removed how many left, promised or not
 * @param done how many of those in the sprint are done
 * @param carriedIn how many of those in the sprint were in an earlier one too
 * @param carriedOut how many of them went on into a later one
 * @param tickets each of them, promised ones first
 * @param more whether there are others
 */
public record PromiseReport(
        String tracker,
        Instant committedAt,
        Commitment.Basis basis,
        Instant asOf,
        boolean over,
        int committed,
        int added,
        int removed,
        int done,
        int carriedIn,
        int carriedOut,
        List<PromisedTicket> tickets,
        boolean more) {

    public PromiseReport {
        Objects.requireNonNull(tracker, "tracker");
        tickets = List.copyOf(tickets);
    }

    /**
     * A ticket of the sprint.
     *
     * @param key its key
     * @param page its page at the tracker, or null
     * @param committed whether it was promised
     * @param in whether it is in the sprint, or was when it closed
     * @param done whether it is done
     * @param changes when it came and left after the commitment, oldest first
     * @param from names of the sprints it was in before
     * @param to names of the sprints it went on into
     */
    public record PromisedTicket(
            String key,
            String page,
            boolean committed,
            boolean in,
            boolean done,
            List<Change> changes,
            List<String> from,
            List<String> to) {
        public PromisedTicket {
            Objects.requireNonNull(key, "key");
            changes = List.copyOf(changes);
            from = List.copyOf(from);
            to = List.copyOf(to);
        }
    }

    /**
     * The report of a promise.
     *
     * @param limit how many tickets are listed; all are counted
     */
    public static PromiseReport of(SprintPromise promise, int limit) {
        List<PromisedTicket> tickets = tickets(promise);
        Commitment commitment = promise.commitment();
        SprintContents contents = promise.contents();
        return new PromiseReport(
                commitment == null ? contents.tracker() : commitment.tracker(),
                commitment == null ? null : commitment.at(),
                commitment == null ? null : commitment.basis(),
                contents == null ? null : contents.at(),
                contents != null && contents.over(),
                commitment == null ? 0 : commitment.tickets().size(),
                count(tickets, ticket -> !ticket.committed()),
                count(tickets, ticket -> !ticket.in()),
                count(tickets, ticket -> ticket.in() && ticket.done()),
                count(tickets, ticket -> ticket.in() && !ticket.from().isEmpty()),
                count(tickets, ticket -> ticket.in() && !ticket.to().isEmpty()),
                tickets.subList(0, Math.min(limit, tickets.size())),
                tickets.size() > limit || contents != null && contents.more());
    }

    private interface Condition {
        boolean holds(PromisedTicket ticket);
    }

    private static int count(List<PromisedTicket> tickets, Condition condition) {
        return (int) tickets.stream().filter(condition::holds).count();
    }

    private static List<PromisedTicket> tickets(SprintPromise promise) {
        Set<String> committed = promise.commitment() == null
                ? Set.of()
                : new TreeSet<>(promise.commitment().tickets());
        SprintContents contents = promise.contents();
        Set<String> in = contents == null ? committed : new HashSet<>(contents.tickets());
        Set<String> done = contents == null ? Set.of() : new HashSet<>(contents.done());
        Map<String, List<Change>> changes = new HashMap<>();
        Map<String, Carried> carried = new HashMap<>();
        Set<String> others = new TreeSet<>(in);
        if (contents != null) {
            contents.changes()
                    .forEach(change -> changes.computeIfAbsent(change.ticket(), key -> new ArrayList<>())
                            .add(change));
            contents.carried().forEach(way -> carried.put(way.ticket(), way));
            others.addAll(changes.keySet());
        }
        others.removeAll(committed);
        List<PromisedTicket> tickets = new ArrayList<>();
        for (Set<String> keys : List.of(committed, others)) {
            for (String key : keys) {
                Carried way = carried.getOrDefault(key, new Carried(key, List.of(), List.of()));
                tickets.add(new PromisedTicket(
                        key,
                        contents == null || contents.pages() == null
                                ? null
                                : contents.pages() + key.replaceFirst("^#", ""),
                        committed.contains(key),
                        in.contains(key),
                        done.contains(key),
                        changes.getOrDefault(key, List.of()),
                        way.from(),
                        way.to()));
            }
        }
        return tickets;
    }
}
