package io.jenkins.plugins.sprintdelivery.core.settings;

import java.io.Serializable;
import java.util.Objects;

/**
 * One thing that is wrong with a settings file.
 *
 * @param file the name of the file
 * @param line where, from 1
 * @param column where in the line, from 1
 * @param path the field, such as {@code gates.policies.release.conditions[0].max}; empty for the file as a whole
 * @param message what is wrong and what would be right
 */
public record SettingsProblem(String file, int line, int column, String path, String message) implements Serializable {
    public SettingsProblem {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(message, "message");
    }

    /** One line for people: {@code file:line:column: path: message}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
