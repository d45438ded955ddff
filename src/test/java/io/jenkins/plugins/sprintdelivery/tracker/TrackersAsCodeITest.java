package io.jenkins.plugins.sprintdelivery.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.junit.jupiter.WithJenkinsConfiguredWithCode;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import io.jenkins.plugins.sprintdelivery.core.tracker.WriteBack;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
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
}
