package io.jenkins.plugins.sprintdelivery.core.promise;

import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries.SprintPromise;
import io.jenkins.plugins.sprintdelivery.core.model.Commitment;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintChange;
import io.jenkins.plugins.sprintdelivery.core.tracker.SprintCommitment;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.Tracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.TrackerSite;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks at the sprints of a site's board and records what they promise. A commitment is recorded once: worked out from the
 * tracker's history where it keeps one, otherwise as what is in the sprint at the first look at it. After that, only what
 * came, left, was done or was carried over is recorded, and only when something changed. A closed sprint is looked at until
 * it was seen closed once.
 *
 * <p>A look costs one question for the sprints, one for the tickets of each sprint that comes into question, and the
 * history of those tickets whose coming or going is not explained yet. It belongs into the background. Of one thread at a
 * time.
 */
public final class PromiseKeeper {

    /** Sprints that were closed longer ago are left alone. */
    static final Duration LOOK_BACK = Duration.ofDays(60);

    /** At most so many sprints in one look, those that run first. */
    static final int MAX_SPRINTS = 10;

    /** Of more tickets no history is asked for, as some trackers want a request for each. */
    static final int MAX_HISTORY = 1_000;

    private static final Comparator<TrackedSprint> RUNNING_FIRST = Comparator.comparing(TrackedSprint::state)
            .thenComparing(TrackedSprint::start, Comparator.nullsLast(Comparator.<Instant>reverseOrder()));

    private final Ledger ledger;
    private final LedgerQueries queries;
    private final Clock clock;

    /**
     * Keeps promises in a ledger.
     *
     * @param ledger whose database should have taken up what was recorded before, see {@link Ledger#catchUp}
     */
    public PromiseKeeper(Ledger ledger, Clock clock) {
        this.ledger = Objects.requireNonNull(ledger, "ledger");
        this.queries = ledger.queries();
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Looks at a site once. A tracker that does not answer ends the look; what was recorded by then stays.
     *
     * @param site a site with a board
     * @param name what the ledger calls the site
     * @throws IOException if the ledger cannot be written
     */
    public PromiseLook look(TrackerSite site, String name) throws IOException {
        List<String> looked = new ArrayList<>();
        List<String> committed = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        try {
            List<TrackedSprint> all =
                    site.ask(tracker -> tracker.sprints(site.settings().board()));
            Map<String, Set<String>> now = new HashMap<>();
            for (TrackedSprint sprint : due(name, all, site.tracker())) {
                looked.add(sprint.name());
                List<TrackedTicket> tickets = site.ask(tracker -> tracker.ticketsOf(sprint));
                now.put(sprint.id(), keys(tickets));
                look(site, name, sprint, tickets, all, now, committed, changed);
            }
            return new PromiseLook(name, looked, committed, changed, null);
        } catch (TrackerException problem) {
            return new PromiseLook(name, looked, committed, changed, problem.getMessage());
        }
    }

    private void look(
            TrackerSite site,
            String name,
            TrackedSprint sprint,
            List<TrackedTicket> tickets,
            List<TrackedSprint> all,
            Map<String, Set<String>> now,
            List<String> committed,
            List<String> changed)
            throws IOException {
        Instant at = clock.instant();
        Optional<SprintPromise> own = promise(name, sprint);
        Optional<SprintPromise> known = own.or(() -> underAnotherName(sprint, tickets));
        Commitment before = known.map(SprintPromise::commitment)
                .map(commitment -> calledBy(name, commitment))
                .orElse(null);
        SprintContents contents = known.map(SprintPromise::contents).orElse(null);
        Set<String> inIt = keys(tickets);
        Map<String, List<SprintChange>> moves = before == null ? history(site, sprint, inIt) : Map.of();
        Commitment commitment =
                before != null ? before : commitment(name, sprint, tickets, hasHistory(site, sprint, inIt), moves, at);
        List<LedgerEvent> events = new ArrayList<>();
        sprint.dated(name)
                .filter(dated -> isNews(dated, known))
                .ifPresent(dated -> events.add(new LedgerEvent.SprintRecorded(dated)));
        if (own.map(SprintPromise::commitment).isEmpty()) {
            events.add(new LedgerEvent.CommitmentRecorded(commitment));
            committed.add(sprint.name());
        }
        SprintInventory inventory = new SprintInventory(name, sprint, commitment, contents, at);
        if (before != null) {
            moves = history(site, sprint, inventory.unexplained(tickets));
        }
        Set<String> vanished = inventory.vanished(tickets, moves);
        List<TrackedTicket> then = vanished.isEmpty() ? List.of() : site.ask(tracker -> tracker.tickets(vanished));
        Optional<TrackedSprint> next = later(sprint, all);
        SprintContents fresh = inventory.take(
                tickets,
                then,
                moves,
                earlier(name, sprint, all),
                next.map(TrackedSprint::name).orElse(null),
                next.map(other -> now.get(other.id())).orElse(Set.of()));
        if (!fresh.saysTheSameAs(contents)) {
            events.add(new LedgerEvent.ContentsRecorded(fresh));
            changed.add(sprint.name());
        }
        if (!events.isEmpty()) {
            ledger.append(events);
        }
    }

    private Optional<SprintPromise> promise(String name, TrackedSprint sprint) {
        return queries.promises(sprint.id()).stream()
                .filter(promise -> promise.tracker().equals(name))
                .findFirst();
    }

    /** What a site said that has another name and the same tickets: this one before it was renamed, or moved with its folder. */
    private Optional<SprintPromise> underAnotherName(TrackedSprint sprint, List<TrackedTicket> tickets) {
        String pages = SprintInventory.pages(tickets);
        return pages == null
                ? Optional.empty()
                : queries.promises(sprint.id()).stream()
                        .filter(promise -> promise.contents() != null
                                && pages.equals(promise.contents().pages()))
                        .findFirst();
    }

    private static Commitment calledBy(String name, Commitment commitment) {
        return new Commitment(commitment.sprintId(), name, commitment.at(), commitment.basis(), commitment.tickets());
    }

    /** Whether the ledger is to be told of the sprint: not of one whose id a sprint of another tracker has already. */
    private boolean isNews(Sprint sprint, Optional<SprintPromise> known) {
        Optional<Sprint> recorded = queries.sprint(sprint.id());
        String owner = recorded.map(Sprint::source).orElse(sprint.source());
        boolean isAnothers = !owner.equals(sprint.source())
                && known.filter(promise -> promise.tracker().equals(owner)).isEmpty()
                && queries.promises(sprint.id()).stream()
                        .anyMatch(promise -> promise.tracker().equals(owner));
        return !isAnothers && !recorded.equals(Optional.of(sprint));
    }

    private static Set<String> keys(Collection<TrackedTicket> tickets) {
        return tickets.stream().map(TrackedTicket::key).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The sprints that there may be something new to say of. */
    private List<TrackedSprint> due(String name, List<TrackedSprint> all, Tracker tracker) {
        Instant oldest = clock.instant().minus(LOOK_BACK);
        return all.stream()
                .filter(sprint -> sprint.state() == SprintState.ACTIVE
                        || sprint.state() == SprintState.CLOSED && isOpen(name, sprint, tracker, oldest))
                .sorted(RUNNING_FIRST)
                .limit(MAX_SPRINTS)
                .toList();
    }

    private boolean isOpen(String name, TrackedSprint sprint, Tracker tracker, Instant oldest) {
        Instant end = sprint.closedAt();
        if (end == null || end.isBefore(oldest)) {
            return false;
        }
        Optional<SprintPromise> known = promise(name, sprint);
        boolean seenClosed =
                known.map(SprintPromise::contents).map(SprintContents::over).orElse(false);
        boolean isCommitted = known.map(SprintPromise::commitment).isPresent();
        // without history nobody can say any more what was promised
        return !seenClosed && (isCommitted || tracker.keepsSprintHistory() && sprint.start() != null);
    }

    private static boolean hasHistory(TrackerSite site, TrackedSprint sprint, Set<String> keys) {
        return keys.size() <= MAX_HISTORY
                && sprint.start() != null
                && site.tracker().keepsSprintHistory();
    }

    private static Map<String, List<SprintChange>> history(TrackerSite site, TrackedSprint sprint, Set<String> keys) {
        return keys.isEmpty() || !hasHistory(site, sprint, keys)
                ? Map.of()
                : site.ask(tracker -> tracker.sprintChanges(keys));
    }

    private static Commitment commitment(
            String name,
            TrackedSprint sprint,
            List<TrackedTicket> tickets,
            boolean hasHistory,
            Map<String, List<SprintChange>> moves,
            Instant now) {
        SprintCommitment found = hasHistory
                ? SprintCommitment.fromHistory(sprint, tickets, moves)
                : SprintCommitment.frozen(sprint, tickets, now);
        return new Commitment(
                sprint.id(),
                name,
                found.asOf(),
                hasHistory ? Commitment.Basis.HISTORY : Commitment.Basis.SNAPSHOT,
                List.copyOf(found.keys()));
    }

    /** The sprint before it on the board, as the ledger has it. */
    private SprintInventory.Earlier earlier(String name, TrackedSprint sprint, List<TrackedSprint> all) {
        if (sprint.start() == null) {
            return SprintInventory.Earlier.NONE;
        }
        return all.stream()
                .filter(other -> other.start() != null && other.start().isBefore(sprint.start()))
                .max(Comparator.comparing(TrackedSprint::start))
                .flatMap(previous -> promise(name, previous)
                        .map(SprintPromise::contents)
                        .map(contents -> new SprintInventory.Earlier(previous.name(), contents)))
                .orElse(SprintInventory.Earlier.NONE);
    }

    private static Optional<TrackedSprint> later(TrackedSprint sprint, List<TrackedSprint> all) {
        return sprint.start() == null
                ? Optional.empty()
                : all.stream()
                        .filter(other -> other.start() != null && other.start().isAfter(sprint.start()))
                        .min(Comparator.comparing(TrackedSprint::start));
    }
}
