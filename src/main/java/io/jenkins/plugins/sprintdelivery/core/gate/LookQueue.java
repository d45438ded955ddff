package io.jenkins.plugins.sprintdelivery.core.gate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * When each of many gates that wait looks next. A gate costs an entry; one timer is set for the one that is due first,
 * and a few of those that are due look at a time. A gate that something happened to looks before those whose time has
 * merely come, however many there are; a gate never looks twice at the same time. Has no thread of its own; thread-safe.
 *
 * @param <G> the gates, told apart by identity
 */
public final class LookQueue<G> {

    /** Events that come faster wake a gate once. */
    static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final Executor lookers;
    private final int atOnce;
    private final Consumer<G> look;

    private final Map<G, Entry> entries = new IdentityHashMap<>();
    private final TreeSet<Entry> waiting = new TreeSet<>(
            Comparator.<Entry, Instant>comparing(entry -> entry.at).thenComparing(entry -> entry.number));
    private final Deque<Entry> urgent = new ArrayDeque<>();
    private final Deque<Entry> due = new ArrayDeque<>();
    private int looking;
    private long numbers;
    private Future<?> alarm;
    private Instant alarmAt;

    /**
     * An empty queue.
     *
     * @param timer rings when a gate is due; it is used for a moment only
     * @param lookers where gates look
     * @param atOnce how many look at a time
     * @param look has a gate look, which then calls {@link #lookAt} or {@link #forget}
     */
    public LookQueue(Clock clock, ScheduledExecutorService timer, Executor lookers, int atOnce, Consumer<G> look) {
        this.clock = Objects.requireNonNull(clock, "clock");
        this.timer = Objects.requireNonNull(timer, "timer");
        this.lookers = Objects.requireNonNull(lookers, "lookers");
        this.atOnce = atOnce;
        this.look = Objects.requireNonNull(look, "look");
    }

    private static final class Entry {

        private final Object gate;
        private final long number;
        private State state;
        private Instant at;
        private Instant looked;
        private boolean woken;

        private Entry(Object gate, long number) {
            this.gate = gate;
            this.number = number;
        }
    }

    private enum State {
        WAITING,
        DUE,
        URGENT,
        LOOKING
    }

    /** Has a gate look at a time; a gate that is not known yet begins to wait. */
    public synchronized void lookAt(G gate, Instant at) {
        Entry entry = entries.computeIfAbsent(gate, unknown -> new Entry(unknown, numbers++));
        if (entry.state == State.LOOKING) {
            entry.at = at;
            return;
        }
        remove(entry);
        waitUntil(entry, at);
        handOut();
    }

    /** A gate waits no longer. */
    public synchronized void forget(G gate) {
        Entry entry = entries.remove(gate);
        if (entry != null) {
            remove(entry);
        }
    }

    /** Something happened to a gate: it looks as soon as it may, and once more where it looks now. */
    public synchronized void wake(G gate) {
        Entry entry = entries.get(gate);
        if (entry == null) {
            return;
        }
        entry.woken = true;
        if (entry.state == State.DUE || entry.state == State.WAITING) {
            remove(entry);
            waitUntil(entry, entry.at);
            handOut();
        }
    }

    /** The gates that wait, in no order. */
    public synchronized List<G> all() {
        return new ArrayList<>(entries.keySet());
    }

    private Instant soonest(Entry entry) {
        Instant now = clock.instant();
        Instant soonest = entry.looked == null ? now : entry.looked.plus(SHORTEST_PAUSE);
        return soonest.isAfter(now) ? soonest : now;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private void waitUntil(Entry entry, Instant at) {
        entry.at = entry.woken ? earlier(at, soonest(entry)) : at;
        entry.state = State.WAITING;
        waiting.add(entry);
    }

    private void remove(Entry entry) {
        if (entry.state == State.WAITING) {
            waiting.remove(entry);
        } else if (entry.state == State.DUE) {
            due.remove(entry);
        } else if (entry.state == State.URGENT) {
            urgent.remove(entry);
        }
    }

    private synchronized void ring() {
        alarm = null;
        handOut();
    }

    /** Has as many of those that are due look as may, and sets the timer for the others. */
    private synchronized void handOut() {
        // a timer may ring a little early, since it counts whole milliseconds
        Instant now = clock.instant().plusMillis(1);
        while (!waiting.isEmpty() && !waiting.first().at.isAfter(now)) {
            Entry entry = waiting.pollFirst();
            entry.state = entry.woken ? State.URGENT : State.DUE;
            (entry.woken ? urgent : due).add(entry);
        }
        while (looking < atOnce && !(urgent.isEmpty() && due.isEmpty())) {
            Entry entry = urgent.isEmpty() ? due.poll() : urgent.poll();
            entry.state = State.LOOKING;
            entry.at = null;
            entry.woken = false;
            looking++;
            lookers.execute(() -> look(entry));
        }
        setAlarm();
    }

    @SuppressWarnings("unchecked") // entries are made for gates alone
    private void look(Entry entry) {
        try {
            look.accept((G) entry.gate);
        } finally {
            looked(entry);
        }
    }

    private synchronized void looked(Entry entry) {
        looking--;
        entry.looked = clock.instant();
        if (entries.get(entry.gate) == entry && entry.at != null) {
            waitUntil(entry, entry.at);
        }
        handOut();
    }

    private void setAlarm() {
        if (waiting.isEmpty()) {
            return;
        }
        Instant next = waiting.first().at;
        if (alarm != null && !next.isBefore(alarmAt)) {
            return;
        }
        if (alarm != null) {
            alarm.cancel(false);
        }
        alarmAt = next;
        long millis = Math.max(0, Duration.between(clock.instant(), next).toMillis());
        alarm = timer.schedule(this::ring, millis, TimeUnit.MILLISECONDS);
    }
}
