package io.jenkins.plugins.sprintdelivery.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.CompactionRules;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JobAddress;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalFiles;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerExport;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProblem;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProgress;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.RetentionRules;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.Throttle;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.JobDeletion;
import io.jenkins.plugins.sprintdelivery.core.model.JobMove;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/** Drives journal and projection through whatever may happen to them, against a model in memory. */
class LedgerStateTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What the model knows of a deployment. */
    private record Known(String version, String job, boolean gone, Instant finished) {}

    /** A ledger and the model of what it must answer. */
    private static final class State {

        private final List<Path> directories = new ArrayList<>();
        private final Map<String, Known> deployments = new TreeMap<>();
        private Instant now = Instant.parse("2026-01-05T12:00:00Z");
        private int made;
        private Path directory;
        private Ledger ledger;

        State() {
            try {
                directory = fresh();
                open();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        private Path fresh() throws Exception {
            Path path = Files.createTempDirectory("ledger-state");
            directories.add(path);
            return path;
        }

        private void open() throws Exception {
            ledger = Ledger.open(directory, clock(), CompactionRules.ON_DEMAND);
        }

        private Clock clock() {
            return new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now;
                }
            };
        }

        private void close() {
            try {
                ledger.close();
                for (Path path : directories) {
                    try (Stream<Path> all = Files.walk(path)) {
                        for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                            Files.delete(file);
                        }
                    }
                }
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        private void check() throws Exception {
            assertThat(ledger.catchUp(PATIENCE)).as("%s", ledger.status()).isTrue();
            assertThat(ledger.problems())
                    .filteredOn(problem -> problem.kind() != LedgerProblem.Kind.TORN)
                    .isEmpty();
            for (int n = 1; n <= made; n++) {
                String id = "d" + n;
                Known expected = deployments.get(id);
                Deployment found = ledger.queries().deployment(id).orElse(null);
                if (expected == null) {
                    assertThat(found).as(id).isNull();
                } else {
                    assertThat(found).as(id).isNotNull();
                    assertThat(new Known(
                                    found.version(),
                                    found.build().job(),
                                    found.build().url() == null,
                                    found.finished()))
                            .as(id)
                            .isEqualTo(expected);
                }
            }
        }

        /** The deployment that runs: the last one to end. */
        private String running() {
            return deployments.entrySet().stream()
                    .max(Comparator.comparing((Map.Entry<String, Known> entry) ->
                                    entry.getValue().finished())
                            .thenComparing(Map.Entry::getKey))
                    .map(Map.Entry::getKey)
                    .orElse(null);
        }
    }

    private static LedgerEvent deployment(String id, Known known, int number) {
        Deployment made = Facts.deployment(id, known.version(), 1);
        return new LedgerEvent.DeploymentRecorded(new Deployment(
                id,
                made.service(),
                made.environment(),
                known.version(),
                null,
                null,
                null,
                made.status(),
                known.finished().minusSeconds(60),
                known.finished(),
                new BuildReference(known.job(), number, JobAddress.of(known.job()) + number + "/"),
                null,
                List.of(),
                List.of()));
    }

    private interface Step {
        void on(State state) throws Exception;
    }

    private static Action.Independent<State> action(String name, Step step) {
        return new Action.Independent<>() {
            @Override
            public Arbitrary<Transformer<State>> transformer() {
                return Arbitraries.just(Transformer.mutate(name, state -> {
                    try {
                        step.on(state);
                        state.check();
                    } catch (Exception e) {
                        throw new AssertionError(name, e);
                    }
                }));
            }
        };
    }

    private static final List<String> JOBS = List.of("alpha", "beta", "gamma");

    private static void deploy(State state) throws Exception {
        for (int i = 0; i < 3; i++) {
            state.now = state.now.plusSeconds(3_600);
            state.made++;
            Known known = new Known("1." + state.made % 4, JOBS.get(state.made % JOBS.size()), false, state.now);
            state.deployments.put("d" + state.made, known);
            state.ledger.append(deployment("d" + state.made, known, state.made));
        }
    }

    private static void correct(State state) throws Exception {
        String last = "d" + state.made;
        Known before = state.deployments.get(last);
        if (before != null && !before.gone() && JOBS.contains(before.job())) {
            Known after = new Known("2." + state.made, before.job(), false, before.finished());
            state.deployments.put(last, after);
            state.ledger.append(deployment(last, after, state.made));
        }
    }

    private static void reopen(State state) throws Exception {
        state.ledger.close();
        state.open();
    }

    /** The machine stops: what is on disk at this moment is all there is, and half a line besides. */
    private static void crash(State state) throws Exception {
        Path copy = state.fresh();
        try (Stream<Path> all = Files.walk(state.directory)) {
            for (Path path : all.toList()) {
                Path target = copy.resolve(state.directory.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else if (!path.endsWith("ledger.lock")) {
                    Files.copy(path, target);
                }
            }
        }
        JournalFiles files = new JournalFiles(copy);
        List<String> months = files.months();
        Path newest = months.isEmpty() ? null : files.directory().resolve(months.get(months.size() - 1));
        if (newest != null && Files.exists(newest)) {
            Files.writeString(newest, "{\"v\":1,\"id\":\"cut", StandardOpenOption.APPEND);
        }
        Files.writeString(files.directory().resolve("2026-01.jsonl.gz.tmp"), "half");
        state.ledger.close();
        state.directory = copy;
        state.open();
    }

    private static void rebuild(State state) throws Exception {
        state.ledger.close();
        LedgerRebuild.run(state.directory, state.clock(), LedgerProgress.NONE);
        state.open();
    }

    private static void importTwice(State state) throws Exception {
        Path file = state.fresh().resolve("export.jsonl");
        try (OutputStream out = Files.newOutputStream(file)) {
            LedgerExport.write(state.directory, null, null, out, LedgerProgress.NONE);
        }
        assertThat(state.ledger.merge(file, LedgerProgress.NONE).recorded()).isZero();
    }

    private static void compact(State state) throws Exception {
        assertThat(state.ledger.compact(Throttle.none(), LedgerProgress.NONE).problems())
                .isEmpty();
    }

    /** Every job moves on by one name: alpha to alpha2, and so on; the old names are used again by new jobs. */
    private static void move(State state) throws Exception {
        for (String job : JOBS) {
            String to = job + "-" + state.made + "-" + state.now.getEpochSecond();
            state.ledger.append(new LedgerEvent.JobMoved(new JobMove(job, to, state.now)));
            state.deployments.replaceAll((id, known) -> known.job().equals(job) && !known.gone()
                    ? new Known(known.version(), to, false, known.finished())
                    : known);
            state.now = state.now.plusSeconds(1);
        }
    }

    private static void delete(State state) throws Exception {
        state.ledger.append(new LedgerEvent.JobDeleted(new JobDeletion("beta", state.now)));
        state.deployments.replaceAll((id, known) ->
                known.job().equals("beta") ? new Known(known.version(), "beta", true, known.finished()) : known);
        state.now = state.now.plusSeconds(1);
    }

    private static void retain(State state) throws Exception {
        Duration kept = Duration.ofDays(40);
        Map<EnvironmentTier, Duration> tiers = new TreeMap<>();
        tiers.put(EnvironmentTier.PRODUCTION, kept);
        String running = state.running();
        state.ledger.applyRetention(new RetentionRules(null, tiers));
        Instant before = YearMonth.from(state.now.minus(kept).atOffset(ZoneOffset.UTC))
                .atDay(1)
                .atStartOfDay()
                .toInstant(ZoneOffset.UTC);
        state.deployments
                .entrySet()
                .removeIf(entry -> entry.getValue().finished().isBefore(before)
                        && !entry.getKey().equals(running));
    }

    @Provide
    Arbitrary<ActionChain<State>> histories() {
        return ActionChain.startWith(State::new)
                .withAction(6, action("deploy", LedgerStateTest::deploy))
                .withAction(2, action("correct", LedgerStateTest::correct))
                .withAction(3, action("a month passes", state -> state.now = state.now.plus(Duration.ofDays(31))))
                .withAction(2, action("reopen", LedgerStateTest::reopen))
                .withAction(2, action("crash", LedgerStateTest::crash))
                .withAction(2, action("compact", LedgerStateTest::compact))
                .withAction(1, action("rebuild", LedgerStateTest::rebuild))
                .withAction(1, action("import twice", LedgerStateTest::importTwice))
                .withAction(1, action("move", LedgerStateTest::move))
                .withAction(1, action("delete", LedgerStateTest::delete))
                .withAction(1, action("retain", LedgerStateTest::retain))
                .withMaxTransformations(14);
    }

    @Property(tries = 12, shrinking = ShrinkingMode.OFF)
    void whateverHappensTheAnswersAreThoseOfTheModel(@ForAll("histories") ActionChain<State> history) {
        State[] last = new State[1];
        try {
            history.peek(state -> last[0] = state).run();
        } finally {
            if (last[0] != null) {
                last[0].close();
            }
        }
    }
}
