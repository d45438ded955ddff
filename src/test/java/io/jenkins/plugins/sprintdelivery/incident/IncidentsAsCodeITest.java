package io.jenkins.plugins.sprintdelivery.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.junit.jupiter.WithJenkinsConfiguredWithCode;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

@WithJenkinsConfiguredWithCode
class IncidentsAsCodeITest {

    @Test
    @ConfiguredWithCode("incidents.yml")
    void sourcesAreReadAndWrittenAgain(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        assertThat(IncidentsConfiguration.get().getSources())
                .singleElement()
                .satisfies(source -> assertThat(source.toRules(Environment::named))
                        .satisfies(rules -> {
                            assertThat(rules.services()).isEqualTo(Map.of("checkout-api", "checkout"));
                            assertThat(rules.environments()).isEqualTo(Map.of("prod-eu", "production"));
                            assertThat(rules.defaultEnvironment()).isEqualTo("staging");
                        }));
        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(exported);
        assertThat(exported.toString(StandardCharsets.UTF_8))
                .contains("sprintIncidents:")
                .contains("credentialsId: \"alertmanager-secret\"");
    }
}
