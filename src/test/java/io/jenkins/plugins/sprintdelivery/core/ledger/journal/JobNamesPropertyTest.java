package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildDeletion;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.BuildResult;
import io.jenkins.plugins.sprintdelivery.core.model.JobDeletion;
import io.jenkins.plugins.sprintdelivery.core.model.JobMove;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** Jobs that are renamed, deleted and made again, against a model that knows each of them. */
class JobNamesPropertyTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    /** A job of the model, which stays itself whatever it is called. */
    private static final class Job {
        private String name;
        private boolean gone;
        private int builds;
        private final Set<Integer> deleted = new HashSet<>();
    }

    private record Expected(Job job, int number) {}

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void everyBuildIsFoundUnderItsJobsNameOfNow(@ForAll Random random) throws Exception {
        List<Job> jobs = new ArrayList<>();
        List<LedgerEvent> events = new ArrayList<>();
        List<Expected> builds = new ArrayList<>();
        for (int step = 0; step < 60; step++) {
            Instant at = START.plusSeconds(step);
            List<Job> alive = jobs.stream().filter(job -> !job.gone).toList();
            Job some = alive.isEmpty() ? null : alive.get(random.nextInt(alive.size()));
            String free = "job" + random.nextInt(4);
            boolean isFree = alive.stream().noneMatch(job -> job.name.equals(free));
            switch (some == null ? 0 : random.nextInt(6)) {
                case 0 -> {
                    if (isFree) {
                        Job job = new Job();
                        job.name = free;
                        jobs.add(job);
                    }
                }
                case 1 -> {
                    if (isFree) {
                        events.add(new LedgerEvent.JobMoved(new JobMove(some.name, free, at)));
                        some.name = free;
                    }
                }
                case 2 -> {
                    events.add(new LedgerEvent.JobDeleted(new JobDeletion(some.name, at)));
                    some.gone = true;
                }
                case 3 -> {
                    if (some.builds > 0) {
                        int number = 1 + random.nextInt(some.builds);
                        some.deleted.add(number);
                        events.add(new LedgerEvent.BuildDeleted(
                                new BuildDeletion(new BuildReference(some.name, number, null), at)));
                    }
                }
                default -> {
                    some.builds++;
                    events.add(build(some.name, some.builds, at));
                    builds.add(new Expected(some, some.builds));
                }
            }
        }

        List<Build> read = read(events);

        assertThat(read).hasSameSizeAs(builds);
        Map<String, Job> owners = new HashMap<>();
        for (int i = 0; i < read.size(); i++) {
            Build build = read.get(i);
            Expected expected = builds.get(i);
            assertThat(JobNames.shown(build.reference().job())).isEqualTo(expected.job().name);
            assertThat(build.service()).isEqualTo(expected.job().name);
            assertThat(build.reference().number()).isEqualTo(expected.number());
            boolean gone = expected.job().gone || expected.job().deleted.contains(expected.number());
            assertThat(build.reference().url())
                    .isEqualTo(gone ? null : "job/" + expected.job().name + "/" + expected.number() + "/");
            // no two jobs share a name, and no job has two
            assertThat(owners.computeIfAbsent(build.reference().job(), name -> expected.job()))
                    .isSameAs(expected.job());
        }
        assertThat(owners.values()).doesNotHaveDuplicates();
    }

    private static LedgerEvent build(String job, int number, Instant at) {
        return new LedgerEvent.BuildRecorded(new Build(
                new BuildReference(job, number, "job/" + job + "/" + number + "/"),
                null,
                BuildResult.SUCCESSFUL,
                at,
                1,
                null,
                List.of(),
                null,
                null,
                List.of()));
    }

    private static List<Build> read(List<LedgerEvent> events) throws Exception {
        Path directory = Files.createTempDirectory("names");
        try {
            JournalFiles files = new JournalFiles(directory);
            Files.createDirectories(files.directory());
            try (Journal journal = new Journal(
                    files,
                    new JournalCatalog(files),
                    LedgerIdentity.readOrCreate(directory).controller(),
                    Clock.fixed(START, ZoneOffset.UTC))) {
                journal.append(events);
                JobNames names = JobNames.read(files, journal.end());
                return new JournalReader(files, 1 << 20, names)
                        .read(JournalPosition.START, journal.end()).entries().stream()
                                .map(entry -> entry.event().fact())
                                .filter(Build.class::isInstance)
                                .map(Build.class::cast)
                                .toList();
            }
        } finally {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    @Test
    void anAddressFollowsItsJob() {
        assertThat(JobAddress.of("team/feature%2Flogin")).isEqualTo("job/team/job/feature%252Flogin/");
        assertThat(JobAddress.moved("https://ci.example.com/job/a/job/b/7/", "a/b", "c d"))
                .isEqualTo("https://ci.example.com/job/c%20d/7/");
        assertThat(JobAddress.moved("https://ci.example.com/other/7/", "a/b", "c"))
                .isEqualTo("https://ci.example.com/other/7/");
    }
}
