package io.jenkins.plugins.sprintdelivery.core.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Bounds how much a release changes.
 *
 * @param maxCommits the most commits, or null for any number
 * @param maxFiles the most files, or null for any number
 * @param maxLines the most lines added or removed, or null for any number
 */
public record ChangeSize(Integer maxCommits, Integer maxFiles, Integer maxLines, ConditionSeverity severity)
        implements Check {

    public static final String TYPE = "change.size";

    public ChangeSize {
        Objects.requireNonNull(severity, "severity");
        if (maxCommits == null && maxFiles == null && maxLines == null) {
            throw new IllegalArgumentException("bound commits, files or lines");
        }
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String expected() {
        List<String> bounds = new ArrayList<>();
        bound(maxCommits, "commit", bounds);
        bound(maxFiles, "file", bounds);
        bound(maxLines, "line", bounds);
        return "at most " + String.join(", ", bounds);
    }

    private static void bound(Integer max, String what, List<String> bounds) {
        if (max != null) {
            bounds.add(Words.count(max, what));
        }
    }

    @Override
    public Set<Need<?>> needs() {
        return Set.of(new Need.Changes());
    }

    @Override
    public boolean canChange() {
        return false;
    }

    @Override
    public Finding judge(GateFacts facts, PolicyPart part) {
        return facts.get(new Need.Changes())
                .judge(changes -> Finding.of(
                                isWithin(changes.commits(), maxCommits)
                                        && isWithin(changes.files(), maxFiles)
                                        && isWithin(changes.lines(), maxLines),
                                new Need.Changes().describe(changes),
                                List.of())
                        .orElse("release less at once"));
    }

    private static boolean isWithin(int number, Integer max) {
        return max == null || number <= max;
    }
}
