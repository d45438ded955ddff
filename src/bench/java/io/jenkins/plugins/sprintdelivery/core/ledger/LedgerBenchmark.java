package io.jenkins.plugins.sprintdelivery.core.ledger;

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

/**
 * Measures the ledger: appends against the bare file system, a rebuild, and the queries of a sprint page and of the
 * trend over a generated history. Arguments: a directory, which is filled where it does
 * not exist and only asked where it does, and the number of builds (with as many
 * commits, and a deployment for every fifth build).
 */
public final class LedgerBenchmark {

    private static final Instant START = Instant.parse("2017-01-02T00:00:00Z");
    private static final Duration SPRINT = Duration.ofDays(7);
    private static final int SPRINTS = 500;
    private static final int SERVICES = 200;
    private static final int APPENDS = 500;
    private static final int ROUNDS = 200;

    private LedgerBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        int builds = Integer.parseInt(arguments[1]);
        Path big = directory.resolve("big");
        if (!Files.exists(directory)) {
            append(directory.resolve("append"));
            generate(big, builds);
        }
        rebuild(big);
    }

    /** One event a force, alternating with the same bytes written and forced on a bare channel. */
    private static void append(Path directory) throws Exception {
        Files.createDirectories(directory);
        long[] ours = new long[APPENDS];
        long[] bare = new long[APPENDS];
        try (Ledger ledger = Ledger.open(directory, Clock.systemUTC());
                FileChannel channel = FileChannel.open(
                        directory.resolve("bare"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int i = 0; i < APPENDS; i++) {
                LedgerEvent event = build(i, APPENDS);
                byte[] bytes = JournalLine.encode(
                        new JournalEntry(1, UUID.randomUUID(), Instant.now(), UUID.randomUUID(), event));
                long start = System.nanoTime();
                channel.write(ByteBuffer.wrap(bytes));
                channel.force(false);
                bare[i] = System.nanoTime() - start;
                start = System.nanoTime();
                ledger.append(event);
                ours[i] = System.nanoTime() - start;
            }
        }
        double peer = percentile(bare, 50);
        double mine = percentile(ours, 50);
        System.out.printf(
                "append, median: bare channel %.0f us, ledger %.0f us: %.0f %% of its rate%n",
                peer / 1e3, mine / 1e3, 100 * peer / mine);
    }

    private static void generate(Path directory, int builds) throws Exception {
        JournalFiles files = new JournalFiles(directory);
        Files.createDirectories(files.directory());
        UUID controller = LedgerIdentity.readOrCreate(directory).controller();
        try (Journal journal = new Journal(files, controller, Clock.systemUTC())) {
            List<LedgerEvent> events = new ArrayList<>();
            for (int sprint = 0; sprint < SPRINTS; sprint++) {
                Instant start = START.plus(SPRINT.multipliedBy(sprint));
                events.add(new LedgerEvent.SprintRecorded(new Sprint(
                        "s" + sprint, null, null, null, SprintState.CLOSED, start, start.plus(SPRINT), null, "bench")));
            }
            for (int i = 0; i < builds; i++) {
                events.add(new LedgerEvent.CommitRecorded(new Commit(
                        commit(i),
                        at(i, builds).minus(Duration.ofHours(i % 50)),
                        "A change " + i,
                        List.of(ticket(i)))));
                events.add(build(i, builds));
                if (i / SERVICES % 5 == 4) {
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

    private static void rebuild(Path directory) throws Exception {
        long start = System.nanoTime();
        try (Ledger ledger = Ledger.open(directory, Clock.systemUTC())) {
            long events = ledger.status().eventsBehind();
            while (!ledger.catchUp(Duration.ofSeconds(20))) {
                System.out.println(ledger.status());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "rebuild: %d events in %.1f s, %.0f events/s; heap used %d MB%n",
                    events, seconds, events / seconds, usedHeap());
            queries(ledger.queries());
        }
    }

    private static void queries(LedgerQueries queries) {
        long[] page = new long[ROUNDS];
        long[] trend = new long[ROUNDS];
        for (int round = 0; round < 2 * ROUNDS; round++) {
            Sprint sprint = queries.sprint("s" + (round * 37 % SPRINTS)).orElseThrow();
            Scope scope = Scope.production(sprint.start(), sprint.end());
            long start = System.nanoTime();
            queries.facts(scope, Instant.now());
            queries.deployments(scope, 50, 0);
            queries.tickets(scope);
            queries.gates(scope, 50);
            queries.incidents(scope, 50);
            page[round % ROUNDS] = System.nanoTime() - start;
            start = System.nanoTime();
            queries.trend(null, EnvironmentTier.PRODUCTION, SPRINTS);
            trend[round % ROUNDS] = System.nanoTime() - start;
        }
        System.out.printf(
                "sprint page: median %.1f ms, p95 %.1f ms%n", percentile(page, 50) / 1e6, percentile(page, 95) / 1e6);
        System.out.printf(
                "trend over %d sprints: median %.1f ms, p95 %.1f ms%n",
                SPRINTS, percentile(trend, 50) / 1e6, percentile(trend, 95) / 1e6);
        System.out.printf("heap used %d MB%n", usedHeap());
    }

    private static LedgerEvent build(int i, int builds) {
        return new LedgerEvent.BuildRecorded(new Build(
                new BuildReference("service-" + i % SERVICES, i / SERVICES + 1, null),
                null,
                i % 7 == 0 ? BuildResult.FAILED : BuildResult.SUCCESSFUL,
                at(i, builds),
                120_000,
                null,
                List.of(),
                new TestCounts(400, 0, 3, 1),
                "1." + i / SERVICES,
                List.of(commit(i))));
    }

    private static LedgerEvent deployment(int i, int builds) {
        String service = "service-" + i % SERVICES;
        return new LedgerEvent.DeploymentRecorded(new Deployment(
                "d" + i,
                service,
                Environment.named("production"),
                "1." + i / SERVICES,
                commit(i),
                null,
                null,
                i % 11 == 0 ? DeploymentStatus.FAILED : DeploymentStatus.SUCCESSFUL,
                at(i, builds),
                at(i, builds).plusSeconds(60),
                new BuildReference(service, i / SERVICES + 1, null),
                null,
                List.of(),
                List.of()));
    }

    private static Instant at(int i, int builds) {
        return START.plusSeconds(SPRINT.toSeconds() * SPRINTS * i / builds);
    }

    private static String commit(int i) {
        // spread like hashes, since the order of keys is what an index feels
        return String.format("%016x%024x", i * 0x9E3779B97F4A7C15L, i);
    }

    private static String ticket(int i) {
        return "ABC-" + i / 5;
    }

    private static double percentile(long[] nanos, int percent) {
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
