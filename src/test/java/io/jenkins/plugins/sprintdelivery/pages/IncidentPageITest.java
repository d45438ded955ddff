package io.jenkins.plugins.sprintdelivery.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import io.jenkins.plugins.sprintdelivery.incident.IncidentDraft;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.jvnet.localizer.LocaleProvider;

/** Incidents that people record: who may, of what, and what becomes of what they write. No page runs a script. */
@WithJenkins
class IncidentPageITest {

    private JenkinsRule jenkins;
    private Folder team;
    private WorkflowJob shop;
    private String page;

    @BeforeEach
    void deployThreeServices(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SprintFixtures.cadence();
        team = rule.createProject(Folder.class, "team");
        shop = deployed(team.createProject(WorkflowJob.class, "shop"));
        WorkflowJob mail = deployed(team.createProject(WorkflowJob.class, "mail"));
        deployed(rule.createProject(WorkflowJob.class, "secret"));
        SprintFixtures.ledger();
        page = team.getUrl() + "sprint-delivery/incidents/";
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader", "oncall", "boss")
                .grant(Item.READ)
                .onItems(team, shop, mail)
                .to("reader", "oncall")
                .grant(Run.UPDATE)
                .onItems(team, shop)
                .to("oncall")
                .grant(BoardPermission.VIEW, Run.UPDATE)
                .everywhere()
                .to("boss"));
    }

    private WorkflowJob deployed(WorkflowJob job) throws Exception {
        job.setDefinition(
                new CpsFlowDefinition("sprintTag()\nsprintDeployed environment: 'production', version: '1.0'", true));
        jenkins.buildAndAssertSuccess(job);
        return job;
    }

    private JenkinsRule.WebClient client(String user) throws Exception {
        JenkinsRule.WebClient web = jenkins.createWebClient();
        web.getOptions().setJavaScriptEnabled(false);
        web.getOptions().setThrowExceptionOnFailingStatusCode(false);
        return web.login(user);
    }

    private WebResponse get(String user, String path) throws Exception {
        try (JenkinsRule.WebClient web = client(user)) {
            return web.goTo(path, null).getWebResponse();
        }
    }

    /** What is answered, without following where it leads. */
    private WebResponse post(String user, String path, Map<String, String> fields) throws Exception {
        try (JenkinsRule.WebClient web = client(user)) {
            web.getOptions().setRedirectEnabled(false);
            WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), HttpMethod.POST);
            List<NameValuePair> parameters = new ArrayList<>();
            fields.forEach((name, value) -> parameters.add(new NameValuePair(name, value)));
            request.setRequestParameters(parameters);
            return web.loadWebResponse(web.addCrumb(request));
        }
    }

    private static Map<String, String> shopIsSlow() {
        return new TreeMap<>(Map.of(
                "id",
                IncidentDraft.Opening.newId(),
                "service",
                "team/shop",
                "environment",
                "production",
                "severity",
                "high",
                "summary",
                "Slow"));
    }

    private static List<Incident> recorded() throws Exception {
        return SprintFixtures.ledger().incidents(SprintFixtures.untilNow(), 10);
    }

    private static String deploymentOf(String service) throws Exception {
        return SprintFixtures.ledger().running().stream()
                .filter(running -> running.service().equals(service))
                .findFirst()
                .orElseThrow()
                .deploymentId();
    }

    @Test
    void whoMayReadOnlyIsOfferedNothingAndRefused() throws Exception {
        assertThat(get("reader", team.getUrl() + "sprint-delivery/").getContentAsString())
                .contains("data-sprint-delivery-board")
                .doesNotContain("incidents/");
        assertThat(get("reader", page).getStatusCode()).isEqualTo(403);
        assertThat(post("reader", page + "record", shopIsSlow()).getStatusCode())
                .isEqualTo(403);
        assertThat(post("reader", page + "resolve", Map.of("incident", "x")).getStatusCode())
                .isEqualTo(403);
        assertThat(post("oncall", "sprint-delivery/incidents/record", shopIsSlow())
                        .getStatusCode())
                .isEqualTo(403);
        assertThat(recorded()).isEmpty();
    }

    @Test
    void onlyAPostWithACrumbRecords() throws Exception {
        String query = "?id=" + IncidentDraft.Opening.newId() + "&service=team/shop&environment=production";

        assertThat(get("oncall", page + "record" + query).getStatusCode()).isEqualTo(404);
        assertThat(get("oncall", page + "resolve?incident=x").getStatusCode()).isEqualTo(404);
        try (JenkinsRule.WebClient web = client("oncall")) {
            WebRequest request = new WebRequest(new URL(jenkins.getURL(), page + "record" + query), HttpMethod.POST);
            assertThat(web.loadWebResponse(request).getStatusCode()).isEqualTo(403);
        }
        assertThat(recorded()).isEmpty();
    }

    @Test
    void anIncidentIsRecordedShownAndResolved() throws Exception {
        try (JenkinsRule.WebClient web = client("oncall")) {
            HtmlPage board = web.goTo(team.getUrl() + "sprint-delivery/");
            HtmlPage form = board.getAnchorByHref("incidents/").click();
            assertThat(form.asNormalizedText()).contains("No incident is open.");
            HtmlForm record = form.getFormByName("record");
            // the one service that one may record incidents of
            assertThat(record.getInputByName("service").getValue()).isEqualTo("team/shop");
            assertThat(record.getInputByName("environment").getValue()).isEqualTo("production");
            record.getInputByName("summary").setValue("<b>Payments</b> time out");
            record.getSelectByName("severity").setSelectedAttribute("critical", true);

            HtmlPage after = (HtmlPage) jenkins.submit(record);

            assertThat(recorded()).singleElement().satisfies(incident -> {
                assertThat(incident.id()).matches("hand-[0-9a-f]{12}");
                assertThat(incident.severity()).isEqualTo(Severity.CRITICAL);
                assertThat(incident.summary()).isEqualTo("<b>Payments</b> time out");
                assertThat(incident.resolved()).isNull();
                assertThat(incident.causedBy()).isEqualTo(deploymentOf("team/shop"));
            });
            String id = recorded().get(0).id();
            assertThat(after.asNormalizedText())
                    .contains("Incident " + id + " of team/shop in production is open", "<b>Payments</b> time out");
            assertThat(failures()).isEqualTo("1.0");
            assertThat(boardsIncident().optString("resolved")).isEmpty();

            HtmlPage over = (HtmlPage) jenkins.submit(after.getFormByName("resolve"));

            assertThat(over.asNormalizedText())
                    .contains("Incident " + id + " of team/shop in production is resolved", "No incident is open.");
            assertThat(boardsIncident().getString("resolved")).isNotEmpty();
            assertThat(recorded()).singleElement().satisfies(incident -> {
                assertThat(incident.summary()).isEqualTo("<b>Payments</b> time out");
                assertThat(incident.resolved()).isAfterOrEqualTo(incident.opened());
            });
        }
    }

    private JSONObject document(String path) throws Exception {
        return JSONObject.fromObject(
                get("oncall", shop.getUrl() + "sprint-delivery/api/v1/" + path).getContentAsString());
    }

    private JSONObject boardsIncident() throws Exception {
        return document("board")
                .getJSONObject("incidents")
                .getJSONArray("items")
                .getJSONObject(0);
    }

    private String failures() throws Exception {
        return document("metric?name=change-failure-rate")
                .getJSONObject("metric")
                .getString("value");
    }

    @Test
    void whatIsOverIsRecordedAtOnceWithItsCauseAndItsTimes() throws Exception {
        Instant end = Instant.parse(Instant.now().minusSeconds(1).toString());
        Map<String, String> fields = shopIsSlow();
        fields.put("opened", end.minus(Duration.ofMillis(1)).toString());
        fields.put("resolved", end.toString());
        fields.put("causedBy", deploymentOf("team/mail"));

        assertThat(post("oncall", page + "record", fields).getStatusCode()).isEqualTo(302);

        assertThat(recorded()).singleElement().satisfies(incident -> {
            assertThat(incident.causedBy()).isEqualTo(deploymentOf("team/mail"));
            assertThat(incident.resolved()).isBetween(end.minusMillis(1), end);
        });
    }

    @Test
    void whatRestoredTheServiceIsOnRecord() throws Exception {
        post("oncall", page + "record", shopIsSlow());
        String id = recorded().get(0).id();
        jenkins.buildAndAssertSuccess(shop);
        String restorer = SprintFixtures.ledger().deployments(SprintFixtures.untilNow(), 10, 0).stream()
                .filter(deployment -> deployment.service().equals("team/shop"))
                .max(Comparator.comparing(deployment -> deployment.started()))
                .orElseThrow()
                .id();

        assertThat(post("oncall", page + "resolve", Map.of("incident", id, "end", "", "restoredBy", restorer))
                        .getStatusCode())
                .isEqualTo(302);

        assertThat(recorded().get(0).restoredBy()).isEqualTo(restorer);
    }

    @Test
    void whatCannotBeComesBackWithItsReason() throws Exception {
        Map<String, String> fields = shopIsSlow();
        fields.put("service", "team/shpo");
        fields.put("id", "INC-9");

        WebResponse answer = post("oncall", page + "record", fields);

        assertThat(answer.getStatusCode()).isEqualTo(400);
        assertThat(answer.getContentAsString().replace("&#039;", "'").replace("&apos;", "'"))
                .contains("The form has no id of this page.", "Did you mean 'team/shop'?", "value=\"Slow\"");
        assertThat(recorded()).isEmpty();
    }

    @Test
    void everyMistakeIsSaidAtOnceAndInTheReadersLanguage() throws Exception {
        LocaleProvider before = LocaleProvider.getProvider();
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return Locale.GERMAN;
            }
        });
        try (JenkinsRule.WebClient web = client("oncall")) {
            HtmlForm record = web.goTo(page).getFormByName("record");
            record.getInputByName("service").setValue("<i>nothing</i>");
            record.getInputByName("environment").setValue("moon");
            record.getInputByName("summary").setValue("bleibt stehen");

            HtmlPage again = (HtmlPage) jenkins.submit(record);

            assertThat(again.getWebResponse().getStatusCode()).isEqualTo(400);
            assertThat(again.asNormalizedText())
                    .contains("Noch ist nichts festgehalten", "keinen Dienst '<i>nothing</i>'", "Umgebung 'moon'");
            assertThat(again.getFormByName("record")
                            .getSelectByName("severity")
                            .getSelectedOptions()
                            .get(0)
                            .getText())
                    .isEqualTo("Mittel");
            HtmlForm corrected = again.getFormByName("record");
            assertThat(corrected.getInputByName("summary").getValue()).isEqualTo("bleibt stehen");
            corrected.getInputByName("service").setValue("team/shop");
            corrected.getInputByName("environment").setValue("production");
            jenkins.submit(corrected);
            assertThat(web.goTo(page).getElementsByTagName("table").get(0).asNormalizedText())
                    .contains("bleibt stehen", "Mittel");
        } finally {
            LocaleProvider.setProvider(before);
        }
        assertThat(recorded())
                .singleElement()
                .satisfies(incident -> assertThat(incident.summary()).isEqualTo("bleibt stehen"));
    }

    @Test
    void aFormThatIsSentTwiceIsRecordedOnce() throws Exception {
        Map<String, String> fields = shopIsSlow();
        post("oncall", page + "record", fields);
        fields.put("summary", "Slower");

        WebResponse again = post("oncall", page + "record", fields);

        assertThat(again.getStatusCode()).isEqualTo(400);
        assertThat(again.getContentAsString()).contains("This incident is on record already as " + fields.get("id"));
        assertThat(recorded())
                .singleElement()
                .satisfies(incident -> assertThat(incident.summary()).isEqualTo("Slow"));
    }

    @Test
    void anIncidentOfAnotherServiceIsNeitherShownNorResolvedNorReplaced() throws Exception {
        Map<String, String> secret = shopIsSlow();
        secret.put("service", "secret");
        secret.put("summary", "Leaks");
        String all = "sprint-delivery/incidents/";
        assertThat(post("boss", all + "record", secret).getStatusCode()).isEqualTo(302);
        Map<String, String> replacing = shopIsSlow();
        replacing.put("id", secret.get("id"));

        assertThat(get("boss", all).getContentAsString()).contains("Leaks", "team/mail");
        assertThat(get("oncall", page).getContentAsString()).doesNotContain("Leaks", "secret");
        assertThat(get("oncall", page + "?recorded=" + secret.get("id")).getContentAsString())
                .doesNotContain("secret");
        assertThat(post("oncall", page + "resolve", Map.of("incident", secret.get("id")))
                        .getStatusCode())
                .isEqualTo(400);
        assertThat(post("oncall", page + "record", replacing).getStatusCode()).isEqualTo(400);
        assertThat(recorded()).singleElement().satisfies(incident -> {
            assertThat(incident.service()).isEqualTo("secret");
            assertThat(incident.resolved()).isNull();
        });
        assertThat(SprintFixtures.ledger()
                        .incidents(
                                new Scope(
                                        Instant.EPOCH,
                                        Instant.now().plusSeconds(60),
                                        "team/shop",
                                        null,
                                        EnvironmentTier.PRODUCTION),
                                10))
                .isEmpty();
    }
}
