package io.jenkins.plugins.sprintdelivery.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.CompactionRules;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JobAddress;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JournalFiles;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerExport;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerProgress;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.RetentionRules;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildDeletion;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.JobDeletion;
import io.jenkins.plugins.sprintdelivery.core.model.JobMove;
import io.jenkins.plugins.sprintdelivery.core.model.Provenance;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs and builds that come to an end, people who are forgotten, and facts that were found later. */
class LedgerLifetimeTest {

    @TempDir
    Path directory;

    private Ledger open() throws IOException {
        return Ledger.open(directory, Clock.systemUTC(), CompactionRules.ON_DEMAND);
    }

    private static void catchUp(Ledger ledger) throws Exception {
        assertThat(ledger.catchUp(Duration.ofSeconds(30))).isTrue();
        assertThat(ledger.problems()).isEmpty();
    }

    private static LedgerEvent deployment(String id, String job, int number) {
        Deployment made = Facts.deployment(id, "1." + number, number);
        return Facts.event(new Deployment(
                id,
                job,
                made.environment(),
                made.version(),
                null,
                null,
                null,
                made.status(),
                made.started(),
                made.finished(),
                new BuildReference(job, number, JobAddress.of(job) + number + "/"),
                null,
                List.of(),
                List.of()));
    }

    private static BuildReference buildOf(Ledger ledger, String deployment) {
        return ledger.queries().deployment(deployment).orElseThrow().build();
    }

    @Test
    void aBuildThatIsDeletedKeepsItsHistoryWithoutALink() throws Exception {
        try (Ledger ledger = open()) {
            ledger.append(deployment("d1", "shop", 1), deployment("d2", "shop", 2));
            catchUp(ledger);
            ledger.append(
                    new LedgerEvent.BuildDeleted(new BuildDeletion(new BuildReference("shop", 1, null), Facts.START)));
            catchUp(ledger);

            assertThat(buildOf(ledger, "d1")).isEqualTo(new BuildReference("shop", 1, null));
            assertThat(buildOf(ledger, "d2").url()).isEqualTo("job/shop/2/");

            ledger.rebuild();
            catchUp(ledger);
            assertThat(buildOf(ledger, "d1")).isEqualTo(new BuildReference("shop", 1, null));
            assertThat(buildOf(ledger, "d2").url()).isEqualTo("job/shop/2/");
        }
    }

    @Test
    void aJobOfANameThatWasUsedBeforeBeginsItsOwnHistory() throws Exception {
        try (Ledger ledger = open()) {
            ledger.append(Facts.commit("c1", 1), Facts.build("shop", 1, 1, "c1"), deployment("d1", "shop", 1));
            ledger.append(new LedgerEvent.JobDeleted(new JobDeletion("shop", Facts.START)));
            ledger.append(Facts.commit("c2", 2), Facts.build("shop", 1, 2, "c2"), deployment("d2", "shop", 1));
            catchUp(ledger);

            for (int i = 0; i < 2; i++) {
                assertThat(buildOf(ledger, "d1")).isEqualTo(new BuildReference("shop", 1, null));
                assertThat(buildOf(ledger, "d2").url()).isEqualTo("job/shop/1/");
                assertThat(ledger.queries().commitsOf("d1"))
                        .extracting(Commit::id)
                        .containsExactly("c1");
                assertThat(ledger.queries().commitsOf("d2"))
                        .extracting(Commit::id)
                        .containsExactly("c2");
                ledger.rebuild();
                catchUp(ledger);
            }
        }
    }

    @Test
    void aJobThatMovesTakesItsServiceAndItsHistoryWithIt() throws Exception {
        try (Ledger ledger = open()) {
            ledger.append(deployment("d1", "shop", 1));
            catchUp(ledger);
            ledger.append(new LedgerEvent.JobMoved(new JobMove("shop", "team/store", Facts.START)));
            ledger.append(deployment("d2", "team/store", 2));
            catchUp(ledger);

            assertThat(buildOf(ledger, "d1")).isEqualTo(new BuildReference("team/store", 1, "job/team/job/store/1/"));
            assertThat(ledger.queries().services()).containsExactly("team/store");
            assertThat(ledger.queries().running())
                    .singleElement()
                    .satisfies(running -> assertThat(running.deploymentId()).isEqualTo("d2"));
            assertThat(ledger.queries().deployment("d2").orElseThrow().previousVersion())
                    .isEqualTo("1.1");
        }
    }

    @Test
    void aPersonIsForgottenInTheDatabaseTheJournalAndWhatWasSetAside() throws Exception {
        String person;
        try (Ledger ledger = open()) {
            ledger.append(new LedgerEvent.CommitRecorded(
                    new Commit("c1", Facts.hour(1), "Reviewed by Alice Smith", List.of())));
            ledger.append(Facts.event(Facts.commits(Facts.deployment("d1", "1.0", 2), "c1")));
            catchUp(ledger);
            Files.createDirectories(directory.resolve("projection-set-aside-2026"));
            Files.writeString(directory.resolve("projection-set-aside-2026/ledger.mv.db"), "Alice Smith");

            person = ledger.erase(List.of("Alice Smith", "asmith"));
            catchUp(ledger);

            assertThat(ledger.queries().commitsOf("d1"))
                    .extracting(Commit::subject)
                    .containsExactly("Reviewed by " + person);
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (!file.toString().endsWith(".jsonl")) {
                    assertThat(text).as(file.toString()).doesNotContain("Alice");
                }
                assertThat(text).doesNotContain("asmith");
            }
        }
        assertThat(Files.readString(directory
                        .resolve("journal")
                        .resolve(new JournalFiles(directory).months().get(0))))
                .contains("{\"type\":\"erasure\",\"pseudonym\":\"" + person + "\"");
    }

    @Test
    void aRetentionThatTakesNothingMoreIsNotRecordedAgain() throws Exception {
        RetentionRules rules = new RetentionRules(null, Map.of(EnvironmentTier.PRODUCTION, Duration.ofDays(60)));
        try (Ledger ledger = open()) {
            ledger.append(
                    Facts.event(Facts.deployment("d1", "1.0", -20_000)),
                    Facts.event(Facts.deployment("d2", "1.1", -19_000)));
            catchUp(ledger);

            assertThat(ledger.applyRetention(rules)).isPresent();
            catchUp(ledger);
            assertThat(ledger.applyRetention(rules)).isEmpty();

            assertThat(ledger.queries().deployment("d1")).isEmpty();
            assertThat(ledger.queries().running())
                    .extracting(LedgerQueries.RunningVersion::deploymentId)
                    .containsExactly("d2");
        }
    }

    private static LedgerEvent build(BuildResult result, Provenance provenance) {
        return new LedgerEvent.BuildRecorded(
                new Build(
                        new BuildReference("shop", 1, null),
                        null,
                        result,
                        Facts.hour(1),
                        1_000,
                        null,
                        List.of(),
                        null,
                        null,
                        List.of()),
                provenance);
    }

    @Test
    void whatWasRecordedStandsWhicheverComesFirst() throws Exception {
        List<LedgerEvent> events = new ArrayList<>(List.of(
                Facts.sprint("s1", 0, 10),
                build(BuildResult.SUCCESSFUL, Provenance.RECORDED),
                build(BuildResult.FAILED, Provenance.INFERRED)));
        for (boolean together : new boolean[] {true, false}) {
            for (int i = 0; i < 2; i++) {
                Collections.swap(events, 1, 2);
                Path own = Files.createTempDirectory(directory, "own");
                try (Ledger ledger = Ledger.open(own, Clock.systemUTC(), CompactionRules.ON_DEMAND)) {
                    if (together) {
                        ledger.append(events);
                    } else {
                        for (LedgerEvent event : events) {
                            ledger.append(event);
                            catchUp(ledger);
                        }
                    }
                    catchUp(ledger);
                    assertThat(ledger.queries().trend(null, null, EnvironmentTier.PRODUCTION, 5))
                            .singleElement()
                            .satisfies(sprint ->
                                    assertThat(sprint.successfulBuilds()).isEqualTo(1));
                    assertThat(ledger.appendNew(List.of(build(BuildResult.FAILED, Provenance.INFERRED))))
                            .isZero();
                }
            }
        }
    }

    @Test
    void whatAnotherControllerRecordedKeepsItsJobsApart() throws Exception {
        Path other = directory.resolve("other");
        Path export = directory.resolve("export.jsonl");
        try (Ledger ledger = Ledger.open(other, Clock.systemUTC(), CompactionRules.ON_DEMAND)) {
            ledger.append(
                    Facts.sprint("s1", 0, 10),
                    Facts.commit("c2", 2),
                    Facts.build("shop", 1, 2, "c2"),
                    deployment("x1", "shop", 1));
            try (OutputStream out = Files.newOutputStream(export)) {
                LedgerExport.write(other, null, null, out, LedgerProgress.NONE);
            }
        }
        try (Ledger ledger = open()) {
            ledger.append(
                    Facts.sprint("s1", 0, 10),
                    Facts.commit("c1", 1),
                    Facts.build("shop", 1, 1, "c1"),
                    deployment("d1", "shop", 1));
            catchUp(ledger);
            assertThat(ledger.merge(export, LedgerProgress.NONE).recorded()).isEqualTo(4);
            catchUp(ledger);

            for (int i = 0; i < 2; i++) {
                assertThat(ledger.queries().commitsOf("d1"))
                        .extracting(Commit::id)
                        .containsExactly("c1");
                assertThat(ledger.queries().commitsOf("x1"))
                        .extracting(Commit::id)
                        .containsExactly("c2");
                assertThat(ledger.queries().running()).hasSize(2);
                assertThat(ledger.queries().trend(null, null, EnvironmentTier.PRODUCTION, 5))
                        .singleElement()
                        .satisfies(sprint -> {
                            assertThat(sprint.builds()).isEqualTo(2);
                            assertThat(sprint.successfulDeployments()).isEqualTo(2);
                        });
                ledger.rebuild();
                catchUp(ledger);
            }
        }
    }
}
