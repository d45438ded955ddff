package io.jenkins.plugins.sprintdelivery.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.AccessDeniedException3;
import hudson.util.FormValidation;
import java.util.List;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class ConfigurationITest {

    private static SprintSettings settings(String projects, String policies, CalendarSource calendar) {
        SprintSettings settings = new SprintSettings();
        settings.setTicketProjects(projects);
        settings.setPolicies(policies);
        settings.setCalendar(calendar);
        return settings;
    }

    private static String policy(String name, int max) {
        return "gates: {policies: {" + name + ": {conditions: [{type: tests.failed, max: " + max + "}]}}}";
    }

    @Test
    void theGlobalFormKeepsWhatWasEntered(JenkinsRule jenkins) throws Exception {
        CadenceCalendarSource calendar = new CadenceCalendarSource("2026-01-05", 7);
        calendar.setZone("Asia/Tokyo");
        calendar.setNamePattern("Week {week}");
        SprintSettings entered = settings("ABC, DEF", policy("release", 0), calendar);
        entered.setIssueNumbers(true);
        SprintDeliveryConfiguration.get().setDefaults(entered);

        jenkins.configRoundtrip();

        jenkins.assertEqualDataBoundBeans(
                entered, SprintDeliveryConfiguration.get().getDefaults());
        assertThat(SprintDeliveryConfiguration.get().getDefaults().getCalendar())
                .isInstanceOf(CadenceCalendarSource.class);
    }

    @Test
    void aListOfSprintsSurvivesTheForm(JenkinsRule jenkins) throws Exception {
        ListedCalendarSource calendar = new ListedCalendarSource(List.of(
                new ListedCalendarSource.ListedSprint("One", "2026-01-01", "2026-01-10"),
                new ListedCalendarSource.ListedSprint("Two", "2026-01-11", "2026-01-20")));
        SprintDeliveryConfiguration.get().setDefaults(settings(null, null, calendar));

        jenkins.configRoundtrip();

        jenkins.assertEqualDataBoundBeans(
                calendar, SprintDeliveryConfiguration.get().getDefaults().getCalendar());
    }

    @Test
    void addressesAndFreezeCalendarsSurviveTheFormAndCanBeTakenAway(JenkinsRule jenkins) throws Exception {
        GateEndpoint endpoint = new GateEndpoint("https://quality.example.com/api/");
        endpoint.setCredentialsId("gone");
        FreezeCalendarText text = new FreezeCalendarText(
                "company", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261224\nEND:VEVENT\nEND:VCALENDAR");
        text.setEnvironments("production, staging");
        text.setServices("shop");
        SprintSettings entered = settings(null, null, null);
        entered.setFreezeCalendars(List.of(text));
        SprintDeliveryConfiguration configuration = SprintDeliveryConfiguration.get();
        configuration.setDefaults(entered);
        configuration.setEndpoints(List.of(endpoint));

        jenkins.configRoundtrip();

        jenkins.assertEqualDataBoundBeans(entered, configuration.getDefaults());
        jenkins.assertEqualDataBoundBeans(List.of(endpoint), configuration.getEndpoints());
        configuration.setEndpoints(null);
        configuration.setDefaults(null);
        jenkins.configRoundtrip();
        assertThat(configuration.getEndpoints()).isEmpty();
        assertThat(configuration.getDefaults().getFreezeCalendars()).isEmpty();
    }

    @Test
    void theNearestFolderWinsAndTheRestIsInherited(JenkinsRule jenkins) throws Exception {
        SprintDeliveryConfiguration.get()
                .setDefaults(settings("GLOB", policy("release", 0), new CadenceCalendarSource("2026-01-05", 14)));
        Folder outer = jenkins.createProject(Folder.class, "outer");
        outer.addProperty(new FolderSettingsProperty(settings("OUT", policy("nightly", 3), null)));
        Folder inner = outer.createProject(Folder.class, "inner");
        inner.addProperty(new FolderSettingsProperty(settings(null, policy("release", 5), null)));
        FreeStyleProject job = inner.createProject(FreeStyleProject.class, "job");

        jenkins.configRoundtrip(outer);
        EffectiveSettings effective = EffectiveSettings.of(job, null);

        assertThat(effective.tickets().projects()).containsExactly("OUT");
        assertThat(effective.calendar()).isPresent();
        assertThat(effective.policies().choose("release").origin()).isEqualTo("folder outer/inner");
        assertThat(effective.policies().choose("nightly").origin()).isEqualTo("folder outer");
    }

    @Test
    void onlyWhoMaySaveAFormMayAskIt(JenkinsRule jenkins) throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader"));
        Folder folder = jenkins.createProject(Folder.class, "folder");
        SprintSettings.DescriptorImpl form = jenkins.jenkins.getDescriptorByType(SprintSettings.DescriptorImpl.class);

        try (ACLContext reader = ACL.as(User.getById("reader", true))) {
            assertThatThrownBy(() -> form.doCheckPolicies(null, "")).isInstanceOf(AccessDeniedException3.class);
            assertThatThrownBy(() -> form.doCheckPolicies(folder, "")).isInstanceOf(AccessDeniedException3.class);
            GateEndpoint.DescriptorImpl endpoint =
                    jenkins.jenkins.getDescriptorByType(GateEndpoint.DescriptorImpl.class);
            assertThatThrownBy(() -> endpoint.doCheckUrl("")).isInstanceOf(AccessDeniedException3.class);
            assertThat(endpoint.doFillCredentialsIdItems("own"))
                    .extracting(option -> option.value)
                    .containsExactly("own");
            FreezeCalendarText.DescriptorImpl calendar =
                    jenkins.jenkins.getDescriptorByType(FreezeCalendarText.DescriptorImpl.class);
            assertThatThrownBy(() -> calendar.doCheckText(folder, "")).isInstanceOf(AccessDeniedException3.class);
        }
    }

    @Test
    void fieldsSayWhatIsWrong(JenkinsRule jenkins) {
        SprintSettings.DescriptorImpl settings =
                jenkins.jenkins.getDescriptorByType(SprintSettings.DescriptorImpl.class);
        CadenceCalendarSource.DescriptorImpl cadence =
                jenkins.jenkins.getDescriptorByType(CadenceCalendarSource.DescriptorImpl.class);

        assertThat(settings.doCheckTicketProjects(null, "ABC, A-B").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(settings.doCheckTicketProjects(null, "ABC, DEF").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(settings.doCheckPolicies(null, "gates: {polices: {}}").getMessage())
                .contains("policies");
        GateEndpoint.DescriptorImpl endpoint = jenkins.jenkins.getDescriptorByType(GateEndpoint.DescriptorImpl.class);
        assertThat(endpoint.doCheckUrl("https://a.example/x").kind).isEqualTo(FormValidation.Kind.OK);
        for (String url :
                List.of("", "ftp://a.example", "https://ann@a.example", "https://a.example/?q", "https://a/../b")) {
            assertThat(endpoint.doCheckUrl(url).kind).as(url).isEqualTo(FormValidation.Kind.ERROR);
        }
        FreezeCalendarText.DescriptorImpl calendar =
                jenkins.jenkins.getDescriptorByType(FreezeCalendarText.DescriptorImpl.class);
        assertThat(calendar.doCheckText(null, "BEGIN:VCALENDAR\nEND:VCALENDAR").getMessage())
                .contains("0 freezes");
        assertThat(calendar.doCheckText(null, "nonsense").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(cadence.doCheckFirstDay(null, "yesterday", 14, "").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(cadence.doCheckFirstDay(null, "2024-01-01", 14, "UTC").getMessage())
                .startsWith("Today is day");
        assertThat(cadence.doCheckZone(null, "Europe/Berlln").kind).isEqualTo(FormValidation.Kind.ERROR);
    }
}
