package io.jenkins.plugins.sprintdelivery.cli.junitxml;

import io.jenkins.plugins.sprintdelivery.cli.InputException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * Finds files by a pattern such as {@code target/surefire-reports/*.xml}: two stars stand for any number of
 * directories, none included; {@code *}, {@code ?}, {@code [a-z]} and {@code {a,b}} for parts of one name. Directories
 * that cannot hold a match, and {@code .git}, are not looked into.
 */
final class ReportGlob {

    static final int MAX_FILES = 100_000;

    private static final String ANY_DEPTH = "**";

    private final String pattern;
    private final Path start;
    private final List<Segment> segments = new ArrayList<>();

    /**
     * A pattern.
     *
     * @param base the directory that a relative pattern is relative to
     * @throws InputException if it is no pattern
     */
    ReportGlob(Path base, String pattern) {
        this.pattern = pattern;
        try {
            Path root = pattern.startsWith("/") ? base.toAbsolutePath().getRoot() : base;
            List<String> names = new ArrayList<>(List.of(pattern.split("/+")));
            names.removeIf(name -> name.isEmpty() || name.equals("."));
            while (names.size() > 1 && !isPattern(names.get(0))) {
                root = root.resolve(names.remove(0));
            }
            start = root;
            for (String name : names) {
                boolean repeated = name.equals(ANY_DEPTH)
                        && !segments.isEmpty()
                        && segments.get(segments.size() - 1).anyDepth();
                if (!repeated) {
                    segments.add(Segment.of(name));
                }
            }
        } catch (PatternSyntaxException | InvalidPathException problem) {
            String reason = problem.getMessage().lines().findFirst().orElse("");
            throw new InputException("'" + pattern + "' is no file pattern: " + reason, problem);
        }
        if (segments.isEmpty()) {
            throw new InputException("'" + pattern + "' is no file pattern; give one such as 'reports/*.xml'");
        }
    }

    /** The files that match, sorted by their paths, without symbolic links on the way. */
    List<Path> files() {
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        Search search = new Search();
        try {
            Files.walkFileTree(start.toRealPath(), search);
        } catch (IOException problem) {
            throw new InputException("cannot look for '" + pattern + "': " + problem, problem);
        }
        Collections.sort(search.found);
        return search.found;
    }

    private static boolean isPattern(String name) {
        return name.chars().anyMatch(c -> "*?[]{}\\".indexOf(c) >= 0);
    }

    private BitSet reachable(BitSet from, Path name) {
        BitSet next = new BitSet();
        for (int i = from.nextSetBit(0); i >= 0 && i < segments.size(); i = from.nextSetBit(i + 1)) {
            if (segments.get(i).anyDepth()) {
                next.set(i);
            } else if (segments.get(i).matcher().matches(name)) {
                next.set(i + 1);
            }
        }
        return withSkipped(next);
    }

    // two stars may stand for no directory at all
    private BitSet withSkipped(BitSet positions) {
        for (int i = positions.nextSetBit(0); i >= 0 && i < segments.size(); i = positions.nextSetBit(i + 1)) {
            if (segments.get(i).anyDepth()) {
                positions.set(i + 1);
            }
        }
        return positions;
    }

    /** One name of the pattern. */
    private record Segment(boolean anyDepth, PathMatcher matcher) {
        private static Segment of(String name) {
            return new Segment(name.equals(ANY_DEPTH), FileSystems.getDefault().getPathMatcher("glob:" + name));
        }
    }

    /** One walk; for each directory on the way it keeps which positions of the pattern are reached there. */
    private final class Search extends SimpleFileVisitor<Path> {

        private final List<Path> found = new ArrayList<>();
        private final Deque<BitSet> positions = new ArrayDeque<>();

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            if (positions.isEmpty()) {
                BitSet first = new BitSet();
                first.set(0);
                positions.push(withSkipped(first));
                return FileVisitResult.CONTINUE;
            }
            Path name = directory.getFileName();
            BitSet next = reachable(positions.element(), name);
            if (next.isEmpty() || name.toString().equals(".git")) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            positions.push(next);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (reachable(positions.element(), file.getFileName()).get(segments.size()) && Files.isRegularFile(file)) {
                if (found.size() == MAX_FILES) {
                    throw new InputException("more than " + MAX_FILES + " files match '" + pattern + "'");
                }
                found.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        // a report that nobody may read must not look like one that is not there
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException problem) {
            if (!positions.isEmpty()
                    && reachable(positions.element(), file.getFileName()).isEmpty()) {
                return FileVisitResult.CONTINUE;
            }
            throw new InputException(
                    "cannot look into " + file + " for '" + pattern + "'; make it readable or narrow the pattern",
                    problem);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException problem) {
            positions.pop();
            return FileVisitResult.CONTINUE;
        }
    }
}
