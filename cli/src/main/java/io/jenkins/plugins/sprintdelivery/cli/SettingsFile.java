package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.cli.git.GitRepository;
import io.jenkins.plugins.sprintdelivery.core.settings.DeliverySettings;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsException;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the settings that hold for a command and reads them. */
public final class SettingsFile {

    private static final int MAX_BYTES = 1024 * 1024;

    private SettingsFile() {}

    /**
     * The settings of the file that is named, otherwise of the one in the repository's root (in a bare repository: of
     * the one committed at HEAD), otherwise the default.
     *
     * @param named the file given by the user, or null
     * @throws InputException if the file cannot be used; one line for each problem in it
     */
    public static DeliverySettings load(Path named, GitRepository repository) {
        if (named != null) {
            return load(named);
        }
        String name = DeliverySettings.FILE_NAME;
        Optional<Path> root = repository.workTree();
        if (root.isPresent()) {
            Path file = root.get().resolve(name);
            return Files.exists(file) ? parse(text(file), name) : DeliverySettings.DEFAULT;
        }
        if (repository.isEmpty()) {
            return DeliverySettings.DEFAULT;
        }
        return repository
                .fileAt("HEAD", name, MAX_BYTES)
                .map(text -> parse(text, name))
                .orElse(DeliverySettings.DEFAULT);
    }

    /**
     * The settings of a file.
     *
     * @throws InputException if the file cannot be used; one line for each problem in it
     */
    public static DeliverySettings load(Path file) {
        return parse(text(file), file.toString());
    }

    private static DeliverySettings parse(String text, String name) {
        try {
            return SettingsReader.read(text, name);
        } catch (SettingsException problem) {
            throw new InputException(problem.getMessage(), problem);
        }
    }

    /**
     * The text of a file of bounded size.
     *
     * @throws InputException if it cannot be read
     */
    static String text(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(Files.exists(file) ? file + " is no file" : "there is no file " + file);
        }
        try (InputStream input = Files.newInputStream(file)) {
            byte[] bytes = input.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new InputException(file + " is larger than " + MAX_BYTES / 1024 + " kB");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException problem) {
            throw new InputException(file + " is not written in UTF-8", problem);
        } catch (IOException problem) {
            throw new InputException(file + " cannot be read: " + problem, problem);
        }
    }
}
