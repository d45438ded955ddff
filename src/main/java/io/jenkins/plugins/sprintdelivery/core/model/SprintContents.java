package io.jenkins.plugins.sprintdelivery.core.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What is in a sprint, and how that came about, as its tracker said when it was last looked at.
 *
 * @param sprintId which sprint
 * @param tracker the site that says so
 * @param at when it was looked at
 * @param over whether the sprint was closed by then, so that this is the last word
 * @param tickets keys of the tickets that are in it, or were when it closed
 * @param done keys of those that are done
 * @param changes what came and left after the commitment, oldest first
 * @param carried tickets that were in other sprints too; each counts for every sprint it was in
 * @param blocked keys of those in it that the tracker calls blocked
 * @param waits which of those in it wait for which other tickets, by the tracker's links
 * @param pages what a ticket's page for people begins with, up to its key or number, or null
 * @param more whether there was more than is kept here
 */
public record SprintContents(
        String sprintId,
        String tracker,
        Instant at,
        boolean over,
        List<String> tickets,
        List<String> done,
        List<Change> changes,
        List<Carried> carried,
        List<String> blocked,
        List<Wait> waits,
        String pages,
        boolean more) {

    /** The most tickets, and done ones, that are kept. */
    public static final int MAX_TICKETS = 10_000;

    /** The most changes, carried tickets and waits that are kept. */
    public static final int MAX_CHANGES = 2_000;

    public SprintContents {
        Objects.requireNonNull(sprintId, "sprintId");
        Objects.requireNonNull(tracker, "tracker");
        Objects.requireNonNull(at, "at");
        more |= isLonger(tickets, MAX_TICKETS)
                || isLonger(done, MAX_TICKETS)
                || isLonger(changes, MAX_CHANGES)
                || isLonger(carried, MAX_CHANGES)
                || isLonger(blocked, MAX_TICKETS)
                || isLonger(waits, MAX_CHANGES);
        tickets = first(tickets, MAX_TICKETS);
        done = first(done, MAX_TICKETS);
        changes = first(changes, MAX_CHANGES);
        carried = first(carried, MAX_CHANGES);
        blocked = first(blocked, MAX_TICKETS);
        waits = first(waits, MAX_CHANGES);
    }

    /** What is in a sprint in which nothing is blocked or waits. */
    public SprintContents(
            String sprintId,
            String tracker,
            Instant at,
            boolean over,
            List<String> tickets,
            List<String> done,
            List<Change> changes,
            List<Carried> carried,
            String pages,
            boolean more) {
        this(sprintId, tracker, at, over, tickets, done, changes, carried, List.of(), List.of(), pages, more);
    }

    private static boolean isLonger(List<?> list, int max) {
        return list != null && list.size() > max;
    }

    private static <T> List<T> first(List<T> list, int max) {
        return list == null ? List.of() : List.copyOf(list.subList(0, Math.min(max, list.size())));
    }

    /** Whether the other one says the same of the sprint, whenever that was. */
    public boolean saysTheSameAs(SprintContents other) {
        return other != null
                && equals(new SprintContents(
                        other.sprintId,
                        other.tracker,
                        at,
                        other.over,
                        other.tickets,
                        other.done,
                        other.changes,
                        other.carried,
                        other.blocked,
                        other.waits,
                        other.pages,
                        other.more));
    }

    /**
     * A ticket came into the sprint or left it.
     *
     * @param ticket its key
     * @param kind whether it came or left
     * @param at when, or null where the tracker does not say
     * @param by who did it, or null where the tracker does not say
     * @param noticed when it was first seen here
     */
    public record Change(String ticket, Kind kind, Instant at, String by, Instant noticed) {
        public Change {
            Objects.requireNonNull(ticket, "ticket");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(noticed, "noticed");
        }

        /** Which way. */
        public enum Kind {
            ADDED,
            REMOVED;

            /**
             * The constant with this label, in any case.
             *
             * @throws IllegalArgumentException naming the valid labels
             */
            public static Kind parse(String label) {
                return Labels.parse(Kind.class, "kind of change", label);
            }

            @Override
            public String toString() {
                return Labels.of(this);
            }
        }

        /** When it happened, as far as is known. */
        public Instant moment() {
            return at == null ? noticed : at;
        }
    }

    /**
     * A ticket that was in other sprints too.
     *
     * @param ticket its key
     * @param from names of the sprints it was in before, in their order
     * @param to names of the sprints it went on into, in their order
     */
    public record Carried(String ticket, List<String> from, List<String> to) {
        public Carried {
            Objects.requireNonNull(ticket, "ticket");
            from = from == null ? List.of() : List.copyOf(from);
            to = to == null ? List.of() : List.copyOf(to);
        }
    }

    /**
     * A ticket waits for another one.
     *
     * @param ticket its key
     * @param on the key of the ticket that it depends on or is blocked by
     */
    public record Wait(String ticket, String on) {
        public Wait {
            Objects.requireNonNull(ticket, "ticket");
            Objects.requireNonNull(on, "on");
        }
    }
}
