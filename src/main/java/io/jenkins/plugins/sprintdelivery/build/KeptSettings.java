package io.jenkins.plugins.sprintdelivery.build;

import hudson.model.Run;
import hudson.util.AtomicFileWriter;
import io.jenkins.plugins.sprintdelivery.config.RepositorySettings;
import io.jenkins.plugins.sprintdelivery.core.settings.DeliverySettings;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The repository's settings file as a build found it, kept in a file beside its {@code build.xml}: it may be many times
 * as long as everything else that is kept of the build, and hardly any page asks for it. It goes when the build does.
 */
final class KeptSettings {

    private static final Logger LOGGER = Logger.getLogger(KeptSettings.class.getName());

    private KeptSettings() {}

    private static Path file(Run<?, ?> run) {
        return run.getRootDir().toPath().resolve("sprint-delivery.yml");
    }

    /** What the file says, or null where the build found none, or it cannot be used any more. Reads the disk. */
    static DeliverySettings read(Run<?, ?> run) {
        Path file = file(run);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try {
            return RepositorySettings.parse(Files.readString(file));
        } catch (IOException | SettingsException e) {
            LOGGER.log(
                    Level.WARNING,
                    e,
                    () -> "The settings that " + run + " found in its repository cannot be read and are left out");
            return null;
        }
    }

    /** Keeps the file's text. What cannot be kept is logged, and is known until the controller is restarted. */
    static void write(Run<?, ?> run, String text) {
        try (AtomicFileWriter writer = new AtomicFileWriter(file(run), StandardCharsets.UTF_8)) {
            writer.write(text);
            writer.commit();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "The settings that " + run + " found in its repository cannot be kept");
        }
    }
}
