package io.jenkins.plugins.sprintdelivery.core.tracker.site;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.Tracker;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * One tracker as everybody else asks it: every question has a budget, which is how long its caller waits at most. What
 * is not there by then comes from the last answer, marked as such, and is fetched on in the background. Thread-safe; it
 * lives as long as its settings hold.
 */
public final class TrackerSite {

    /** How long a build or a page waits for a tracker unless said otherwise. */
    public static final Duration DEFAULT_BUDGET = Duration.ofSeconds(2);

    static final Duration SPRINTS_FRESH = Duration.ofMinutes(5);
    static final Duration TICKETS_FRESH = Duration.ofMinutes(2);
    static final Duration FAILURE_KEPT = Duration.ofSeconds(30);
    private static final int MAX_SPRINTS = 20_000;
    private static final int MAX_TICKETS = 50_000;

    private final SiteSettings settings;
    private final Tracker tracker;
    private final Clock clock;
    private final AtomicReference<SiteHealth> health;
    private final AnswerCache<String, List<TrackedSprint>> sprints;
    private final AnswerCache<TrackedSprint, List<TrackedTicket>> sprintTickets;
    private final AnswerCache<Set<String>, Map<String, Optional<TrackedTicket>>> batches;
    private final Cache<String, KnownTicket> tickets;

    // an empty one is remembered as well: the tracker knows no such ticket
    private record KnownTicket(Optional<TrackedTicket> ticket, Instant asOf, boolean changedSince) {

        boolean isDue(Instant now) {
            return changedSince || !now.isBefore(asOf.plus(TICKETS_FRESH));
        }
    }

    /**
     * Puts a cache and a budget in front of a tracker.
     *
     * @param executor runs what asks the tracker, with several threads of its own; a bounded one may refuse
     */
    public TrackerSite(SiteSettings settings, Tracker tracker, Executor executor, Clock clock) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.tracker = Objects.requireNonNull(tracker, "tracker");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.health = new AtomicReference<>(new SiteHealth(settings.name(), null, null, null));
        this.sprints = new AnswerCache<>(
                MAX_SPRINTS, List::size, SPRINTS_FRESH, FAILURE_KEPT, watched(tracker::sprints), executor, clock);
        this.sprintTickets = new AnswerCache<>(
                MAX_TICKETS, List::size, TICKETS_FRESH, FAILURE_KEPT, watched(this::loadSprint), executor, clock);
        this.batches = new AnswerCache<>(
                MAX_TICKETS, Map::size, Duration.ZERO, FAILURE_KEPT, watched(this::loadBatch), executor, clock);
        this.tickets = Caffeine.newBuilder()
                .maximumSize(MAX_TICKETS)
                .expireAfterWrite(AnswerCache.KEPT)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    public SiteSettings settings() {
        return settings;
    }

    /** The tracker itself, for who may wait: a test of the connection, a chooser of boards. */
    public Tracker tracker() {
        return tracker;
    }

    /** How well the site is, by the last answers. */
    public SiteHealth health() {
        return health.get();
    }

    // ---- questions ----

    /** The sprints of a board. */
    public Answer<List<TrackedSprint>> sprints(String board, Duration budget) {
        return sprints.get(Objects.requireNonNull(board, "board"), budget);
    }

    /**
     * The sprint of a board that ran at a moment; of several the one that started last. The value is empty where there
     * was none.
     */
    public Answer<Optional<TrackedSprint>> sprintAt(String board, Instant moment, Duration budget) {
        return sprints(board, budget)
                .map(all -> all.stream()
                        .filter(sprint -> sprint.ranAt(moment))
                        .max((a, b) -> a.start().compareTo(b.start()))
                        // a list or a label may say that it is the active one and no more
                        .or(() -> all.stream()
                                .filter(TrackerSite::isUndatedAndActive)
                                .findFirst()));
    }

    private static boolean isUndatedAndActive(TrackedSprint sprint) {
        return sprint.start() == null && sprint.state() == SprintState.ACTIVE;
    }

    /** The tickets of a sprint. */
    public Answer<List<TrackedTicket>> ticketsOf(TrackedSprint sprint, Duration budget) {
        return sprintTickets.get(sprint, budget);
    }

    /**
     * Tickets by their keys, in one batch for those that are not known yet. The value holds every key that is known
     * about; one that the tracker has no ticket for is empty.
     */
    public Answer<Map<String, Optional<TrackedTicket>>> tickets(Collection<String> keys, Duration budget) {
        Instant now = clock.instant();
        Set<String> due = new TreeSet<>();
        for (String key : keys) {
            if (isDue(key, now)) {
                due.add(key);
            }
        }
        if (due.isEmpty()) {
            return new Answer<>(known(keys), oldest(keys).orElse(now), null);
        }
        Answer<Map<String, Optional<TrackedTicket>>> loaded = batches.get(due, budget);
        Map<String, Optional<TrackedTicket>> known = known(keys);
        if (loaded.failure() == null) {
            return new Answer<>(known, oldest(keys).orElse(now), null);
        }
        return known.isEmpty()
                ? new Answer<>(null, null, loaded.failure())
                : new Answer<>(known, oldest(keys).orElse(now), loaded.failure());
    }

    private boolean isDue(String key, Instant now) {
        KnownTicket known = tickets.getIfPresent(key);
        return known == null || known.isDue(now);
    }

    private Map<String, Optional<TrackedTicket>> known(Collection<String> keys) {
        Map<String, Optional<TrackedTicket>> known = new LinkedHashMap<>();
        for (String key : keys) {
            KnownTicket ticket = tickets.getIfPresent(key);
            if (ticket != null) {
                known.put(key, ticket.ticket());
            }
        }
        return known;
    }

    private Optional<Instant> oldest(Collection<String> keys) {
        return keys.stream()
                .map(tickets::getIfPresent)
                .filter(Objects::nonNull)
                .map(KnownTicket::asOf)
                .min(Instant::compareTo);
    }

    /**
     * Asks the tracker itself and waits for it, for work in the background; the site's health follows what comes of it.
     *
     * @throws TrackerException if it does not answer as it should
     */
    public <T> T ask(Function<Tracker, T> question) {
        return watched(question).apply(tracker);
    }

    // ---- what a webhook says ----

    /** Asks again, in the background, for what changed, as far as anybody asked for it before. */
    public void refreshTickets(Collection<String> keys) {
        Set<String> changed = new TreeSet<>();
        for (String key : keys) {
            KnownTicket known = tickets.getIfPresent(key);
            if (known != null) {
                tickets.put(key, new KnownTicket(known.ticket(), known.asOf(), true));
                changed.add(key);
            }
        }
        // who calls can be asked
        batches.forgetFailures();
        if (!changed.isEmpty()) {
            batches.get(changed, Duration.ZERO);
        }
        sprintTickets.refreshAll();
    }

    /** As {@link #refreshTickets} for sprints. */
    public void refreshSprints() {
        sprints.refreshAll();
        sprintTickets.refreshAll();
    }

    // ---- asking ----

    private List<TrackedTicket> loadSprint(TrackedSprint sprint) {
        List<TrackedTicket> found = tracker.ticketsOf(sprint);
        Instant now = clock.instant();
        found.forEach(ticket -> tickets.put(ticket.key(), new KnownTicket(Optional.of(ticket), now, false)));
        return found;
    }

    private Map<String, Optional<TrackedTicket>> loadBatch(Set<String> keys) {
        Instant begun = clock.instant();
        if (keys.stream().noneMatch(key -> isDue(key, begun))) {
            // somebody else's answer came since this one was asked for
            return known(keys);
        }
        Map<String, Optional<TrackedTicket>> found = new LinkedHashMap<>();
        keys.forEach(key -> found.put(key, Optional.empty()));
        tracker.tickets(keys)
                .forEach(ticket -> found.computeIfPresent(ticket.key(), (key, none) -> Optional.of(ticket)));
        Instant now = clock.instant();
        found.forEach((key, ticket) -> tickets.put(key, new KnownTicket(ticket, now, false)));
        return found;
    }

    private <K, T> Function<K, T> watched(Function<K, T> question) {
        return asked -> {
            try {
                T answer = question.apply(asked);
                health.updateAndGet(before -> before.answered(clock.instant()));
                return answer;
            } catch (TrackerException problem) {
                health.updateAndGet(before -> before.failed(clock.instant(), problem.failure()));
                throw problem;
            }
        };
    }
}
