package io.jenkins.plugins.sprintdelivery.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.junit.jupiter.WithJenkinsConfiguredWithCode;
import io.jenkins.plugins.sprintdelivery.core.sink.ContentMode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@WithJenkinsConfiguredWithCode
class EventSinksAsCodeITest {

    @Test
    @ConfiguredWithCode("sinks.yml")
    void sinksAreReadAndWrittenAgain(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        assertThat(EventSinksConfiguration.get().getSinks())
                .extracting(source -> source.toSettings().mode())
                .containsExactly(ContentMode.STRUCTURED, ContentMode.BINARY);

        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(exported);
        assertThat(exported.toString(StandardCharsets.UTF_8))
                .contains("sprintEventSinks:")
                .contains("credentialsId: \"broker-token\"")
                .contains("url: \"http://archive.example.com:8080/in?topic=delivery\"");
    }
}
