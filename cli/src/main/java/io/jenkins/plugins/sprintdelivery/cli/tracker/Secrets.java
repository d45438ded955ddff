package io.jenkins.plugins.sprintdelivery.cli.tracker;

import io.jenkins.plugins.sprintdelivery.core.settings.SecretName;
import io.jenkins.plugins.sprintdelivery.core.tracker.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Finds secrets by their names. No message holds any. */
final class Secrets {

    private final Path directory;
    private final UnaryOperator<String> environment;

    /**
     * Finds secrets.
     *
     * @param directory where relative paths begin
     * @param environment the value of a variable, or null
     */
    Secrets(Path directory, UnaryOperator<String> environment) {
        this.directory = Objects.requireNonNull(directory, "directory");
        this.environment = Objects.requireNonNull(environment, "environment");
    }

    /**
     * The secret of this name.
     *
     * @throws IllegalArgumentException if it is not there or cannot be one; the message names where it was looked for
     */
    Secret find(SecretName name) {
        String where = name instanceof SecretName.EnvironmentVariable variable
                ? "the environment variable " + variable.name()
                : "the file " + ((SecretName.SecretFile) name).path();
        String text = name instanceof SecretName.EnvironmentVariable variable
                ? environment.apply(variable.name())
                : read(((SecretName.SecretFile) name).path());
        if (text == null) {
            throw new IllegalArgumentException(where + ", which should hold the secret, is not there; set it");
        }
        try {
            return Secret.of(text);
        } catch (IllegalArgumentException problem) {
            throw new IllegalArgumentException(where + " holds no secret that can be used: " + problem.getMessage());
        }
    }

    private String read(String path) {
        Path file = directory.resolve(path);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try (InputStream input = Files.newInputStream(file)) {
            return new String(input.readNBytes(2 * Secret.MAX_LENGTH), StandardCharsets.UTF_8);
        } catch (IOException problem) {
            throw new IllegalArgumentException("the file " + path + " cannot be read: "
                    + problem.getClass().getSimpleName());
        }
    }
}
