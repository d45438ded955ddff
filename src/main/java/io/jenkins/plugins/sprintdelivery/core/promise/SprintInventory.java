package io.jenkins.plugins.sprintdelivery.core.promise;

import io.jenkins.plugins.sprintdelivery.core.model.Commitment;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents.Carried;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents.Change;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents.Wait;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.tracker.ScopeChange;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintChange;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintCommitment;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintReference;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintScope;
import io.jenkins.plugins.sprintdelivery.core.tracker.StatusCategory;
import io.jenkins.plugins.sprintdelivery.core.tracker.TicketLink;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Takes stock of one sprint: what is in it now, against its commitment and what was seen before. What a tracker's history
 * explains has its moment and its person; of everything else only the moment at which it was noticed is known, and what
 * was noticed once stays. Of one look.
 */
final class SprintInventory {

    private static final Comparator<Change> OLDEST_FIRST =
            Comparator.comparing(Change::moment).thenComparing(Change::ticket).thenComparing(Change::kind);

    private final String site;
    private final TrackedSprint sprint;
    private final Commitment commitment;
    private final SprintContents before;
    private final Instant now;
    private final Map<String, List<Change>> noticed = new TreeMap<>();

    /**
     * @param before what was seen last, or null
     */
    SprintInventory(String site, TrackedSprint sprint, Commitment commitment, SprintContents before, Instant now) {
        this.site = site;
        this.sprint = sprint;
        this.commitment = commitment;
        this.before = before;
        this.now = now;
        if (before != null) {
            before.changes()
                    .forEach(change -> noticed.computeIfAbsent(change.ticket(), key -> new ArrayList<>())
                            .add(change));
        }
    }

    /**
     * The sprint before.
     *
     * @param name what people call it, or null where there is none
     * @param contents what was in it
     */
    record Earlier(String name, SprintContents contents) {
        static final Earlier NONE = new Earlier(null, null);

        /** The sprints that a ticket came from by way of this one. */
        List<String> leadingTo(String key) {
            if (name == null
                    || !contents.tickets().contains(key)
                    || contents.done().contains(key)) {
                return List.of();
            }
            List<String> from = new ArrayList<>();
            contents.carried().stream()
                    .filter(carried -> carried.ticket().equals(key))
                    .forEach(carried -> from.addAll(carried.from()));
            from.add(name);
            return from;
        }
    }

    /** Keys of tickets that came or went without a known moment and person so far. */
    Set<String> unexplained(Collection<TrackedTicket> tickets) {
        Set<String> present = keys(tickets);
        Set<String> keys = new TreeSet<>(commitment.tickets());
        keys.addAll(present);
        keys.addAll(noticed.keySet());
        keys.removeIf(key -> isIn(key) == present.contains(key) && isExplained(key));
        return keys;
    }

    private boolean isExplained(String key) {
        return noticed.getOrDefault(key, List.of()).stream().allMatch(change -> change.at() != null);
    }

    /** Whether the ticket is in the sprint by what was seen until now. */
    private boolean isIn(String key) {
        List<Change> changes = noticed.getOrDefault(key, List.of());
        return changes.isEmpty()
                ? commitment.tickets().contains(key)
                : changes.get(changes.size() - 1).kind() == Change.Kind.ADDED;
    }

    /** Keys of tickets that were in the sprint until it was closed, and are somewhere else since; none while it runs. */
    Set<String> vanished(Collection<TrackedTicket> tickets, Map<String, List<SprintChange>> moves) {
        if (sprint.state() != SprintState.CLOSED) {
            return Set.of();
        }
        Set<String> keys = new TreeSet<>(commitment.tickets());
        keys.addAll(noticed.keySet());
        keys.removeAll(keys(tickets));
        keys.removeIf(key -> !isIn(key) || leftBeforeTheEnd(moves.getOrDefault(key, List.of())));
        return keys;
    }

    private boolean leftBeforeTheEnd(List<SprintChange> moves) {
        Instant end = sprint.closedAt();
        SprintChange last = null;
        for (SprintChange move : moves) {
            if (end == null || move.at().isBefore(end)) {
                last = move;
            }
        }
        return last != null && !last.isInAfterwards(sprint);
    }

    /**
     * Takes stock.
     *
     * @param present tickets that are in the sprint
     * @param gone tickets that were in it until it closed
     * @param moves what the tracker's history says of tickets that came or went
     * @param next the name of the sprint after it, or null
     * @param inNext keys of the tickets that are in that one
     */
    SprintContents take(
            List<TrackedTicket> present,
            List<TrackedTicket> gone,
            Map<String, List<SprintChange>> moves,
            Earlier earlier,
            String next,
            Set<String> inNext) {
        Map<String, TrackedTicket> tickets = new TreeMap<>();
        gone.forEach(ticket -> tickets.put(ticket.key(), ticket));
        present.forEach(ticket -> tickets.put(ticket.key(), ticket));
        List<String> done = tickets.values().stream()
                .filter(ticket -> ticket.category() == StatusCategory.DONE)
                .map(TrackedTicket::key)
                .toList();
        List<Carried> carried = new ArrayList<>();
        for (TrackedTicket ticket : tickets.values()) {
            List<String> from = before(ticket);
            List<String> to = after(ticket);
            boolean goesOn = to.isEmpty() && sprint.state() == SprintState.CLOSED && inNext.contains(ticket.key());
            Carried way = new Carried(
                    ticket.key(), from.isEmpty() ? earlier.leadingTo(ticket.key()) : from, goesOn ? List.of(next) : to);
            if (!way.from().isEmpty() || !way.to().isEmpty()) {
                carried.add(way);
            }
        }
        return new SprintContents(
                sprint.id(),
                site,
                now,
                sprint.state() == SprintState.CLOSED,
                List.copyOf(tickets.keySet()),
                done,
                changes(tickets.values(), moves),
                carried,
                tickets.values().stream()
                        .filter(TrackedTicket::blocked)
                        .map(TrackedTicket::key)
                        .toList(),
                waits(tickets.values()),
                pages(tickets.values()),
                false);
    }

    private static List<Wait> waits(Collection<TrackedTicket> tickets) {
        return tickets.stream()
                .flatMap(ticket -> ticket.links().stream()
                        .filter(link ->
                                link.kind() == TicketLink.Kind.BLOCKED_BY || link.kind() == TicketLink.Kind.DEPENDS_ON)
                        .map(link -> new Wait(ticket.key(), link.key())))
                .distinct()
                .toList();
    }

    // ---- what came and left ----

    private List<Change> changes(Collection<TrackedTicket> tickets, Map<String, List<SprintChange>> moves) {
        SprintCommitment promised = new SprintCommitment(
                sprint.id(),
                commitment.at(),
                commitment.basis() == Commitment.Basis.HISTORY
                        ? SprintCommitment.Basis.HISTORY
                        : SprintCommitment.Basis.SNAPSHOT,
                new HashSet<>(commitment.tickets()));
        Map<String, List<ScopeChange>> found = new LinkedHashMap<>();
        SprintScope.of(sprint, promised, tickets, moves)
                .changes()
                .forEach(change -> found.computeIfAbsent(change.key(), key -> new ArrayList<>())
                        .add(change));
        Set<String> present = keys(tickets);
        Set<String> keys = new TreeSet<>(noticed.keySet());
        keys.addAll(found.keySet());
        List<Change> changes = new ArrayList<>();
        for (String key : keys) {
            List<Change> seen = noticed.getOrDefault(key, List.of());
            if (moves.containsKey(key) || seen.isEmpty()) {
                found.getOrDefault(key, List.of()).forEach(change -> changes.add(change(change, seen)));
            } else {
                changes.addAll(seen);
                if (isIn(key) != present.contains(key)) {
                    Change.Kind kind = isIn(key) ? Change.Kind.REMOVED : Change.Kind.ADDED;
                    changes.add(new Change(key, kind, null, null, now));
                }
            }
        }
        changes.sort(OLDEST_FIRST);
        return changes;
    }

    /** The change with the moment it was first noticed. */
    private Change change(ScopeChange change, List<Change> seen) {
        Change.Kind kind = change.kind() == ScopeChange.Kind.ADDED ? Change.Kind.ADDED : Change.Kind.REMOVED;
        Instant first = seen.stream()
                .filter(earlier ->
                        earlier.kind() == kind && (earlier.at() == null || Objects.equals(earlier.at(), change.at())))
                .map(Change::noticed)
                .findFirst()
                .orElse(now);
        return new Change(change.key(), kind, change.at(), change.by(), first);
    }

    // ---- where tickets came from and went ----

    private List<String> before(TrackedTicket ticket) {
        List<String> names = new ArrayList<>();
        for (SprintReference reference : ticket.sprints()) {
            if (reference.isOf(sprint)) {
                return names;
            }
            names.add(reference.name());
        }
        return List.of();
    }

    private List<String> after(TrackedTicket ticket) {
        List<SprintReference> sprints = ticket.sprints();
        int here = -1;
        for (int i = 0; i < sprints.size(); i++) {
            here = sprints.get(i).isOf(sprint) ? i : here;
        }
        // one that is not in it any more is in the others now
        return sprints.subList(here + 1, sprints.size()).stream()
                .map(SprintReference::name)
                .toList();
    }

    private static Set<String> keys(Collection<TrackedTicket> tickets) {
        Set<String> keys = new LinkedHashSet<>();
        tickets.forEach(ticket -> keys.add(ticket.key()));
        return keys;
    }

    /** What every ticket's page begins with, up to its key or its number; null where they do not agree. */
    static String pages(Collection<TrackedTicket> tickets) {
        String common = null;
        for (TrackedTicket ticket : tickets) {
            URI page = ticket.url();
            String end = ticket.key().replaceFirst("^#", "");
            if (page == null || !page.toString().endsWith("/" + end)) {
                return null;
            }
            String start = page.toString().substring(0, page.toString().length() - end.length());
            if (common != null && !common.equals(start)) {
                return null;
            }
            common = start;
        }
        return common;
    }
}
