package io.jenkins.plugins.sprintdelivery.core.ledger.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.CompactionRules;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProgress;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.Throttle;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.TestCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Earlier builds, from directories shaped as Jenkins writes them into a ledger. */
class BackfillTest {

    private static final long MARCH = Instant.parse("2026-03-02T10:00:00Z").toEpochMilli();
    private static final String SHA_1 = "1111111111111111111111111111111111111111";
    private static final String SHA_2 = "2222222222222222222222222222222222222222";
    private static final TicketsOfMessage TICKETS =
            (commit, message) -> message.startsWith("SHOP-1") ? List.of("SHOP-1") : List.of();

    @TempDir
    Path directory;

    private JenkinsHomeFixture fixture;

    @BeforeEach
    void home() throws IOException {
        fixture = new JenkinsHomeFixture(directory.resolve("home"));
    }

    private JenkinsHome jenkins() throws IOException {
        return new JenkinsHome(fixture.home(), BuildsDirectory.of(fixture.home()), TICKETS);
    }

    private EarlierBuild read(String job, int number) throws IOException {
        return jenkins().read(job, number).orElseThrow();
    }

    @Test
    void aPipelineBuildIsReadWithItsTestsCommitsAndTickets() throws IOException {
        Path build = fixture.build(
                "team/jobs/shop",
                7,
                JenkinsHomeFixture.pipeline(
                        MARCH,
                        184_000,
                        "UNSTABLE",
                        JenkinsHomeFixture.tests(2, 3, 412) + JenkinsHomeFixture.revision(7, SHA_2)));
        Files.writeString(
                build.resolve("changelog3141592653589793238.xml"),
                JenkinsHomeFixture.change(SHA_1, "2026-03-01 09:30:00 +0100", "SHOP-1 Pay in one step\n\nBody")
                        + JenkinsHomeFixture.change(SHA_2, "1772355600 +0000", "Tidy"));

        EarlierBuild read = read("team/shop", 7);

        assertThat(read.commits())
                .containsExactly(
                        new Commit(
                                SHA_1,
                                Instant.parse("2026-03-01T08:30:00Z"),
                                "SHOP-1 Pay in one step",
                                List.of("SHOP-1")),
                        new Commit(SHA_2, Instant.ofEpochSecond(1_772_355_600), "Tidy", List.of()));
        assertThat(read.build())
                .isEqualTo(new Build(
                        new BuildReference("team/shop", 7, "job/team/job/shop/7/"),
                        "team/shop",
                        BuildResult.UNSTABLE,
                        Instant.ofEpochMilli(MARCH + 5),
                        184_000,
                        null,
                        List.of("SHOP-1"),
                        new TestCounts(407, 2, 3, 0),
                        null,
                        List.of(SHA_1, SHA_2)));
    }

    @Test
    void aFreestyleBuildWithoutChangesCarriesTheCommitThatIsNewInIt() throws IOException {
        for (int number = 1; number <= 3; number++) {
            fixture.build(
                    "tools",
                    number,
                    JenkinsHomeFixture.freestyle(
                            MARCH, 1_000, "SUCCESS", JenkinsHomeFixture.revision(number, number < 3 ? SHA_1 : SHA_2)));
        }

        assertThat(read("tools", 1).build().commits()).containsExactly(SHA_1);
        assertThat(read("tools", 2).build().commits()).isEmpty();
        assertThat(read("tools", 3).build().commits()).containsExactly(SHA_2);
        assertThat(read("tools", 3).build().tests()).isNull();
    }

    @Test
    void everyResultOfJenkinsHasItsWord() throws IOException {
        List<String> written = List.of("SUCCESS", "UNSTABLE", "FAILURE", "ABORTED", "NOT_BUILT");
        for (int i = 0; i < written.size(); i++) {
            fixture.build("a", i + 1, JenkinsHomeFixture.freestyle(MARCH, 0, written.get(i), ""));
        }
        JenkinsHome home = jenkins();
        List<BuildResult> results = Stream.of(1, 2, 3, 4, 5)
                .map(number -> {
                    try {
                        return home.read("a", number).orElseThrow().build().result();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
        assertThat(results)
                .containsExactly(
                        BuildResult.SUCCESSFUL,
                        BuildResult.UNSTABLE,
                        BuildResult.FAILED,
                        BuildResult.CANCELLED,
                        BuildResult.NOT_BUILT);
    }

    @Test
    void foldersAndBranchesHaveTheNamesThatJenkinsGivesThem() throws IOException {
        String xml = JenkinsHomeFixture.pipeline(MARCH, 1, "SUCCESS", "");
        fixture.build("team/jobs/shop/branches/main", 1, xml);
        fixture.build("team/jobs/shop/branches/feature-login.a1b2c3", 2, xml);
        fixture.name("team/jobs/shop/branches/feature-login.a1b2c3", "feature%2Flogin");
        fixture.build("zz", 10, xml);
        fixture.build("zz", 9, xml);
        Files.createSymbolicLink(fixture.home().resolve("jobs/zz/builds/lastSuccessfulBuild"), Path.of("10"));
        Files.createDirectories(fixture.home().resolve("jobs/zz/builds/2014-03-02_10-00-00"));
        Files.createSymbolicLink(
                fixture.home().resolve("jobs/loop"), fixture.home().resolve("jobs"));

        JenkinsHome home = jenkins();
        assertThat(home.jobs()).containsExactly("team/shop/feature%2Flogin", "team/shop/main", "zz");
        assertThat(home.numbers("zz")).containsExactly(9, 10);
        Build branch = read("team/shop/feature%2Flogin", 2).build();
        assertThat(branch.service()).isEqualTo("team/shop");
        assertThat(branch.reference().url()).isEqualTo("job/team/job/shop/job/feature%252Flogin/2/");
    }

    /** As a Jenkins does that was started with {@code -Djenkins.model.Jenkins.buildsDir}. */
    @Test
    void buildsThatAreKeptElsewhereAreFoundWhereTheHomeSaysOrSomebodyElse() throws IOException {
        Path big = directory.resolve("big");
        String xml = JenkinsHomeFixture.pipeline(MARCH, 1, "SUCCESS", "");
        fixture.job("team/jobs/shop/branches/feature-login.a1b2c3");
        fixture.name("team/jobs/shop/branches/feature-login.a1b2c3", "feature%2Flogin");
        fixture.job("team/jobs/12");
        fixture.job("tools");
        JenkinsHomeFixture.buildIn(big.resolve("team/shop/feature%2Flogin"), 3, xml);
        JenkinsHomeFixture.buildIn(big.resolve("team/12"), 4, xml);
        JenkinsHomeFixture.buildIn(big.resolve("tools"), 5, xml);
        fixture.configure("<buildsDir>" + big + "/${ITEM_FULL_NAME}</buildsDir>");

        JenkinsHome home = jenkins();
        assertThat(home.jobs()).containsExactly("team/12", "team/shop/feature%2Flogin", "tools");
        assertThat(home.numbers("team/shop/feature%2Flogin")).containsExactly(3);
        assertThat(read("team/shop/feature%2Flogin", 3).build().service()).isEqualTo("team/shop");

        Path moved = Files.move(big, directory.resolve("moved"));
        assertThat(jenkins().jobs()).isEmpty();
        JenkinsHome told = new JenkinsHome(fixture.home(), new BuildsDirectory(moved + "/$ITEM_FULL_NAME"), TICKETS);
        assertThat(told.jobs()).hasSize(3);
        assertThat(told.read("tools", 5)).isPresent();
    }

    @Test
    void aDirectoryOfBuildsThatNamesNoJobIsRefused() throws IOException {
        assertThatThrownBy(() -> new BuildsDirectory("/srv/builds"))
                .hasMessageContaining("the same for all jobs")
                .hasMessageContaining("'/srv/builds/${ITEM_FULL_NAME}'");
        assertThatThrownBy(() -> new BuildsDirectory("/srv/${ITEM_FULL_NAM}"))
                .hasMessageContaining("Jenkins has no variable 'ITEM_FULL_NAM'")
                .hasMessageContaining("did you mean 'ITEM_FULL_NAME'?");
        fixture.configure("<buildsDir>/srv/builds</buildsDir>");
        assertThatThrownBy(this::jenkins)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(fixture.home().resolve("config.xml").toString());
        fixture.configure("<buildsDir>");
        assertThatThrownBy(this::jenkins).hasMessageContaining("config.xml");
        Files.delete(fixture.home().resolve("config.xml"));
        assertThat(jenkins().jobs()).isEmpty();
    }

    @Test
    void whatIsNoBuildIsRefusedWithFileLineAndReason() throws IOException {
        fixture.build("a", 1, "<!DOCTYPE x [<!ENTITY a \"b\">]><build><timestamp>&a;</timestamp></build>");
        fixture.build("a", 2, "<build>\n<timestamp>1</build>");
        fixture.build("a", 3, "<build><result>SUCCESS</result></build>");
        fixture.build("a", 4, "<build><timestamp>5</timestamp><result>GREAT</result></build>");
        fixture.build("a", 5, "<a>".repeat(600) + "</a>".repeat(600));
        fixture.build("a", 6, "<build x=\"" + "y".repeat(9_000_000) + "\"/>");

        assertRefused(1, "document type (DOCTYPE) is not allowed");
        assertRefused(2, "build.xml:2: ");
        assertRefused(3, "this is no build: it has no <timestamp>");
        assertRefused(4, "<result> is 'GREAT'; Jenkins writes SUCCESS");
        assertRefused(5, "nested deeper than 512");
        assertRefused(6, "larger than 8 MB");
        assertThatThrownBy(() -> new JenkinsHome(directory, BuildsDirectory.USUAL, TICKETS))
                .hasMessageContaining("holds no directory 'jobs'");
    }

    private void assertRefused(int number, String reason) {
        assertThatThrownBy(() -> read("a", number))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(fixture.home()
                        .resolve("jobs/a/builds/" + number + "/build.xml")
                        .toString())
                .hasMessageContaining(reason);
    }

    private interface Work {
        void on(Ledger ledger) throws Exception;
    }

    private void withLedger(Work work) throws Exception {
        try (Ledger ledger = Ledger.open(directory.resolve("ledger"), Clock.systemUTC(), CompactionRules.ON_DEMAND)) {
            work.on(ledger);
        }
    }

    private BackfillCheckpoint checkpoint() throws IOException {
        return BackfillCheckpoint.load(directory.resolve("ledger").resolve(BackfillCheckpoint.FILE));
    }

    private Backfill backfill(EarlierBuilds source, Ledger ledger) throws IOException {
        return new Backfill(source, ledger, checkpoint(), Throttle.none(), LedgerProgress.NONE);
    }

    private void threeJobs() throws IOException {
        for (String job : List.of("a", "b", "c")) {
            for (int number = 1; number <= 4; number++) {
                fixture.build(job, number, JenkinsHomeFixture.pipeline(MARCH + number, 1, "SUCCESS", ""));
            }
        }
    }

    private String journal() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(directory.resolve("ledger/journal"))) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".jsonl")).toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }

    @Test
    void eachBuildIsReadOnceAndRecordedOnceAndMarkedInferred() throws Exception {
        threeJobs();
        withLedger(ledger -> {
            Backfill first = backfill(jenkins(), ledger);
            first.run();
            assertThat(first.progress())
                    .isEqualTo(new BackfillProgress(BackfillProgress.State.DONE, 3, 3, "c", 12, 12, 0, 0, List.of()));

            fixture.build("b", 5, JenkinsHomeFixture.pipeline(MARCH, 1, "FAILURE", ""));
            Backfill second = backfill(jenkins(), ledger);
            second.run();
            assertThat(second.progress().read()).isEqualTo(1);
            assertThat(second.progress().recorded()).isEqualTo(1);

            // the note is lost: all is read again, and nothing recorded twice
            Files.delete(directory.resolve("ledger").resolve(BackfillCheckpoint.FILE));
            Backfill third = backfill(jenkins(), ledger);
            third.run();
            assertThat(third.progress().read()).isEqualTo(13);
            assertThat(third.progress().recorded()).isZero();
        });
        assertThat(journal().lines())
                .hasSize(13)
                .allMatch(line -> line.contains("{\"type\":\"build\",\"provenance\":\"inferred\","));
    }

    @Test
    void whatHasNotEndedIsReadByALaterRunAndWhatIsBrokenIsNamed() throws Exception {
        fixture.build("a", 1, JenkinsHomeFixture.pipeline(MARCH, 1, "SUCCESS", ""));
        fixture.build("a", 2, JenkinsHomeFixture.pipeline(MARCH, 0, null, ""));
        fixture.build("a", 3, "broken");
        fixture.build("a", 4, JenkinsHomeFixture.pipeline(MARCH, 1, "SUCCESS", ""));
        Files.createDirectories(fixture.home().resolve("jobs/a/builds/5"));
        withLedger(ledger -> {
            Backfill first = backfill(jenkins(), ledger);
            first.run();
            assertThat(first.progress().read()).isEqualTo(2);
            assertThat(first.progress().unfinished()).isEqualTo(1);
            assertThat(first.progress().unreadable()).isEqualTo(1);
            assertThat(first.progress().problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem).contains("builds/3/build.xml"));

            fixture.build("a", 2, JenkinsHomeFixture.pipeline(MARCH, 1, "SUCCESS", ""));
            Backfill second = backfill(jenkins(), ledger);
            second.run();
            assertThat(second.progress().recorded()).isEqualTo(1);
        });
        assertThat(checkpoint().doneUpTo("a")).isEqualTo(5);
    }

    /** Builds of a home, with something done before one of them is read. */
    private EarlierBuilds interrupted(String job, int number, Runnable before) throws IOException {
        JenkinsHome home = jenkins();
        return new EarlierBuilds() {
            @Override
            public List<String> jobs() throws IOException {
                return home.jobs();
            }

            @Override
            public List<Integer> numbers(String name) throws IOException {
                return home.numbers(name);
            }

            @Override
            public Optional<EarlierBuild> read(String name, int build) throws IOException {
                if (name.equals(job) && build == number) {
                    before.run();
                }
                return home.read(name, build);
            }
        };
    }

    @Test
    void itIsStoppedAndGoesOnWhereItWas() throws Exception {
        threeJobs();
        withLedger(ledger -> {
            Backfill[] running = new Backfill[1];
            running[0] = backfill(interrupted("b", 2, () -> running[0].stop()), ledger);
            running[0].run();
            assertThat(running[0].progress().state()).isEqualTo(BackfillProgress.State.STOPPED);
            assertThat(running[0].progress().recorded()).isEqualTo(6);

            Backfill rest = backfill(jenkins(), ledger);
            rest.run();
            assertThat(rest.progress().state()).isEqualTo(BackfillProgress.State.DONE);
            assertThat(rest.progress().read()).isEqualTo(6);
        });
    }

    @Test
    void itIsPausedAndResumed() throws Exception {
        threeJobs();
        withLedger(ledger -> {
            Backfill[] running = new Backfill[1];
            running[0] = backfill(interrupted("b", 2, () -> running[0].pause()), ledger);
            Thread thread = new Thread(() -> {
                try {
                    running[0].run();
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            thread.start();
            while (running[0].progress().state() != BackfillProgress.State.PAUSED) {
                Thread.sleep(5);
            }
            Thread.sleep(100);
            assertThat(running[0].progress().read()).isEqualTo(6);
            assertThat(running[0].progress().job()).isEqualTo("b");
            running[0].resume();
            thread.join(20_000);
            assertThat(running[0].progress().state()).isEqualTo(BackfillProgress.State.DONE);
            assertThat(running[0].progress().recorded()).isEqualTo(12);
        });
    }

    @Test
    void itIsThrottledAndCanBeAskedForOneJob() throws Exception {
        threeJobs();
        withLedger(ledger -> {
            long begun = System.nanoTime();
            Backfill slow = new Backfill(jenkins(), ledger, checkpoint(), Throttle.perSecond(20), LedgerProgress.NONE);
            slow.run("b");
            assertThat(System.nanoTime() - begun).isGreaterThan(140_000_000L);
            assertThat(slow.progress().read()).isEqualTo(4);
            assertThatThrownBy(() -> slow.run("x")).hasMessageContaining("there is no job 'x'");
        });
    }
}
