package io.jenkins.plugins.sprintdelivery.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.junit.jupiter.WithJenkinsConfiguredWithCode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

@WithJenkinsConfiguredWithCode
class ReportsAsCodeITest {

    @Test
    @ConfiguredWithCode("reports.yml")
    void mailingsAreReadAndWrittenAgain(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        assertThat(ReportsConfiguration.get().getMailings())
                .extracting(ReportMailing::getTeam, ReportMailing::getSchedule)
                .containsExactly(tuple("Blue", null), tuple(null, "H 8 * * 1"));
        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(exported);
        assertThat(exported.toString(StandardCharsets.UTF_8))
                .contains("sprintReports:")
                .contains("schedule: \"H 8 * * 1\"");
    }
}
