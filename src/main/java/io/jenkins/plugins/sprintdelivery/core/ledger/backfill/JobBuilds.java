package io.jenkins.plugins.sprintdelivery.core.ledger.backfill;

import io.jenkins.plugins.sprintdelivery.core.ledger.journal.JobAddress;
import io.jenkins.plugins.sprintdelivery.core.model.Build;
import io.jenkins.plugins.sprintdelivery.core.model.BuildReference;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The builds of one job as Jenkins keeps them: a directory of directories by number, each with its {@code build.xml} and
 * the changelogs beside it. Nothing is written, no link between directories is followed, and what a running Jenkins
 * deletes meanwhile is gone. Of one thread at a time.
 */
public final class JobBuilds {

    private final String job;
    private final String service;
    private final Path builds;
    private final TicketsOfMessage tickets;

    /**
     * @param job the job's full name
     * @param service what it builds
     * @param builds the directory of its builds, which need not be there
     */
    public JobBuilds(String job, String service, Path builds, TicketsOfMessage tickets) {
        this.job = job;
        this.service = service;
        this.builds = builds;
        this.tickets = tickets;
    }

    /** The numbers of the builds, rising. */
    public List<Integer> numbers() throws IOException {
        return children(builds).stream()
                .map(build -> build.toFile().getName())
                // links such as lastSuccessfulBuild, and directories that were named by date, are others
                .filter(name -> name.matches("[1-9]\\d{0,8}"))
                .map(Integer::valueOf)
                .sorted()
                .toList();
    }

    /** What lies in a directory, by name; nothing where there is none. */
    static List<Path> children(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** As {@link EarlierBuilds#read}. */
    public Optional<EarlierBuild> read(int number) throws IOException {
        Path directory = builds.resolve(Integer.toString(number));
        BuildXml.Content content = BuildXml.read(directory.resolve("build.xml"), number);
        if (content.result() == null) {
            return Optional.empty();
        }
        List<Commit> commits = commits(directory);
        Set<String> carried = new LinkedHashSet<>();
        commits.forEach(commit -> carried.addAll(commit.tickets()));
        Build build = new Build(
                new BuildReference(job, number, JobAddress.of(job) + number + "/"),
                service,
                content.result(),
                content.started(),
                content.durationMillis(),
                null,
                List.copyOf(carried),
                content.tests(),
                null,
                commits.isEmpty()
                        ? Stream.ofNullable(newRevision(directory, content, number))
                                .toList()
                        : commits.stream().map(Commit::id).toList());
        return Optional.of(new EarlierBuild(build, commits));
    }

    private List<Commit> commits(Path build) throws IOException {
        Map<String, Commit> commits = new LinkedHashMap<>();
        for (Path file : children(build)) {
            if (file.toFile().getName().matches("changelog\\d*\\.xml")) {
                for (GitChangelog.Entry entry : GitChangelog.read(file)) {
                    commits.putIfAbsent(entry.id(), commit(entry));
                }
            }
        }
        return new ArrayList<>(commits.values());
    }

    private Commit commit(GitChangelog.Entry entry) {
        return new Commit(
                entry.id(),
                entry.authored(),
                entry.message().lines().findFirst().orElse(""),
                tickets.in(entry.id(), entry.message()));
    }

    /** A build without a changelog carries at least the commit that it built, where the build before had another one. */
    private static String newRevision(Path directory, BuildXml.Content content, int number) {
        if (content.revision() == null) {
            return null;
        }
        try {
            Path before = directory.resolveSibling(Integer.toString(number - 1)).resolve("build.xml");
            String revision = BuildXml.read(before, number - 1).revision();
            return content.revision().equals(revision) ? null : content.revision();
        } catch (IOException e) {
            // nothing is known of the build before; the first one carries its commit in any case
            return number == 1 ? content.revision() : null;
        }
    }
}
