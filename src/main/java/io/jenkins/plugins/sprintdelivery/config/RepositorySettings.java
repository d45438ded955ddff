package io.jenkins.plugins.sprintdelivery.config;

import hudson.FilePath;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.sprintdelivery.core.settings.DeliverySettings;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.ZoneOffset;
import jenkins.MasterToSlaveFileCallable;

/** Reads the settings file of the repository that is checked out in a workspace. Blocks on the agent. */
public final class RepositorySettings {

    private RepositorySettings() {}

    /**
     * The text of {@code .sprint-delivery.yml} at the root of the workspace.
     *
     * @param workspace where to look, or null where there is no workspace
     * @return the text, or null where there is no file
     */
    public static String text(FilePath workspace) throws IOException, InterruptedException {
        return workspace == null ? null : workspace.act(new ReadFile());
    }

    /**
     * The settings that a text says.
     *
     * @param text what {@link #text} read, or null
     * @return the settings, or null where there is no text
     * @throws io.jenkins.plugins.sprintdelivery.core.settings.SettingsException if the text cannot be used
     */
    public static DeliverySettings parse(String text) {
        return text == null ? null : ParsedSettings.read(text, DeliverySettings.FILE_NAME, ZoneOffset.UTC);
    }

    private static final class ReadFile extends MasterToSlaveFileCallable<String> {

        private static final long serialVersionUID = 1L;

        /** One byte more than the reader takes, so that the reader sees and refuses what is too long. */
        private static final int MAX_BYTES = 256 * 1024 + 1;

        @Override
        public String invoke(File workspace, VirtualChannel channel) throws IOException {
            Path file = workspace.toPath().resolve(DeliverySettings.FILE_NAME);
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return null;
            }
            try (InputStream in = Files.newInputStream(file)) {
                return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
            }
        }
    }
}
