package io.jenkins.plugins.sprintdelivery.core.ledger.backfill;

import io.jenkins.plugins.sprintdelivery.core.ledger.JobAddress;
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
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Builds as they lie in a {@code JENKINS_HOME}, read without Jenkins: jobs in folders and the branches of multibranch
 * projects, each with its {@code builds/N/build.xml} and the changelogs beside it. Nothing is written, no link between
 * directories is followed, and what a running Jenkins deletes meanwhile is gone. Of one thread at a time.
 */
public final class JenkinsHome implements EarlierBuilds {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_NAME = 4_096;

    private final Path home;
    private final TicketsOfMessage tickets;
    private final Map<String, Job> jobs = new TreeMap<>();

    /** Finds the tickets that a commit's message refers to. */
    @FunctionalInterface
    public interface TicketsOfMessage {
        /** Keys of the tickets, none twice. */
        List<String> in(String commit, String message);
    }

    private record Job(Path directory, String service) {}

    /**
     * @param home the directory that holds {@code jobs}
     * @throws IOException if it does not
     */
    public JenkinsHome(Path home, TicketsOfMessage tickets) throws IOException {
        this.home = home;
        this.tickets = tickets;
        if (!Files.isDirectory(home.resolve("jobs"))) {
            throw new IOException(home + " holds no directory 'jobs'; name the directory that is JENKINS_HOME");
        }
    }

    @Override
    public List<String> jobs() throws IOException {
        jobs.clear();
        findIn(home.resolve("jobs"), "", false, 0);
        return List.copyOf(jobs.keySet());
    }

    /** Finds the items of a folder, or the branches of a multibranch project. */
    private void findIn(Path items, String folder, boolean branches, int depth) throws IOException {
        for (Path item : children(items)) {
            if (!Files.isDirectory(item, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            String name = folder.isEmpty() ? nameOf(item) : folder + "/" + nameOf(item);
            if (Files.isDirectory(item.resolve("builds"))) {
                jobs.put(name, new Job(item, branches ? folder : name));
            }
            if (depth < MAX_DEPTH) {
                findIn(item.resolve("jobs"), name, false, depth + 1);
                findIn(item.resolve("branches"), name, true, depth + 1);
            }
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** Directories of computed items have shortened names; the real one is in a file of theirs. */
    private static String nameOf(Path item) throws IOException {
        Path file = item.resolve("name-utf8.txt");
        if (Files.isRegularFile(file) && Files.size(file) <= MAX_NAME) {
            String name = Files.readString(file).strip();
            if (!name.isEmpty()) {
                return name;
            }
        }
        return item.toFile().getName();
    }

    @Override
    public List<Integer> numbers(String job) throws IOException {
        return children(job(job).directory().resolve("builds")).stream()
                .map(build -> build.toFile().getName())
                // links such as lastSuccessfulBuild, and directories that were named by date, are others
                .filter(name -> name.matches("[1-9]\\d{0,8}"))
                .map(Integer::valueOf)
                .sorted()
                .toList();
    }

    private Job job(String name) throws IOException {
        if (jobs.isEmpty()) {
            jobs();
        }
        Job job = jobs.get(name);
        if (job == null) {
            throw new IOException("there is no job '" + name + "' with builds in " + home.resolve("jobs"));
        }
        return job;
    }

    @Override
    public Optional<EarlierBuild> read(String job, int number) throws IOException {
        Path directory = job(job).directory().resolve("builds").resolve(Integer.toString(number));
        BuildXml.Content content = BuildXml.read(directory.resolve("build.xml"), number);
        if (content.result() == null) {
            return Optional.empty();
        }
        List<Commit> commits = commits(directory);
        Set<String> carried = new LinkedHashSet<>();
        commits.forEach(commit -> carried.addAll(commit.tickets()));
        Build build = new Build(
                new BuildReference(job, number, JobAddress.of(job) + number + "/"),
                job(job).service(),
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
