package io.jenkins.plugins.sprintdelivery.core.ledger.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.ledger.Facts;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledgers;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalEntry;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalPosition;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalReader;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** A history that is loaded in one go gives the same answers as one that is applied as it happens, however odd it is. */
class BulkLoadPropertyTest {

    private static final UUID CONTROLLER = UUID.randomUUID();

    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    void loadingGivesTheSameAnswersAsApplying(@ForAll Random random) throws Exception {
        List<LedgerEvent> events = history(random);
        if (random.nextInt(3) == 0) {
            Collections.shuffle(events, random);
        }
        Path loaded = Files.createTempDirectory("loaded");
        Path applied = Files.createTempDirectory("applied");
        try {
            List<Object> expected = answers(applied, writer -> {
                JournalPosition position = JournalPosition.START;
                for (JournalReader.Batch batch : portions(events, random, random.nextInt(6) + 1)) {
                    writer.apply(position, batch, true);
                    position = batch.end();
                }
            });
            List<Object> actual = answers(loaded, writer -> {
                Queue<JournalReader.Batch> portions = new ArrayDeque<>(portions(events, random, random.nextInt(6) + 1));
                writer.load(() -> portion(portions.poll()), 1 + random.nextInt(3), loaded, position -> true);
            });
            assertThat(actual).isEqualTo(expected);
        } finally {
            Ledgers.delete(loaded);
            Ledgers.delete(applied);
        }
    }

    private static ReadAhead.Portion portion(JournalReader.Batch batch) {
        if (batch == null) {
            return null;
        }
        FactBatch facts = new FactBatch();
        batch.entries().forEach(entry -> facts.add(entry.event()));
        return new ReadAhead.Portion(batch, facts, null);
    }

    private interface Filling {
        void fill(ProjectionWriter writer) throws Exception;
    }

    private static List<Object> answers(Path directory, Filling filling) throws Exception {
        try (ProjectionDatabase database = ProjectionDatabase.open(new ProjectionStore.Embedded(directory));
                ProjectionWriter writer = new ProjectionWriter(database, CONTROLLER, UUID.randomUUID())) {
            writer.controller().lastPortion();
            filling.fill(writer);
            if (database.isBare()) {
                database.index();
            }
            while (!writer.refreshSummaries()) {
                // until every sprint is summed up
                continue;
            }
            LedgerQueries queries = new SqlLedgerQueries(database::snapshot, failure -> {}, CONTROLLER);
            List<Object> answers = new ArrayList<>();
            for (EnvironmentTier tier : new EnvironmentTier[] {EnvironmentTier.PRODUCTION, EnvironmentTier.STAGING}) {
                for (String service : new String[] {null, "shop", "web"}) {
                    answers.add(queries.trend(service, null, tier, 10));
                    Scope scope = new Scope(Facts.hour(5), Facts.hour(60), service, null, tier);
                    answers.add(queries.facts(scope, Facts.hour(500)));
                    answers.add(queries.tickets(scope));
                    answers.add(queries.incidents(scope, 100));
                }
                Scope all = new Scope(Facts.hour(-1), Facts.hour(900), null, null, tier);
                for (Deployment deployment : queries.deployments(all, 1_000, 0)) {
                    answers.add(queries.deployment(deployment.id()));
                    answers.add(queries.commitsOf(deployment.id()));
                }
            }
            for (int ticket = 0; ticket < 5; ticket++) {
                answers.add(queries.deploymentsOf("ABC-" + ticket, 100));
            }
            answers.add(queries.running());
            return answers;
        }
    }

    private static List<JournalReader.Batch> portions(List<LedgerEvent> events, Random random, int size) {
        List<JournalReader.Batch> portions = new ArrayList<>();
        int at = 0;
        while (at < events.size()) {
            int end = Math.min(events.size(), at + 1 + random.nextInt(size));
            List<JournalEntry> entries = events.subList(at, end).stream()
                    .map(event -> new JournalEntry(1, UUID.randomUUID(), Instant.EPOCH, CONTROLLER, event))
                    .toList();
            portions.add(new JournalReader.Batch(
                    entries, List.of(), entries.size(), new JournalPosition("2026-03.jsonl", end, end)));
            at = end;
        }
        return portions;
    }

    /** Two services in two environments: attempts that begin and end, commits named before they are known, repetitions. */
    private static List<LedgerEvent> history(Random random) {
        List<LedgerEvent> events = new ArrayList<>();
        for (int sprint = 0; sprint < 4; sprint++) {
            events.add(
                    random.nextInt(8) * events.size() / 8, Facts.sprint("s" + sprint, sprint * 20, sprint * 20 + 20));
        }
        int builds = 1 + random.nextInt(25);
        for (int n = 1; n <= builds; n++) {
            String job = random.nextBoolean() ? "shop" : "web";
            double at = n * 3 + random.nextInt(3);
            List<String> commits = List.of("c" + random.nextInt(20), "c" + random.nextInt(20));
            if (random.nextInt(3) > 0) {
                events.add(new LedgerEvent.CommitRecorded(new Commit(
                        commits.get(0),
                        Facts.hour(at - 2),
                        "s" + random.nextInt(2),
                        List.of("ABC-" + random.nextInt(5)))));
            }
            if (random.nextBoolean()) {
                events.add(build(job, n, at, BuildResult.IN_PROGRESS, List.of(), List.of()));
            }
            Deployment deployment = deployment(random, job, n, at);
            if (random.nextInt(3) == 0) {
                events.add(Facts.event(underWay(deployment)));
            }
            if (random.nextInt(4) > 0) {
                events.add(Facts.event(deployment));
            }
            events.add(build(
                    job,
                    n,
                    at + (random.nextInt(6) == 0 ? 1 : 0),
                    random.nextInt(4) == 0 ? BuildResult.FAILED : BuildResult.SUCCESSFUL,
                    commits,
                    random.nextInt(3) == 0 ? List.of("ABC-" + random.nextInt(5)) : List.of()));
            if (random.nextInt(4) == 0) {
                events.add(
                        Facts.incident("i" + random.nextInt(6), at + 0.2, null, random.nextBoolean() ? null : "d" + n));
            }
            if (random.nextInt(5) == 0) {
                events.add(events.get(random.nextInt(events.size())));
            }
            if (random.nextInt(8) == 0) {
                events.add(Facts.sprint("s" + random.nextInt(4), random.nextInt(40), 60 + random.nextInt(20)));
            }
        }
        return events;
    }

    private static LedgerEvent build(
            String job, int n, double at, BuildResult result, List<String> commits, List<String> tickets) {
        return new LedgerEvent.BuildRecorded(new Build(
                new BuildReference(job, n, null),
                null,
                result,
                Facts.hour(at),
                60_000,
                null,
                tickets,
                null,
                null,
                commits));
    }

    private static Deployment deployment(Random random, String job, int n, double at) {
        return new Deployment(
                "d" + (n - random.nextInt(2)),
                job,
                Environment.named(random.nextInt(3) == 0 ? "staging" : "production"),
                "1." + random.nextInt(5),
                null,
                null,
                null,
                DeploymentStatus.values()[2 + random.nextInt(4)],
                Facts.hour(at),
                Facts.hour(at + random.nextInt(5)),
                random.nextInt(4) == 0 ? null : new BuildReference(job, n, null),
                random.nextInt(6) == 0 ? "s3" : null,
                random.nextInt(4) == 0 ? List.of("ABC-" + random.nextInt(5)) : List.of(),
                random.nextInt(5) == 0 ? List.of("c" + random.nextInt(20)) : List.of());
    }

    private static Deployment underWay(Deployment deployment) {
        return new Deployment(
                deployment.id(),
                deployment.service(),
                deployment.environment(),
                deployment.version(),
                null,
                null,
                null,
                DeploymentStatus.IN_PROGRESS,
                deployment.started(),
                null,
                deployment.build(),
                null,
                List.of(),
                List.of());
    }
}
