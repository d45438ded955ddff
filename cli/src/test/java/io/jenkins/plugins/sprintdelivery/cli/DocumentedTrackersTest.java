package io.jenkins.plugins.sprintdelivery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.sprintdelivery.core.settings.SettingsReader;
import io.jenkins.plugins.sprintdelivery.core.settings.TrackerEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What {@code docs/trackers.md} shows for the settings file is read as it stands there. */
class DocumentedTrackersTest {

    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    private static List<String> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(Path.of("../docs/trackers.md")))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static TrackerEntry entry(String block) {
        List<TrackerEntry> read = SettingsReader.read("trackers:\n  site:\n" + block.indent(4), "trackers.md")
                .trackers();
        assertThat(read).as(block).hasSize(1);
        return read.get(0);
    }

    @Test
    void everyTypeHasAnExampleThatIsRead() throws IOException {
        assertThat(blocks().stream()
                        .filter(block -> block.startsWith("type:"))
                        .map(DocumentedTrackersTest::entry)
                        .map(entry -> entry.site().type().label())
                        .collect(Collectors.toSet()))
                .isEqualTo(SettingsReader.trackerTypes());
    }

    @Test
    void theFirstExampleIsReadToo() throws IOException {
        assertThat(SettingsReader.read(blocks().get(0), "trackers.md").trackers())
                .singleElement()
                .satisfies(entry -> assertThat(entry.site().keys()).containsExactlyInAnyOrder("SHOP", "WEB"));
    }
}
