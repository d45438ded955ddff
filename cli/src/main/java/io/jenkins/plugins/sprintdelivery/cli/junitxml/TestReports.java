package io.jenkins.plugins.sprintdelivery.cli.junitxml;

import io.jenkins.plugins.sprintdelivery.cli.InputException;
import io.jenkins.plugins.sprintdelivery.core.gate.ReleasedTestFacts;
import io.jenkins.plugins.sprintdelivery.core.gate.TestFacts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Reads all test reports that patterns find below a directory. */
public final class TestReports {

    private final Path base;

    /**
     * Reports of one project.
     *
     * @param base the directory that relative patterns, and the names in messages, are relative to
     */
    public TestReports(Path base) {
        this.base = base;
    }

    /**
     * The tests of all reports, each file read once. That no file matches is no error: it is a fact for the gate.
     *
     * @param patterns which files, such as {@code reports/*.xml}
     * @throws InputException if a file is no readable report; names it with the line
     */
    public TestFacts read(Collection<String> patterns) {
        Set<Path> files = new TreeSet<>();
        patterns.forEach(pattern -> files.addAll(new ReportGlob(base, pattern).files()));
        TestTally tally = new TestTally();
        for (Path file : files) {
            read(file, tally);
        }
        return tally.facts(absence(patterns, files.size()));
    }

    /**
     * The tests of an earlier build.
     *
     * @throws InputException if there is no such report
     */
    public ReleasedTestFacts baseline(Collection<String> patterns) {
        TestFacts tests = read(patterns);
        if (tests.counts().total() == 0) {
            throw new InputException("there is no baseline: " + tests.absence());
        }
        return new ReleasedTestFacts("the build of " + quoted(patterns), Set.copyOf(tests.failing()), tests.duration());
    }

    private void read(Path file, TestTally tally) {
        String name = name(file);
        try (InputStream input = Files.newInputStream(file)) {
            JUnitXmlReader.read(input, name, tally);
        } catch (IOException problem) {
            throw new InputException(name + " cannot be read: " + problem, problem);
        }
    }

    private String name(Path file) {
        try {
            Path root = base.toRealPath();
            return file.startsWith(root) ? root.relativize(file).toString() : file.toString();
        } catch (IOException problem) {
            throw new InputException(base + " cannot be read: " + problem, problem);
        }
    }

    private String absence(Collection<String> patterns, int files) {
        if (files == 0) {
            return "no file matches " + quoted(patterns) + " in " + base;
        }
        return files == 1
                ? "the file that matches " + quoted(patterns) + " holds no test"
                : "the " + files + " files that match " + quoted(patterns) + " hold no test";
    }

    private static String quoted(Collection<String> patterns) {
        return patterns.stream().map(pattern -> "'" + pattern + "'").collect(Collectors.joining(", "));
    }
}
