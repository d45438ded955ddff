package io.jenkins.plugins.sprintdelivery.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.ConfiguratorException;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.junit.jupiter.WithJenkinsConfiguredWithCode;
import io.jenkins.plugins.sprintdelivery.core.sprint.CadenceCalendar;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithJenkinsConfiguredWithCode
class ConfigurationAsCodeITest {

    @TempDir
    private Path directory;

    @Test
    @ConfiguredWithCode("cadence.yml")
    void everythingIsReadAndWrittenAgain(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        SprintSettings settings = SprintDeliveryConfiguration.get().getDefaults();
        assertThat(settings.getCalendar().toCalendar())
                .isEqualTo(new CadenceCalendar(
                        "Blue", LocalDate.parse("2026-01-05"), 14, 20, "Iteration {n}", ZoneId.of("Europe/Berlin")));
        assertThat(settings.getTicketProjects()).isEqualTo("SHOP, CART");
        assertThat(settings.getIgnoredPrefixes()).isEqualTo("POC");
        assertThat(settings.isIssueNumbers()).isTrue();
        assertThat(EffectiveSettings.parse(settings.getPolicies(), "test", ZoneId.of("UTC"))
                        .policies()
                        .choose("release")
                        .conditions())
                .hasSize(1);
        assertThat(settings.getFreezeCalendars())
                .extracting(calendar ->
                        calendar.toCalendar(ZoneId.of("UTC")).freezes().get(0).name())
                .containsExactly("Inventory");
        List<GateEndpoint> endpoints = SprintDeliveryConfiguration.get().getEndpoints();
        assertThat(endpoints).extracting(GateEndpoint::getCredentialsId).containsExactly("quality-token");

        ByteArrayOutputStream exported = new ByteArrayOutputStream();
        ConfigurationAsCode.get().export(exported);
        String yaml = exported.toString(StandardCharsets.UTF_8);
        SprintDeliveryConfiguration.get().setDefaults(null);
        SprintDeliveryConfiguration.get().setEndpoints(null);
        Path file = Files.writeString(directory.resolve("jenkins.yml"), section(yaml));
        ConfigurationAsCode.get().configure(file.toString());

        jenkins.assertEqualDataBoundBeans(
                settings, SprintDeliveryConfiguration.get().getDefaults());
        jenkins.assertEqualDataBoundBeans(
                endpoints, SprintDeliveryConfiguration.get().getEndpoints());
    }

    @Test
    @ConfiguredWithCode("list.yml")
    void sprintsMayBeListed(JenkinsConfiguredWithCodeRule jenkins) {
        ListedCalendarSource calendar = (ListedCalendarSource)
                SprintDeliveryConfiguration.get().getDefaults().getCalendar();

        assertThat(calendar.getSprints()).extracting(sprint -> sprint.getName()).containsExactly("Summer", "Autumn");
    }

    @Test
    @ConfiguredWithCode(
            value = "wrong-day.yml",
            expected = ConfiguratorException.class,
            message = "Failed to configure 'calendar'")
    void aWrongDayIsRefused(JenkinsConfiguredWithCodeRule jenkins) {
        assertThat(SprintDeliveryConfiguration.get().getDefaults().getCalendar())
                .isNull();
    }

    /** The exported section of this plugin alone: other plugins' exports need not be importable. */
    private static String section(String yaml) {
        StringBuilder section = new StringBuilder("unclassified:\n");
        boolean ours = false;
        for (String line : yaml.split("\n")) {
            if (line.startsWith("  ") && !line.startsWith("   ")) {
                ours = line.startsWith("  sprintDelivery:");
            } else if (!line.startsWith(" ")) {
                ours = false;
            }
            if (ours) {
                section.append(line).append('\n');
            }
        }
        assertThat(section.toString()).contains("calendar");
        return section.toString();
    }
}
