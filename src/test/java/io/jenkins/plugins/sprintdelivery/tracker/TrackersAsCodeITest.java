package io.jenkins.plugins.sprintdelivery.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.junit.jupiter.WithJenkinsConfiguredWithCode;
import io.jenkins.plugins.casc.yaml.YamlSource;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsReader;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import io.jenkins.plugins.sprintdelivery.core.tracker.WriteBack;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@WithJenkinsConfiguredWithCode
class TrackersAsCodeITest {

    @Test
    @ConfiguredWithCode("trackers.yml")
    void trackersAreReadAndWrittenAgain(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        List<TrackerSource> trackers = TrackersConfiguration.get().getTrackers();

        assertThat(trackers).extracting(TrackerSource::getName).containsExactly("shop", "code");
        assertThat(trackers.get(0).toSettings("ci@acme.com", null).keys()).isEqualTo(Set.of("SHOP", "WEB"));
        assertThat(trackers.get(0).getWebhookCredentialsId()).isEqualTo("jira-webhook");
        assertThat(trackers.get(1).toSettings(null, null).type()).isEqualTo(new TrackerType.GitHub("acme/shop"));
        assertThat(trackers.get(0).toSettings("ci@acme.com", "cl1ent").writes())
                .containsExactlyInAnyOrder(WriteBack.BUILDS, WriteBack.DEPLOYMENTS);
        assertThat(trackers.get(0).getWriteCredentialsId()).isEqualTo("jira-oauth");
        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(exported);
        assertThat(exported.toString(StandardCharsets.UTF_8))
                .contains("sprintTrackers:")
                .contains("repository: acme/shop");
    }

    /** Each example of {@code docs/trackers.md}, as it stands there. */
    @Test
    @ConfiguredWithCode("trackers.yml")
    void theDocumentedExamplesAreRead(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        Set<String> types = new TreeSet<>();
        for (String block : Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/trackers.md")))
                .results()
                .map(found -> found.group(1))
                .toList()) {
            if (block.startsWith("unclassified:")) {
                types.addAll(read(block));
            } else if (block.startsWith("- name:")) {
                types.addAll(read("unclassified:\n  sprintTrackers:\n    trackers:\n" + block.indent(6)));
            }
        }

        assertThat(types).isEqualTo(new TreeSet<>(SettingsReader.trackerTypes()));
    }

    private static List<String> read(String yaml) throws Exception {
        ConfigurationAsCode.get()
                .configureWith(YamlSource.of(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))));
        List<String> types = new ArrayList<>();
        for (TrackerSource source : TrackersConfiguration.get().getTrackers()) {
            assertThat(source.getCredentialsId()).as(yaml).isNotNull();
            types.add(source.toSettings("user", "client").type().label());
        }
        return types;
    }
}
