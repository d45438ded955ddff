package io.jenkins.plugins.sprintdelivery.core.ledger;

import com.sun.management.OperatingSystemMXBean;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.Journal;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalCatalog;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalFiles;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalPosition;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalReader;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerIdentity;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.SampleLine;
import io.jenkins.plugins.sprintdelivery.core.ledger.projection.InsertsByHand;
import io.jenkins.plugins.sprintdelivery.core.ledger.projection.PostgresServer;
import io.jenkins.plugins.sprintdelivery.core.ledger.projection.ProjectionStore;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerStatus;
import io.jenkins.plugins.sprintdelivery.core.metrics.DeliveryFacts;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures the ledger: appends against the bare file system, a rebuild, and the queries of a sprint page and of the
 * trend, over generated histories; on PostgreSQL against the same questions asked by hand of a plain schema. Arguments: a
 * directory, and numbers of builds (with as many commits, and a deployment for every fifth build); {@code postgres} among
 * them measures there too, {@code postgres-alone} only there. Writes a line of tab-separated values for each history,
 * for {@code growth.py}.
 */
public final class LedgerBenchmark {

    private static final Instant START = Instant.parse("2017-01-02T00:00:00Z");
    private static final Duration SPRINT = Duration.ofDays(7);
    private static final int SPRINTS = 500;
    private static final int SERVICES = 200;
    private static final int ROUNDS = 200;
    private static final int[] WRITERS = {1, 8, 64};
    private static final int WARM_SLICES = 10;
    private static final int SLICES = 20;
    private static final long SLICE_MILLIS = 300;

    private LedgerBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        List<String> rest = List.of(arguments).subList(1, arguments.length);
        boolean alone = rest.contains("postgres-alone");
        if (!alone) {
            append(directory.resolve("append"));
        }
        for (String builds : rest) {
            if (builds.matches("\\d+")) {
                measure(directory.resolve(builds), Integer.parseInt(builds), !alone, alone || rest.contains("postgres"));
            }
        }
    }

    private static void measure(Path directory, int builds, boolean h2, boolean postgres) throws Exception {
        if (!Files.exists(directory)) {
            generate(directory, builds);
        }
        StringBuilder line = new StringBuilder("builds\t" + builds);
        if (h2) {
            Ledgers.delete(directory.resolve("projection"));
            line.append(rebuild("H2", directory, Ledger.embedded(directory)));
            InsertsByHand.measure(directory);
            System.out.printf("live heap during a second rebuild: at most %d MB%n", liveHeapOfRebuild(directory));
            Ledgers.delete(directory.resolve("projection"));
            rebuilt("H2, in a process that did it before", directory, Ledger.embedded(directory)).close();
        }
        if (postgres) {
            try (PostgresServer server = PostgresServer.started()) {
                line.append(rebuild("PostgreSQL", directory, server.store("ledger")));
                compare(directory, server, builds);
            }
        }
        if (h2) {
            System.out.println(line);
        }
    }

    /** Asks the ledger and the plain schema in turn, after both were asked so often that they are warm. */
    private static void compare(Path directory, PostgresServer server, int builds) throws Exception {
        long start = System.nanoTime();
        try (PlainSchema plain = new PlainSchema(server.store("plain"), builds);
                Ledger ledger = Ledger.open(directory, server.store("ledger"), Clock.systemUTC())) {
            System.out.printf("PostgreSQL, plain schema: filled in %.1f s%n", (System.nanoTime() - start) / 1e9);
            if (!ledger.catchUp(Duration.ofMinutes(1))) {
                throw new IllegalStateException(ledger.status().toString());
            }
            LedgerQueries queries = ledger.queries();
            long[] ours = new long[ROUNDS];
            long[] byHand = new long[ROUNDS];
            for (int round = -ROUNDS; round < ROUNDS; round++) {
                Sprint sprint = sprint(queries, round + ROUNDS);
                Scope scope = Scope.production(sprint.start(), sprint.end());
                long before = System.nanoTime();
                Shown shown = Shown.of(queries, scope);
                long between = System.nanoTime();
                PlainSchema.Page answer = plain.page(scope.from(), scope.to());
                long after = System.nanoTime();
                if (round < 0) {
                    requireSame(shown.page(), answer);
                } else {
                    ours[round] = between - before;
                    byHand[round] = after - between;
                }
            }
            System.out.printf(
                    "PostgreSQL, sprint page: ledger median %.1f ms, p95 %.1f ms; by hand on a plain schema median"
                            + " %.1f ms, p95 %.1f ms; ratio of medians %.2f, of p95 %.2f%n",
                    percentile(ours, 50) / 1e6,
                    percentile(ours, 95) / 1e6,
                    percentile(byHand, 50) / 1e6,
                    percentile(byHand, 95) / 1e6,
                    (double) percentile(ours, 50) / percentile(byHand, 50),
                    (double) percentile(ours, 95) / percentile(byHand, 95));
        }
    }

    private static Sprint sprint(LedgerQueries queries, int round) {
        return queries.sprint("s" + (round * 37 % SPRINTS)).orElseThrow();
    }

    /** What a sprint page asks the ledger. */
    private record Shown(
            DeliveryFacts facts, List<Deployment> newest, List<LedgerQueries.TicketProgress> tickets) {

        static Shown of(LedgerQueries queries, Scope scope) {
            DeliveryFacts facts = queries.facts(scope, Instant.now());
            List<Deployment> newest = queries.deployments(scope, 50, 0);
            List<LedgerQueries.TicketProgress> tickets = queries.tickets(scope);
            queries.gates(scope, 50);
            queries.incidents(scope, 50);
            return new Shown(facts, newest, tickets);
        }

        PlainSchema.Page page() {
            return PlainSchema.Page.of(facts, newest, tickets);
        }
    }

    private static void requireSame(PlainSchema.Page ours, PlainSchema.Page byHand) {
        if (!ours.sorted().equals(byHand.sorted())) {
            throw new IllegalStateException("the answers differ: " + ours.sorted() + "\n" + byHand.sorted());
        }
    }

    /** Appends of one event, each forced, in slices of time that alternate with the same bytes on a bare channel. */
    private static void append(Path directory) throws Exception {
        Ledgers.delete(directory);
        Files.createDirectories(directory);
        byte[] bytes = SampleLine.of(build(1, 500));
        try (Ledger ledger = Ledger.open(directory, Clock.systemUTC());
                FileChannel channel = FileChannel.open(
                        directory.resolve("bare"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int writers : WRITERS) {
                double[] ours = new double[SLICES];
                double[] bare = new double[SLICES];
                double[] ratio = new double[SLICES];
                for (int slice = -WARM_SLICES; slice < SLICES; slice++) {
                    double byHand = rate(writers, n -> {
                        channel.write(ByteBuffer.wrap(bytes));
                        channel.force(false);
                    });
                    double appended = rate(writers, n -> ledger.append(build(n, 500)));
                    if (slice >= 0) {
                        bare[slice] = byHand;
                        ours[slice] = appended;
                        ratio[slice] = appended / byHand;
                    }
                }
                System.out.printf(
                        "append by %d writers, medians: bare channel %.0f/s, ledger %.0f/s, %.0f %% of it%n",
                        writers, median(bare), median(ours), 100 * median(ratio));
            }
        }
    }

    private interface Append {
        void append(int n) throws Exception;
    }

    private static double rate(int writers, Append append) throws Exception {
        LongAdder done = new LongAdder();
        AtomicReference<Exception> failure = new AtomicReference<>();
        long start = System.nanoTime();
        long end = start + TimeUnit.MILLISECONDS.toNanos(SLICE_MILLIS);
        List<Thread> threads = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            Thread thread = new Thread(() -> {
                try {
                    while (System.nanoTime() < end) {
                        append.append(done.intValue());
                        done.increment();
                    }
                } catch (Exception e) {
                    failure.set(e);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        return done.doubleValue() * 1e9 / (System.nanoTime() - start);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void generate(Path directory, int builds) throws Exception {
        JournalFiles files = new JournalFiles(directory);
        Files.createDirectories(files.directory());
        UUID controller = LedgerIdentity.readOrCreate(directory).controller();
        try (Journal journal = new Journal(files, new JournalCatalog(files), controller, Clock.systemUTC())) {
            List<LedgerEvent> events = new ArrayList<>();
            for (int sprint = 0; sprint < SPRINTS; sprint++) {
                Instant start = START.plus(SPRINT.multipliedBy(sprint));
                events.add(new LedgerEvent.SprintRecorded(new Sprint(
                        "s" + sprint, null, null, null, SprintState.CLOSED, start, start.plus(SPRINT), null, "bench")));
            }
            for (int i = 0; i < builds; i++) {
                events.add(new LedgerEvent.CommitRecorded(
                        new Commit(commit(i), authored(i, builds), "A change " + i, List.of(ticket(i)))));
                events.add(build(i, builds));
                if (isDeployed(i)) {
                    events.add(deployment(i, builds));
                }
                if (events.size() > 5_000) {
                    journal.append(events);
                    events.clear();
                }
            }
            journal.append(events);
        }
    }

    private static String rebuild(String where, Path directory, ProjectionStore store) throws Exception {
        try (Rebuilt rebuilt = rebuilt(where, directory, store)) {
            return String.format("\t%s\t%.0f", where, rebuilt.rate()) + queries(where, rebuilt.ledger().queries());
        }
    }

    /** A ledger whose database was just made, and how many events a second that took. */
    private record Rebuilt(Ledger ledger, double rate) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            ledger.close();
        }
    }

    private static Rebuilt rebuilt(String where, Path directory, ProjectionStore store) throws Exception {
        long events = events(directory);
        long start = System.nanoTime();
        double cpu = cpuSeconds();
        Ledger ledger = Ledger.open(directory, store, Clock.systemUTC());
        while (!ledger.catchUp(Duration.ofMinutes(1))) {
            LedgerStatus status = ledger.status();
            if (status.lastProblem() != null) {
                throw new IllegalStateException(status.lastProblem());
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%s, rebuild: %d events in %.1f s, %.0f events/s, %.1f s of processor; heap used %d MB%n",
                where, events, seconds, events / seconds, cpuSeconds() - cpu, usedHeap());
        return new Rebuilt(ledger, events / seconds);
    }

    private static long events(Path directory) throws IOException {
        JournalReader reader = new JournalReader(new JournalFiles(directory), 0);
        return reader.linesBetween(JournalPosition.START, reader.endNow());
    }

    private static double cpuSeconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    /** What is reachable while everything is made anew, looked at every second or so. */
    private static long liveHeapOfRebuild(Path directory) throws Exception {
        Ledgers.delete(directory.resolve("projection"));
        long most = 0;
        try (Ledger ledger = Ledger.open(directory, Clock.systemUTC())) {
            while (!ledger.catchUp(Duration.ofSeconds(1))) {
                most = Math.max(most, usedHeap());
            }
        }
        return Math.max(most, usedHeap());
    }

    private static String queries(String where, LedgerQueries queries) {
        long[] page = new long[ROUNDS];
        long[] trend = new long[ROUNDS];
        for (int round = 0; round < 2 * ROUNDS; round++) {
            Sprint sprint = sprint(queries, round);
            Scope scope = Scope.production(sprint.start(), sprint.end());
            long start = System.nanoTime();
            Shown.of(queries, scope);
            page[round % ROUNDS] = System.nanoTime() - start;
            start = System.nanoTime();
            queries.trend(null, null, EnvironmentTier.PRODUCTION, SPRINTS);
            trend[round % ROUNDS] = System.nanoTime() - start;
        }
        System.out.printf(
                "%s, sprint page: median %.1f ms, p95 %.1f ms; trend over %d sprints: median %.1f ms, p95 %.1f ms;"
                        + " heap used %d MB%n",
                where,
                percentile(page, 50) / 1e6,
                percentile(page, 95) / 1e6,
                SPRINTS,
                percentile(trend, 50) / 1e6,
                percentile(trend, 95) / 1e6,
                usedHeap());
        return String.format(
                "\t%.2f\t%.2f\t%.2f\t%.2f",
                percentile(page, 50) / 1e6,
                percentile(page, 95) / 1e6,
                percentile(trend, 50) / 1e6,
                percentile(trend, 95) / 1e6);
    }

    private static LedgerEvent build(int i, int builds) {
        return new LedgerEvent.BuildRecorded(new Build(
                new BuildReference(service(i), number(i), null),
                null,
                result(i),
                at(i, builds),
                120_000,
                null,
                List.of(),
                new TestCounts(400, 0, 3, 1),
                version(i),
                List.of(commit(i))));
    }

    private static LedgerEvent deployment(int i, int builds) {
        return new LedgerEvent.DeploymentRecorded(new Deployment(
                "d" + i,
                service(i),
                Environment.named("production"),
                version(i),
                commit(i),
                null,
                null,
                status(i),
                at(i, builds),
                at(i, builds).plusSeconds(60),
                new BuildReference(service(i), number(i), null),
                null,
                List.of(),
                List.of()));
    }

    static String service(int i) {
        return "service-" + i % SERVICES;
    }

    static int number(int i) {
        return i / SERVICES + 1;
    }

    static String version(int i) {
        return "1." + i / SERVICES;
    }

    static BuildResult result(int i) {
        return i % 7 == 0 ? BuildResult.FAILED : BuildResult.SUCCESSFUL;
    }

    static boolean isDeployed(int i) {
        return i / SERVICES % 5 == 4;
    }

    static DeploymentStatus status(int i) {
        return i % 11 == 0 ? DeploymentStatus.FAILED : DeploymentStatus.SUCCESSFUL;
    }

    static Instant authored(int i, int builds) {
        return at(i, builds).minus(Duration.ofHours(i % 50));
    }

    static Instant at(int i, int builds) {
        return START.plusSeconds(SPRINT.toSeconds() * SPRINTS * i / builds);
    }

    static String commit(int i) {
        // spread like hashes, since the order of keys is what an index feels
        return String.format("%016x%024x", i * 0x9E3779B97F4A7C15L, i);
    }

    static String ticket(int i) {
        return "ABC-" + i / 5;
    }

    static double percentile(long[] nanos, int percent) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }
}
