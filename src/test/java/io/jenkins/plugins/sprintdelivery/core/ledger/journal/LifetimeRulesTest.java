package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.sprintdelivery.core.ledger.Facts;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.ConditionResult;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.GateEvaluation;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.RetentionCut;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What retention and erasure take out of the journal, and what they leave. */
class LifetimeRulesTest {

    private static final Instant MARCH = Instant.parse("2026-03-10T12:00:00Z");
    private static final Instant APRIL = Instant.parse("2026-04-10T12:00:00Z");
    private static final Instant MAY = Instant.parse("2026-05-10T12:00:00Z");

    @TempDir
    Path directory;

    private void record(Instant at, LedgerEvent... events) throws Exception {
        Files.createDirectories(directory.resolve("journal"));
        JournalFiles files = new JournalFiles(directory);
        try (Journal journal = new Journal(
                files,
                new JournalCatalog(files),
                LedgerIdentity.readOrCreate(directory).controller(),
                Clock.fixed(at, ZoneOffset.UTC))) {
            journal.append(List.of(events));
        }
    }

    private CompactionReport compact() throws Exception {
        JournalFiles files = new JournalFiles(directory);
        JournalCatalog catalog = new JournalCatalog(files);
        catalog.load();
        return new JournalCompaction(
                        files, catalog, Throttle.none(), Clock.fixed(MAY, ZoneOffset.UTC), LedgerProgress.NONE)
                .run(files.months().get(files.months().size() - 1));
    }

    private List<LedgerEvent> events() throws Exception {
        JournalReader reader = new JournalReader(new JournalFiles(directory), 1 << 16);
        List<LedgerEvent> events = new ArrayList<>();
        JournalPosition position = JournalPosition.START;
        JournalReader.Batch batch;
        while ((batch = reader.read(position, new JournalPosition("9999-12.jsonl", 0, 0))).lines() > 0) {
            assertThat(batch.problems()).isEmpty();
            batch.entries().forEach(entry -> events.add(entry.event()));
            position = batch.end();
        }
        return events;
    }

    /** Everything in the ledger's directory, unpacked. */
    private String everyByte() throws Exception {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                try (InputStream bytes = Files.newInputStream(file);
                        InputStream input = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes) {
                    all.append(new String(input.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        return all.toString();
    }

    private static LedgerEvent build(int number, Instant at) {
        return Facts.build("shop", number, (at.getEpochSecond() - Facts.START.getEpochSecond()) / 3600.0);
    }

    private static LedgerEvent deployment(String id, Instant at) {
        return Facts.event(
                Facts.deployment(id, "1-" + id, (at.getEpochSecond() - Facts.START.getEpochSecond()) / 3600.0));
    }

    private static RetentionCut cut(Instant builds, Instant production, String... kept) {
        return new RetentionCut(MAY, builds, Map.of(EnvironmentTier.PRODUCTION, production), List.of(kept));
    }

    @Test
    void whatIsOlderIsGoneAtOnceAndFromTheFilesWithTheNextCompaction() throws Exception {
        record(MARCH, build(1, MARCH), deployment("d1", MARCH), Facts.sprint("s1", 0, 10));
        record(APRIL, build(2, APRIL), deployment("d2", APRIL));
        record(MAY, build(3, MAY));
        new LifetimeRules(directory).put(cut(Instant.parse("2026-04-01T00:00:00Z"), APRIL.minusSeconds(3_600)));

        List<LedgerEvent> left =
                List.of(Facts.sprint("s1", 0, 10), build(2, APRIL), deployment("d2", APRIL), build(3, MAY));
        assertThat(events()).isEqualTo(left);
        assertThat(everyByte()).contains("\"d1\"");

        CompactionReport report = compact();

        assertThat(report.problems()).isEmpty();
        assertThat(report.rewritten()).containsExactly("2026-03.jsonl");
        assertThat(report.archived()).containsExactly("2026-04.jsonl");
        assertThat(directory.resolve("journal/2026-03.jsonl")).doesNotExist();
        assertThat(directory.resolve("journal/2026-03.r001.jsonl.gz")).exists();
        assertThat(events()).isEqualTo(left);
        assertThat(everyByte()).doesNotContain("\"d1\"").contains("\"d2\"");
        assertThat(compact().rewritten()).isEmpty();
        assertThat(new JournalCatalog(new JournalFiles(directory)).missing()).isEmpty();
    }

    @Test
    void whatStillRunsIsKeptWhateverItsAge() throws Exception {
        record(MARCH, deployment("d1", MARCH), deployment("d2", MARCH));
        record(MAY, build(3, MAY));
        new LifetimeRules(directory).put(cut(APRIL, APRIL, "d2"));

        assertThat(events()).containsExactly(deployment("d2", MARCH), build(3, MAY));
        compact();
        assertThat(events()).containsExactly(deployment("d2", MARCH), build(3, MAY));
    }

    @Test
    void aMonthOfWhichNothingIsLeftIsRemovedAndNotMissed() throws Exception {
        record(MARCH, build(1, MARCH));
        record(APRIL, build(2, APRIL));
        record(MAY, build(3, MAY));
        compact();
        new LifetimeRules(directory).put(cut(MAY, MAY));

        CompactionReport report = compact();

        assertThat(report.removed()).containsExactly("2026-03.jsonl", "2026-04.jsonl");
        assertThat(new JournalFiles(directory).months()).containsExactly("2026-05.jsonl");
        assertThat(new JournalCatalog(new JournalFiles(directory)).missing()).isEmpty();
    }

    @Test
    void anOldCommitThatAYoungBuildCarriesIsKept() throws Exception {
        LedgerEvent old = new LedgerEvent.CommitRecorded(new Commit("c1", MARCH, "old", List.of()));
        record(MARCH, old);
        record(MAY, old, build(3, MAY));
        new LifetimeRules(directory).put(cut(APRIL, APRIL));

        assertThat(events()).containsExactly(old, build(3, MAY));
    }

    @Test
    void whatWasTakenAwayDoesNotComeBackWithMilderRules() throws Exception {
        record(MARCH, build(1, MARCH), deployment("d1", MARCH));
        new LifetimeRules(directory).put(cut(APRIL, APRIL));
        new LifetimeRules(directory).put(new RetentionCut(MAY, null, Map.of(), List.of()));

        assertThat(events()).isEmpty();
    }

    @Test
    void anErasedNameIsGoneFromEveryTextAtOnceAndFromTheFilesWithTheNextCompaction() throws Exception {
        GateEvaluation gate = new GateEvaluation(
                "g1",
                "shop",
                null,
                null,
                MARCH,
                null,
                null,
                new GateResult(
                        Verdict.PASS,
                        "release",
                        null,
                        List.of(new ConditionResult(
                                "approval",
                                Verdict.PASS,
                                "one approval",
                                "by asmith",
                                List.of("Alice SMITH, 10:00")))));
        record(
                MARCH,
                new LedgerEvent.CommitRecorded(
                        new Commit("c1", MARCH, "SHOP-1 Pay (thanks, alice  Smith!)", List.of("SHOP-1"))),
                new LedgerEvent.CommitRecorded(new Commit("c2", MARCH, "Alice and smith are two", List.of())),
                new LedgerEvent.IncidentRecorded(new Incident(
                        "i1",
                        "shop",
                        Facts.PRODUCTION,
                        null,
                        "asmith@example.com saw it. asmith knows.",
                        MARCH,
                        null,
                        null,
                        null)),
                new LedgerEvent.GateRecorded(gate));
        record(APRIL, build(1, APRIL));

        ErasedPersons erased = new LifetimeRules(directory).erased();
        String person = erased.add(List.of("Alice Smith", "asmith", "ASMITH@example.com"));

        assertThat(person).matches("person-[0-9a-f]{12}");
        assertThat(new LifetimeRules(directory).erased().add(List.of("alice smith")))
                .isEqualTo(person);
        List<LedgerEvent> read = events();
        assertThat(((Commit) read.get(0).fact()).subject()).isEqualTo("SHOP-1 Pay (thanks, " + person + "!)");
        assertThat(((Commit) read.get(1).fact()).subject()).isEqualTo("Alice and smith are two");
        assertThat(((Incident) read.get(2).fact()).summary()).isEqualTo(person + " saw it. " + person + " knows.");
        ConditionResult condition =
                ((GateEvaluation) read.get(3).fact()).result().conditions().get(0);
        assertThat(condition.actual()).isEqualTo("by " + person);
        assertThat(condition.evidence()).containsExactly(person + ", 10:00");

        ByteArrayOutputStream export = new ByteArrayOutputStream();
        LedgerExport.write(directory, null, null, export, LedgerProgress.NONE);
        assertThat(export.toString(StandardCharsets.UTF_8).toLowerCase())
                .contains(person)
                .doesNotContain("asmith", "alice  smith");

        assertThat(compact().rewritten()).containsExactly("2026-03.jsonl");
        assertThat(events()).isEqualTo(read);
        assertThat(everyByte().toLowerCase()).contains(person).doesNotContain("asmith", "alice  smith");
        assertThat(LedgerCheck.run(directory, LedgerProgress.NONE).isSound()).isTrue();
    }

    @Test
    void aCrashBetweenRewritingAndDeletingLeavesTheNewOneInForce() throws Exception {
        record(MARCH, build(1, MARCH), Facts.sprint("s1", 0, 10));
        record(MAY, build(3, MAY));
        compact();
        byte[] old = Files.readAllBytes(directory.resolve("journal/2026-03.jsonl.gz"));
        new LifetimeRules(directory).put(cut(APRIL, APRIL));
        compact();
        Files.write(directory.resolve("journal/2026-03.jsonl.gz"), old);

        assertThat(events()).containsExactly(Facts.sprint("s1", 0, 10), build(3, MAY));
        compact();
        assertThat(directory.resolve("journal/2026-03.jsonl.gz")).doesNotExist();
        assertThat(events()).containsExactly(Facts.sprint("s1", 0, 10), build(3, MAY));
    }

    @Test
    void aDamagedArchiveIsNotRewrittenAndLosesNothingMore() throws Exception {
        record(MARCH, build(1, MARCH));
        record(MAY, build(3, MAY));
        compact();
        Path archive = directory.resolve("journal/2026-03.jsonl.gz");
        byte[] bytes = Files.readAllBytes(archive);
        bytes[ArchiveBlock.HEADER + 20] ^= 1;
        Files.write(archive, bytes);
        new LifetimeRules(directory).put(cut(APRIL, APRIL));

        CompactionReport report = compact();

        assertThat(report.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString())
                        .startsWith(
                                "journal/2026-03.jsonl: the month could not be moved into an archive or rewritten"));
        assertThat(archive).hasBinaryContent(bytes);
        assertThat(new JournalFiles(directory).temporary()).isEmpty();
    }

    @Test
    void rulesThatWouldTakeWhatDeploymentsFollowFromAreRefused() {
        Map<EnvironmentTier, Duration> year = new EnumMap<>(EnvironmentTier.class);
        Arrays.stream(EnvironmentTier.values()).forEach(tier -> year.put(tier, Duration.ofDays(365)));
        assertThat(new RetentionRules(Duration.ofDays(365), year)
                        .cut(MAY, List.of())
                        .builds())
                .isEqualTo(Instant.parse("2025-05-01T00:00:00Z"));
        assertThatThrownBy(() -> new RetentionRules(Duration.ofDays(30), year))
                .hasMessageContaining("builds are kept for 30 days, but the tier")
                .hasMessageContaining("for 365 days; keep builds at least as long as any tier");
        assertThatThrownBy(() -> new RetentionRules(Duration.ofDays(30), Map.of()))
                .hasMessageContaining("always");
        assertThatThrownBy(() -> new RetentionRules(null, Map.of(EnvironmentTier.TESTING, Duration.ofHours(3))))
                .hasMessageContaining("the tier testing cannot be kept for less than 1 day");
    }
}
