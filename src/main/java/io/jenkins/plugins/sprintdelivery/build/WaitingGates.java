package io.jenkins.plugins.sprintdelivery.build;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.sprintdelivery.core.gate.Policy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import jenkins.security.ImpersonatingExecutorService;
import jenkins.util.Timer;

/**
 * All gates that wait on this controller. A gate costs one entry in a queue: one timer is set for the one that has to look
 * next, and looks run on a few threads that end when there is nothing to do. Thread-safe.
 */
@Extension
public final class WaitingGates {

    private static final int THREADS = 4;
    private static final int IDLE_SECONDS = 30;

    /** Events that come faster wake a gate once. */
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

    private final Clock clock = Clock.systemUTC();
    private final ExecutorService lookers = lookers();

    /** When each gate looks next, null while it looks. */
    private final Map<WaitingGate, Instant> due = new IdentityHashMap<>();

    /** Gates that something happened to while they looked. */
    private final Map<WaitingGate, Boolean> woken = new IdentityHashMap<>();

    private final PriorityQueue<Entry> queue = new PriorityQueue<>(Comparator.comparing(Entry::at));
    private ScheduledFuture<?> alarm;
    private Instant alarmAt;

    /** A time at which a gate was to look; it counts only while it is that gate's time. */
    private record Entry(Instant at, WaitingGate gate) {}

    /** The waiting gates of this controller. */
    public static WaitingGates get() {
        return ExtensionList.lookupSingleton(WaitingGates.class);
    }

    private static ExecutorService lookers() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new NamingThreadFactory(new DaemonThreadFactory(), "Sprint Delivery waiting gates"));
        pool.allowCoreThreadTimeOut(true);
        return new ImpersonatingExecutorService(pool, ACL.SYSTEM2);
    }

    /** Has a gate look at a time; a gate that is not known yet begins to wait. */
    public synchronized void lookAt(WaitingGate gate, Instant at) {
        Instant when =
                woken.remove(gate) == null ? at : earlier(at, clock.instant().plus(SHORTEST_PAUSE));
        due.put(gate, when);
        queue.add(new Entry(when, gate));
        setAlarm();
    }

    /** A gate waits no longer. */
    public synchronized void forget(WaitingGate gate) {
        due.remove(gate);
        woken.remove(gate);
    }

    /** The gates that wait, in no order. */
    public synchronized List<WaitingGate> all() {
        return new ArrayList<>(due.keySet());
    }

    /** The gates that a build waits at. */
    public List<WaitingGate> of(Run<?, ?> run) {
        return all().stream().filter(gate -> run.equals(gate.run())).toList();
    }

    /** Something happened to a build's gates: they look at once. */
    public void wake(Run<?, ?> run) {
        wake(gate -> run.equals(gate.run()));
    }

    /** Something happened that policies may ask for: the gates with such a policy look at once. */
    public void wakeByPolicy(Predicate<Policy> asks) {
        wake(gate -> gate.lastLook() != null && asks.test(gate.lastLook().policy()));
    }

    private void wake(Predicate<WaitingGate> which) {
        for (WaitingGate gate : all()) {
            if (which.test(gate)) {
                wake(gate);
            }
        }
    }

    private synchronized void wake(WaitingGate gate) {
        if (!due.containsKey(gate)) {
            return;
        }
        if (due.get(gate) == null) {
            woken.put(gate, Boolean.TRUE);
        } else if (due.get(gate).isAfter(clock.instant())) {
            lookAt(gate, clock.instant());
        }
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private void setAlarm() {
        Entry next = queue.peek();
        if (next == null || alarm != null && !next.at().isBefore(alarmAt)) {
            return;
        }
        if (alarm != null) {
            alarm.cancel(false);
        }
        alarmAt = next.at();
        long millis = Math.max(0, Duration.between(clock.instant(), alarmAt).toMillis());
        alarm = Timer.get().schedule(this::ring, millis, TimeUnit.MILLISECONDS);
    }

    private void ring() {
        takeDue().forEach(gate -> lookers.execute(gate::look));
    }

    private synchronized List<WaitingGate> takeDue() {
        alarm = null;
        List<WaitingGate> gates = new ArrayList<>();
        // a timer may ring a little early, since it counts whole milliseconds
        Instant now = clock.instant().plusMillis(1);
        while (!queue.isEmpty() && !queue.peek().at().isAfter(now)) {
            Entry entry = queue.poll();
            if (entry.at().equals(due.get(entry.gate()))) {
                due.put(entry.gate(), null);
                gates.add(entry.gate());
            }
        }
        setAlarm();
        return Collections.unmodifiableList(gates);
    }
}
