package io.jenkins.plugins.sprintdelivery.core.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file, so that a person sees everything at once. For one thread. */
final class Problems {

    private static final int MAX_PROBLEMS = 50;

    private final String file;
    private final List<SettingsProblem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void add(Position at, String path, String message) {
        if (found.size() < MAX_PROBLEMS) {
            found.add(new SettingsProblem(file, at.line(), at.column(), path, message));
        }
    }

    /**
     * Ends the reading here.
     *
     * @throws SettingsException if anything is wrong
     */
    void throwIfAny() {
        if (!found.isEmpty()) {
            found.sort(Comparator.comparingInt(SettingsProblem::line).thenComparingInt(SettingsProblem::column));
            throw new SettingsException(found);
        }
    }
}
