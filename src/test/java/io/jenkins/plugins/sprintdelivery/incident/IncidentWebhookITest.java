package io.jenkins.plugins.sprintdelivery.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.security.AuthorizationStrategy;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerQueries;
import io.jenkins.plugins.sprintdelivery.core.metrics.Scope;
import io.jenkins.plugins.sprintdelivery.core.model.EnvironmentTier;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class IncidentWebhookITest {

    private static final String SECRET = "0123456789abcdef-secret";
    private static final String OPEN =
            "{\"id\":\"INC-9\",\"service\":\"shop\",\"severity\":\"high\",\"opened\":\"2026-03-03T12:00:00Z\"}";
    private static final String RESOLVED = "{\"id\":\"INC-9\",\"service\":\"shop\",\"severity\":\"high\","
            + "\"opened\":\"2026-03-03T12:00:00Z\",\"resolved\":\"2026-03-03T12:40:00Z\"}";

    @Test
    void everySystemReportsAndNothingIsCountedTwice(JenkinsRule jenkins) throws Exception {
        configure(jenkins);
        byte[] pagerDuty = body("pagerduty.json");

        assertThat(post(jenkins, "generic", bearer(), RESOLVED).statusCode()).isEqualTo(204);
        assertThat(post(jenkins, "generic", bearer(), OPEN).statusCode()).isEqualTo(204);
        assertThat(post(jenkins, "alertmanager", bearer(), body("alertmanager.json"))
                        .statusCode())
                .isEqualTo(204);
        assertThat(post(jenkins, "opsgenie", bearer(), body("opsgenie.json")).statusCode())
                .isEqualTo(204);
        for (int delivery = 0; delivery < 2; delivery++) {
            assertThat(post(jenkins, "pagerduty", new String[] {"X-PagerDuty-Signature", signed(pagerDuty)}, pagerDuty)
                            .statusCode())
                    .isEqualTo(204);
        }

        assertThat(queries().incident("INC-9"))
                .get()
                .satisfies(
                        incident -> assertThat(incident.resolved()).isEqualTo(Instant.parse("2026-03-03T12:40:00Z")));
        assertThat(incidents())
                .extracting(incident -> incident.id().replaceFirst("-.*", ""))
                .contains("alertmanager", "pagerduty", "opsgenie", "INC")
                .as("each once")
                .hasSameSizeAs(incidents().stream().map(Incident::id).distinct().toList());
    }

    @Test
    void whoDoesNotKnowTheSecretIsToldNothing(JenkinsRule jenkins) throws Exception {
        configure(jenkins);

        for (String[] header : List.of(new String[0], new String[] {"Authorization", "Bearer wrong"}, new String[] {
            "X-PagerDuty-Signature", "v1=00"
        })) {
            HttpResponse<String> answer = post(jenkins, "generic", header, OPEN);

            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).doesNotContain("INC-9").doesNotContain("secret");
        }
        assertThat(post(jenkins, "nosuch", bearer(), OPEN).statusCode()).isEqualTo(404);
        assertThat(post(jenkins, "gone", bearer(), OPEN).statusCode()).isEqualTo(403);
        assertThat(send(request(jenkins, "generic").GET()).statusCode()).isEqualTo(404);
        assertThat(incidents()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsRefusedWithItsField(JenkinsRule jenkins) throws Exception {
        configure(jenkins);

        HttpResponse<String> wrong = post(jenkins, "generic", bearer(), OPEN.replace("high", "terrible"));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("severity").contains("low, medium, high, critical");
        assertThat(post(jenkins, "generic", bearer(), new byte[1024 * 1024 + 1]).statusCode())
                .isEqualTo(413);
    }

    @Test
    void anEnvironmentKeepsTheTierThatTheLedgerKnows(JenkinsRule jenkins) throws Exception {
        configure(jenkins);
        SprintFixtures.cadence();
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition("sprintDeployed environment: 'production', version: '1.0'", true));
        jenkins.buildAndAssertSuccess(job);

        post(
                jenkins,
                "generic",
                bearer(),
                OPEN.replace("2026-03-03T12:00:00Z", Instant.now().toString()));

        assertThat(queries().incident("INC-9")).get().satisfies(incident -> {
            assertThat(incident.environment().tier()).isEqualTo(EnvironmentTier.PRODUCTION);
            assertThat(incident.causedBy()).isNotNull();
        });
    }

    @Test
    void aLedgerThatCannotBeWrittenAsksToSendItAgain(JenkinsRule jenkins) throws Exception {
        configure(jenkins);
        JenkinsLedger.stopWithJenkins();

        assertThat(post(jenkins, "generic", bearer(), OPEN).statusCode()).isEqualTo(503);
    }

    @Test
    void theFormSaysWhatIsWrong(JenkinsRule jenkins) throws Exception {
        configure(jenkins);
        IncidentSource.DescriptorImpl form = jenkins.jenkins.getDescriptorByType(IncidentSource.DescriptorImpl.class);

        assertThat(form.doCheckName("alerts").getMessage()).contains("sprint-delivery-incidents/alerts");
        assertThat(form.doCheckName("a/b").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doCheckCredentialsId("incidents").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(form.doCheckCredentialsId("short").getMessage()).contains("at least 16 characters");
        assertThat(form.doCheckCredentialsId("nosuch").kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doCheckServices("a=b\nwrong").getMessage())
                .contains("line 2")
                .contains("wrong");
        jenkins.jenkins.setAuthorizationStrategy(AuthorizationStrategy.UNSECURED);
        jenkins.configRoundtrip();
        assertThat(IncidentsConfiguration.get().source("pagerduty")).get().satisfies(source -> {
            assertThat(source.getFormat()).isEqualTo("pagerduty");
            assertThat(source.getCredentialsId()).isEqualTo("incidents");
        });
    }

    private static void configure(JenkinsRule jenkins) throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy());
        for (List<String> secret : List.of(List.of("incidents", SECRET), List.of("short", "tiny"))) {
            SystemCredentialsProvider.getInstance()
                    .getCredentials()
                    .add(new StringCredentialsImpl(
                            CredentialsScope.GLOBAL, secret.get(0), "", Secret.fromString(secret.get(1))));
        }
        SystemCredentialsProvider.getInstance().save();
        IncidentsConfiguration.get()
                .setSources(List.of(
                        new IncidentSource("generic", "generic", "incidents"),
                        new IncidentSource("alertmanager", "alertmanager", "incidents"),
                        new IncidentSource("opsgenie", "opsgenie", "incidents"),
                        new IncidentSource("pagerduty", "pagerduty", "incidents"),
                        new IncidentSource("gone", "generic", "nosuch")));
    }

    private static LedgerQueries queries() throws Exception {
        Ledger ledger = JenkinsLedger.get().open();
        assertThat(ledger.catchUp(Duration.ofSeconds(30))).isTrue();
        return ledger.queries();
    }

    private static List<Incident> incidents() throws Exception {
        LedgerQueries queries = queries();
        return Arrays.stream(EnvironmentTier.values())
                .map(tier -> new Scope(Instant.EPOCH, Instant.now(), null, null, tier))
                .flatMap(scope -> queries.incidents(scope, 100).stream())
                .toList();
    }

    private static String[] bearer() {
        return new String[] {"Authorization", "Bearer " + SECRET};
    }

    private static String signed(byte[] body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    }

    private static byte[] body(String name) throws IOException {
        try (InputStream in = IncidentWebhookITest.class.getResourceAsStream("../core/incident/" + name)) {
            return in.readAllBytes();
        }
    }

    private static HttpResponse<String> post(JenkinsRule jenkins, String source, String[] header, String body)
            throws Exception {
        return post(jenkins, source, header, body.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> post(JenkinsRule jenkins, String source, String[] header, byte[] body)
            throws Exception {
        HttpRequest.Builder request = request(jenkins, source).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        return send(header.length == 0 ? request : request.headers(header));
    }

    private static HttpRequest.Builder request(JenkinsRule jenkins, String source) throws IOException {
        return HttpRequest.newBuilder(URI.create(jenkins.getURL() + "sprint-delivery-incidents/" + source));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
