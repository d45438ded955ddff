package io.jenkins.plugins.sprintdelivery.core.ledger.backfill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Builds as they lie in a {@code JENKINS_HOME}, read without Jenkins: jobs in folders and the branches of multibranch
 * projects. Nothing is written, no link between directories is followed, and what a running Jenkins deletes meanwhile is
 * gone. Of one thread at a time.
 */
public final class JenkinsHome implements EarlierBuilds {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_NAME = 4_096;

    private final Path home;
    private final BuildsDirectory buildsDirectory;
    private final TicketsOfMessage tickets;
    private final Map<String, JobBuilds> jobs = new TreeMap<>();

    /**
     * @param home the directory that holds {@code jobs}
     * @param buildsDirectory where the builds of each job are
     * @throws IOException if it does not
     */
    public JenkinsHome(Path home, BuildsDirectory buildsDirectory, TicketsOfMessage tickets) throws IOException {
        this.home = home;
        this.buildsDirectory = buildsDirectory;
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
        for (Path item : JobBuilds.children(items)) {
            if (!Files.isDirectory(item, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            String name = folder.isEmpty() ? nameOf(item) : folder + "/" + nameOf(item);
            Path inFolder = item.resolve("jobs");
            Path inProject = item.resolve("branches");
            Path builds = buildsDirectory.of(home, item, name);
            // a folder has no builds; outside of the home a directory of its name may hold those of its jobs
            if (Files.isDirectory(builds) && !Files.isDirectory(inFolder) && !Files.isDirectory(inProject)) {
                jobs.put(name, new JobBuilds(name, branches ? folder : name, builds, tickets));
            }
            if (depth < MAX_DEPTH) {
                findIn(inFolder, name, false, depth + 1);
                findIn(inProject, name, true, depth + 1);
            }
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
        return job(job).numbers();
    }

    @Override
    public Optional<EarlierBuild> read(String job, int number) throws IOException {
        return job(job).read(number);
    }

    private JobBuilds job(String name) throws IOException {
        if (jobs.isEmpty()) {
            jobs();
        }
        JobBuilds job = jobs.get(name);
        if (job == null) {
            throw new IOException("there is no job '" + name + "' with builds in " + home.resolve("jobs") + " and "
                    + buildsDirectory.pattern());
        }
        return job;
    }
}
