package io.jenkins.plugins.sprintdelivery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.backfill.JenkinsHomeFixture;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.CompactionRules;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class LedgerCommandTest {

    private static final Instant MARCH = Instant.parse("2026-03-10T12:00:00Z");
    private static final Instant APRIL = Instant.parse("2026-04-10T12:00:00Z");

    @TempDir
    Path directory;

    private Path ledger;

    @BeforeEach
    void twoMonths() throws Exception {
        ledger = directory.resolve("ledger");
        record(MARCH, build("shop", 1, MARCH), deployment("d1", MARCH));
        record(APRIL, build("shop", 2, APRIL), deployment("d2", APRIL));
    }

    private void record(Instant at, LedgerEvent... events) throws Exception {
        try (Ledger open = Ledger.open(ledger, Clock.fixed(at, ZoneOffset.UTC), CompactionRules.ON_DEMAND)) {
            open.append(events);
            assertThat(open.catchUp(Duration.ofSeconds(30))).isTrue();
        }
    }

    private static LedgerEvent build(String job, int number, Instant at) {
        return new LedgerEvent.BuildRecorded(new Build(
                new BuildReference(job, number, null),
                null,
                BuildResult.SUCCESSFUL,
                at,
                1_000,
                null,
                List.of(),
                null,
                null,
                List.of()));
    }

    private static LedgerEvent deployment(String id, Instant at) {
        return new LedgerEvent.DeploymentRecorded(new Deployment(
                id,
                "shop",
                Environment.named("production"),
                "1-" + id,
                null,
                null,
                null,
                DeploymentStatus.SUCCESSFUL,
                at,
                at.plusSeconds(60),
                null,
                null,
                List.of(),
                List.of()));
    }

    private static CommandRun run(Object... arguments) {
        return CommandRun.of(
                Stream.concat(Stream.of("ledger"), Stream.of(arguments)).toArray());
    }

    private List<String> deploymentsIn(Path directory) throws Exception {
        try (Ledger open = Ledger.openReadOnly(directory, Clock.systemUTC())) {
            assertThat(open.catchUp(Duration.ofSeconds(30))).isTrue();
            return Stream.of("d1", "d2", "d3")
                    .filter(id -> open.queries().deployment(id).isPresent())
                    .toList();
        }
    }

    @Test
    void aSoundLedgerIsSaidToBeSound() {
        CommandRun run = run("verify", "--ledger", ledger);

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("journal/2026-03.jsonl: 2 lines").endsWith("4 lines in 2 months: sound\n");
        JsonNode report = run("verify", "--ledger", ledger, "--json").json();
        assertThat(report.at("/sound").booleanValue()).isTrue();
        assertThat(report.at("/events/build").intValue()).isEqualTo(2);
        assertThat(report.at("/months/1/file").stringValue()).isEqualTo("journal/2026-04.jsonl");
    }

    @Test
    void everyKindOfDamageIsNamedWithFileAndLine() throws Exception {
        Path march = ledger.resolve("journal/2026-03.jsonl");
        Path april = ledger.resolve("journal/2026-04.jsonl");
        String first = Files.readAllLines(march).get(0);
        Files.writeString(
                march,
                Files.readString(march).replace("\"d1\"", "\"dX\"")
                        + Files.readAllLines(april).get(0)
                        + "\n"
                        + first
                        + "\n");
        Files.writeString(april, Files.readString(april) + "{\"v\":1,\"cut");

        CommandRun run = run("verify", "--ledger", ledger);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .contains("journal/2026-03.jsonl:2: the line is damaged")
                .contains("journal/2026-03.jsonl:4: the line repeats an event that stands at journal/2026-03.jsonl:1;")
                .contains("journal/2026-04.jsonl:1: the line repeats an event that stands at journal/2026-03.jsonl:3;")
                .contains("1 line with an earlier time than the line before")
                .contains("not sound, see above");
    }

    @Test
    void aMonthThatIsMissingOrUnreadableIsNoSoundLedger() throws Exception {
        assertThat(run("compact", "--ledger", ledger).status()).isZero();
        Path archive = ledger.resolve("journal/2026-03.jsonl.gz");
        byte[] bytes = Files.readAllBytes(archive);
        bytes[60] ^= 1;
        Files.write(archive, bytes);

        CommandRun damaged = run("verify", "--ledger", ledger);
        assertThat(damaged.status()).isEqualTo(1);
        assertThat(damaged.out()).contains("journal/2026-03.jsonl.gz:1: lines 1 to 2 of the archive are damaged");

        Files.delete(archive);
        CommandRun missing = run("verify", "--ledger", ledger);
        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.out()).contains("journal/2026-03.jsonl: the month's file is not there any more");
    }

    @Test
    void anExportBecomesAnotherLedgerOnceHoweverOftenItIsImported() throws Exception {
        Path export = directory.resolve("export.jsonl.gz");
        CommandRun exported = run("export", "--ledger", ledger, "--to", export);
        assertThat(exported.status()).as(exported.err()).isZero();
        assertThat(exported.out()).isEqualTo("Exported 4 lines to " + export + ".\n");

        Path other = directory.resolve("other");
        JsonNode imported =
                run("import", "--ledger", other, "--from", export, "--json").json();
        JsonNode again =
                run("import", "--ledger", other, "--from", export, "--json").json();

        assertThat(imported.at("/recorded").intValue()).isEqualTo(4);
        assertThat(again.at("/recorded").intValue()).isZero();
        assertThat(again.at("/known").intValue()).isEqualTo(4);
        assertThat(deploymentsIn(other)).containsExactly("d1", "d2");
        String source = Files.readString(ledger.resolve("ledger.json"));
        JsonNode checked = run("verify", "--ledger", other, "--json").json();
        String controller = imported.at("/source").stringValue();
        assertThat(source).contains(controller);
        assertThat(checked.at("/controllers/" + controller).intValue()).isEqualTo(4);
        assertThat(checked.at("/controller").stringValue()).isNotEqualTo(controller);
    }

    @Test
    void anImportThatWasStoppedGoesOnWhereItWas() throws Exception {
        Path half = directory.resolve("half.jsonl");
        Path whole = directory.resolve("whole.jsonl");
        Path other = directory.resolve("other");
        run("export", "--ledger", ledger, "--to", half, "--until", "2026-03-31");
        run("export", "--ledger", ledger, "--to", whole);
        assertThat(run("import", "--ledger", other, "--from", half, "--json")
                        .json()
                        .at("/recorded")
                        .intValue())
                .isEqualTo(2);

        JsonNode rest =
                run("import", "--ledger", other, "--from", whole, "--json").json();

        assertThat(rest.at("/recorded").intValue()).isEqualTo(2);
        assertThat(rest.at("/known").intValue()).isEqualTo(2);
        assertThat(deploymentsIn(other)).containsExactly("d1", "d2");
    }

    @Test
    void aTimeRangeIsThatOfRecording() throws Exception {
        Path april = directory.resolve("april.jsonl");
        run("export", "--ledger", ledger, "--to", april, "--since", "2026-04-01", "--until", "2026-04-30");
        assertThat(Files.readAllLines(april)).hasSize(4);
        assertThat(Files.readString(april)).contains("\"d2\"").doesNotContain("\"d1\"");
    }

    @Test
    void whatIsNoWholeExportIsRefusedBeforeAnythingIsRecorded() throws Exception {
        Path export = directory.resolve("export.jsonl");
        Path packed = directory.resolve("export.jsonl.gz");
        run("export", "--ledger", ledger, "--to", export);
        run("export", "--ledger", ledger, "--to", packed);
        byte[] lines = Files.readAllBytes(export);
        byte[] archive = Files.readAllBytes(packed);
        Path other = directory.resolve("other");

        Path cut = Files.write(directory.resolve("cut.jsonl"), Arrays.copyOf(lines, lines.length - 30));
        Path cutArchive = Files.write(directory.resolve("cut.jsonl.gz"), Arrays.copyOf(archive, archive.length - 30));
        Path events = Files.writeString(directory.resolve("events.jsonl"), "{\"type\":\"build\"}\n");
        Path newer = Files.write(
                directory.resolve("newer.jsonl"),
                new String(lines, StandardCharsets.UTF_8)
                        .replace("{\"export\":1,", "{\"export\":9,")
                        .getBytes(StandardCharsets.UTF_8));

        assertRefused(run("import", "--ledger", other, "--from", cut), "was cut off");
        assertRefused(run("import", "--ledger", other, "--from", cutArchive), "was cut off");
        assertRefused(run("import", "--ledger", other, "--from", events), "this is no export of a ledger");
        assertRefused(run("import", "--ledger", other, "--from", newer), "use a newer version");
        assertRefused(run("import", "--ledger", other, "--from", directory.resolve("no")), "there is no file");
        assertThat(run("verify", "--ledger", other).out()).contains("0 lines in 0 months");
    }

    private static void assertRefused(CommandRun run, String reason) {
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("sprint-delivery: ").contains(reason);
        assertThat(run.err().lines()).hasSize(1);
    }

    @Test
    void damagedLinesAreLeftOutOfAnExportAndSaidSo() throws Exception {
        Path march = ledger.resolve("journal/2026-03.jsonl");
        Files.writeString(march, Files.readString(march).replace("\"d1\"", "\"dX\""));
        Path export = directory.resolve("export.jsonl");

        CommandRun run = run("export", "--ledger", ledger, "--to", export);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .contains("journal/2026-03.jsonl:2: the line is damaged")
                .contains("Exported 3 lines");
        assertRefused(run("export", "--ledger", ledger, "--to", export), "is there already");
    }

    @Test
    void aDamagedLineOfAnExportIsLeftOut() throws Exception {
        Path export = directory.resolve("export.jsonl");
        run("export", "--ledger", ledger, "--to", export);
        Files.writeString(export, Files.readString(export).replace("\"d1\"", "\"dX\""));

        CommandRun run = run("import", "--ledger", directory.resolve("other"), "--from", export);

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).contains(export + ":3: the line is damaged").contains("recorded 3 new");
    }

    @Test
    void compactingAndRebuildingChangeNoAnswer() throws Exception {
        CommandRun compacted = run("compact", "--ledger", ledger);
        assertThat(compacted.status()).as(compacted.err()).isZero();
        assertThat(compacted.out()).startsWith("Archived 1 months");
        assertThat(ledger.resolve("journal/2026-03.jsonl.gz")).exists();

        JsonNode rebuilt = run("rebuild", "--ledger", ledger, "--json").json();

        assertThat(rebuilt.at("/lines").intValue()).isEqualTo(4);
        assertThat(deploymentsIn(ledger)).containsExactly("d1", "d2");
        assertThat(run("verify", "--ledger", ledger).status()).isZero();
    }

    @Test
    void aLedgerInUseIsOnlyRead() throws Exception {
        Path export = directory.resolve("export.jsonl");
        run("export", "--ledger", ledger, "--to", directory.resolve("before.jsonl"));
        try (Ledger open = Ledger.open(ledger, Clock.systemUTC())) {
            assertThat(open).isNotNull();
            for (String command : List.of("rebuild", "compact")) {
                assertRefused(run(command, "--ledger", ledger), "is being written by process");
            }
            assertRefused(
                    run("import", "--ledger", ledger, "--from", directory.resolve("before.jsonl")),
                    "is being written by process");
            assertThat(run("verify", "--ledger", ledger).status()).isZero();
            assertThat(run("export", "--ledger", ledger, "--to", export).status())
                    .isZero();
        }
    }

    @Test
    void whatIsNoLedgerIsSaidToBeNone() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        for (String command : List.of("verify", "rebuild", "compact")) {
            assertRefused(run(command, "--ledger", empty), "holds no ledger");
            assertRefused(run(command, "--ledger", directory.resolve("no")), "there is no directory");
        }
        assertRefused(run("export", "--ledger", empty, "--to", directory.resolve("e")), "holds no ledger");
        assertThat(empty).isEmptyDirectory();
    }

    @Test
    void buildsThatLieInAJenkinsHomeAreFilledInOnce() throws Exception {
        JenkinsHomeFixture home = new JenkinsHomeFixture(directory.resolve("home"));
        Path build = home.build(
                "team/jobs/shop",
                1,
                JenkinsHomeFixture.pipeline(MARCH.toEpochMilli(), 1_000, "SUCCESS", JenkinsHomeFixture.tests(0, 0, 3)));
        Files.writeString(
                build.resolve("changelog1.xml"),
                JenkinsHomeFixture.change(
                        "1111111111111111111111111111111111111111", "1772355600 +0000", "SHOP-12 Pay"));
        home.build("team/jobs/shop", 2, "broken");
        Path filled = directory.resolve("filled");

        CommandRun first = run("backfill", "--ledger", filled, "--jenkins-home", home.home(), "--rate", 1_000);

        assertThat(first.status()).isEqualTo(2);
        assertThat(first.err()).contains("read 100 % (1 of 1 jobs)").contains("builds/2/build.xml:1: ");
        assertThat(first.out()).isEqualTo("Read 1 builds of 1 jobs; recorded 2 new events, 1 could not be read.\n");
        try (Ledger open = Ledger.openReadOnly(filled, Clock.systemUTC())) {
            assertThat(open.catchUp(Duration.ofSeconds(30))).isTrue();
            assertThat(open.queries().tickets(Scope.production(MARCH.minusSeconds(60), MARCH.plusSeconds(60))))
                    .singleElement()
                    .satisfies(ticket -> assertThat(ticket.key()).isEqualTo("SHOP-12"));
        }
        JsonNode again = run("backfill", "--ledger", filled, "--jenkins-home", home.home(), "--json")
                .json();
        assertThat(again.at("/read").intValue()).isZero();
        JsonNode anew = run(
                        "backfill",
                        "--ledger",
                        filled,
                        "--jenkins-home",
                        home.home(),
                        "--job",
                        "team/shop",
                        "--anew",
                        "--json")
                .json();
        assertThat(anew.at("/read").intValue()).isEqualTo(1);
        assertThat(anew.at("/recorded").intValue()).isZero();
        assertRefused(run("backfill", "--ledger", filled, "--jenkins-home", directory), "holds no directory 'jobs'");
    }

    @Test
    void buildsThatAJenkinsKeepsElsewhereAreFilledIn() throws Exception {
        JenkinsHomeFixture home = new JenkinsHomeFixture(directory.resolve("home"));
        home.job("team/jobs/shop");
        JenkinsHomeFixture.buildIn(
                directory.resolve("elsewhere/team/shop"),
                1,
                JenkinsHomeFixture.pipeline(MARCH.toEpochMilli(), 1_000, "SUCCESS", ""));
        Path filled = directory.resolve("filled");

        CommandRun run = run(
                "backfill",
                "--ledger",
                filled,
                "--jenkins-home",
                home.home(),
                "--builds-dir",
                directory.resolve("elsewhere") + "/${ITEM_FULL_NAME}");

        assertThat(run.out()).isEqualTo("Read 1 builds of 1 jobs; recorded 1 new events.\n");
        assertRefused(
                run("backfill", "--ledger", filled, "--jenkins-home", home.home(), "--builds-dir", "/srv"),
                "--builds-dir: the directory of builds '/srv' is the same for all jobs");
    }
}
