package io.jenkins.plugins.sprintdelivery.core.gate;

import com.sun.management.OperatingSystemMXBean;
import io.jenkins.plugins.sprintdelivery.core.json.Json;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsReader;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * What gates cost that wait, and how soon one of them looks that is woken: the queue of the product beside a
 * {@code ScheduledFuture} for each gate, in one run. Every gate holds what a waiting step holds: its wait as JSON, the
 * policy and what it said last.
 */
public final class WaitingGatesBenchmark {

    private static final int GATES = 10_000;
    private static final int THREADS = 4;
    private static final Duration EVERY = Duration.ofMinutes(2);
    private static final Duration WATCHED = Duration.ofSeconds(60);
    private static final int WAKES = 200;

    private static final Policy POLICY = SettingsReader.read("""
                    gates:
                      policies:
                        release:
                          wait: 4h
                          conditions:
                            - type: tests.failed
                            - type: tickets.states
                              states: [Done]
                            - any: [{type: approval, of: ['group:qa']}, {type: freeze.none}]
                    """, "benchmark.yml").policies().choose("release");

    private WaitingGatesBenchmark() {}

    /** A gate as a waiting step holds it. */
    private static final class Gate {

        private final String id = UUID.randomUUID().toString();
        private final ReleaseCandidate candidate;
        private final Duration patience;
        private String waiting;
        private GateResult last;
        private volatile long wokenAt;
        private volatile long lookedAfter;

        /** @param patience how long a look waits for somebody else's answer */
        private Gate(int number, Duration patience) {
            this.patience = patience;
            candidate = new ReleaseCandidate(
                    "shop",
                    Environment.named("production"),
                    "1." + number,
                    new BuildReference("shop/main", number, "job/shop/" + number + "/"),
                    List.of("SHOP-" + number),
                    null,
                    Set.of("anna"));
        }

        private Instant look() {
            if (wokenAt != 0) {
                lookedAfter = System.nanoTime() - wokenAt;
                wokenAt = 0;
            }
            LockSupport.parkNanos(patience.toNanos());
            Instant now = Instant.now();
            GateFacts facts = GateFacts.of(candidate, now);
            last = new GateEvaluator().evaluate(POLICY, facts);
            GateWait before = waiting == null
                    ? GateWait.begin(POLICY.waiting(), now)
                    : Json.mapper().readValue(waiting, GateWait.class);
            GateWait after = ((GateWait.LookAgain) before.after(POLICY, last, now)).state();
            waiting = Json.mapper().writeValueAsString(after);
            return after.nextLook();
        }
    }

    /** One way to have many gates look. */
    private interface Waiting {

        void add(Gate gate, Duration first);

        void wake(Gate gate);

        void stop();
    }

    private static final class Product implements Waiting {

        private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        private final ThreadPoolExecutor lookers =
                new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        private final LookQueue<Gate> queue;

        private Product() {
            lookers.allowCoreThreadTimeOut(true);
            queue = new LookQueue<>(Clock.systemUTC(), timer, lookers, THREADS, this::look);
        }

        private void look(Gate gate) {
            queue.lookAt(gate, gate.look());
        }

        @Override
        public void add(Gate gate, Duration first) {
            queue.lookAt(gate, Instant.now().plus(first));
        }

        @Override
        public void wake(Gate gate) {
            queue.wake(gate);
        }

        @Override
        public void stop() {
            queue.all().forEach(queue::forget);
            timer.shutdownNow();
            lookers.shutdownNow();
        }
    }

    private static final class FutureEach implements Waiting {

        private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(THREADS);
        private final Map<String, ScheduledFuture<?>> futures = new ConcurrentHashMap<>();

        private FutureEach() {
            executor.setRemoveOnCancelPolicy(true);
        }

        @Override
        public void add(Gate gate, Duration first) {
            futures.put(gate.id, executor.schedule(() -> look(gate), first.toMillis(), TimeUnit.MILLISECONDS));
        }

        private void look(Gate gate) {
            add(gate, Duration.between(Instant.now(), gate.look()));
        }

        @Override
        public void wake(Gate gate) {
            if (futures.get(gate.id).cancel(false)) {
                add(gate, Duration.ZERO);
            }
        }

        @Override
        public void stop() {
            executor.shutdownNow();
        }
    }

    /** Measures both in turn, twice, and prints a table. */
    public static void main(String[] arguments) throws Exception {
        System.out.printf(
                "%-22s %10s %10s %8s %14s %12s %12s %12s %12s%n",
                "10,000 gates", "gate kB", "entry B", "threads", "CPU ms/min", "wake p50 ms", "wake p99 ms",
                "busy p50 ms", "busy p99 ms");
        for (int round = 0; round < 2; round++) {
            measure("LookQueue", Product::new);
            measure("ScheduledFuture each", FutureEach::new);
        }
    }

    private static void measure(String name, Supplier<Waiting> made) throws Exception {
        long empty = heap();
        List<Gate> gates = new ArrayList<>();
        for (int i = 0; i < GATES; i++) {
            Gate gate = new Gate(i, Duration.ZERO);
            gate.look();
            gates.add(gate);
        }
        long withGates = heap();
        Waiting waiting = made.get();
        for (int i = 0; i < GATES; i++) {
            waiting.add(gates.get(i), EVERY.multipliedBy(i).dividedBy(GATES).plusSeconds(2));
        }
        long withEntries = heap();
        long cpu = cpu();
        Thread.sleep(WATCHED.toMillis());
        long spent = cpu() - cpu;
        int threads = Thread.getAllStackTraces().size();
        long[] calm = wakes(waiting, gates);
        // as after a restart: every gate is due at once, and a look waits for somebody else a moment
        waiting.stop();
        Waiting busy = made.get();
        List<Gate> slow = new ArrayList<>();
        for (int i = 0; i < GATES; i++) {
            slow.add(new Gate(i, Duration.ofMillis(10)));
        }
        for (Gate gate : slow) {
            busy.add(gate, Duration.ofMillis(1));
        }
        long[] under = wakes(busy, slow.subList(GATES / 2, GATES));
        busy.stop();
        System.out.printf(
                Locale.ROOT,
                "%-22s %10.1f %10d %8d %14d %12.1f %12.1f %12.1f %12.1f%n",
                name,
                (withGates - empty) / 1024.0 / GATES,
                (withEntries - withGates) / GATES,
                threads,
                spent / 1_000_000,
                calm[WAKES / 2] / 1e6,
                calm[WAKES * 99 / 100] / 1e6,
                under[WAKES / 2] / 1e6,
                under[WAKES * 99 / 100] / 1e6);
    }

    private static long[] wakes(Waiting waiting, List<Gate> gates) throws InterruptedException {
        long[] waits = new long[WAKES];
        for (int i = 0; i < WAKES; i++) {
            Gate gate = gates.get(gates.size() - 1 - i * (gates.size() / WAKES));
            gate.lookedAfter = 0;
            gate.wokenAt = System.nanoTime();
            waiting.wake(gate);
            long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
            while (gate.lookedAfter == 0 && System.nanoTime() < patience) {
                LockSupport.parkNanos(50_000);
            }
            waits[i] = gate.lookedAfter;
        }
        Arrays.sort(waits);
        return waits;
    }

    private static long heap() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(150);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
