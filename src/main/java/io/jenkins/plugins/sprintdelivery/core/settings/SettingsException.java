package io.jenkins.plugins.sprintdelivery.core.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A settings file cannot be used. The message has one line for each problem, in the order of the file. */
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ArrayList<SettingsProblem> problems;

    SettingsException(List<SettingsProblem> problems) {
        super(problems.stream().map(SettingsProblem::toString).collect(Collectors.joining("\n")));
        this.problems = new ArrayList<>(problems);
    }

    /** All problems, in the order of the file. */
    public List<SettingsProblem> problems() {
        return List.copyOf(problems);
    }
}
