package io.jenkins.plugins.sprintdelivery.core.tracker.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.sprintdelivery.core.tracker.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WebhookTest {

    private static final Secret SECRET = Secret.of("It's a Secret to Everybody");

    private static byte[] body(String file) throws IOException {
        String path = "/io/jenkins/plugins/sprintdelivery/core/tracker/webhook/" + file;
        try (InputStream input = WebhookTest.class.getResourceAsStream(path)) {
            return input.readAllBytes();
        }
    }

    private static WebhookCall signed(String header, byte[] body, String... more) {
        return new WebhookCall(
                more.length == 0
                        ? Map.of(header, Webhook.sha256(body, SECRET))
                        : Map.of(header, Webhook.sha256(body, SECRET), more[0], more[1]),
                body);
    }

    @Test
    void theSignatureIsTheOneThatTheVendorsDocumentGives() {
        assertThat(Webhook.sha256("Hello, World!".getBytes(StandardCharsets.UTF_8), SECRET))
                .isEqualTo("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
    }

    @Test
    void readsWhatChangedInJira() throws IOException {
        Webhook jira = new Webhook.Jira(SECRET);

        assertThat(jira.read(signed("X-Hub-Signature", body("jira-issue-updated.json"))))
                .isEqualTo(new Change(Set.of("SHOP-12"), true));
        assertThat(jira.read(signed("x-hub-signature", body("jira-sprint-started.json"))))
                .isEqualTo(new Change(Set.of(), true));
    }

    @Test
    void readsWhatChangedInGitHub() throws IOException {
        byte[] body = body("github-issues-milestoned.json");

        assertThat(new Webhook.GitHub(SECRET, "acme/shop")
                        .read(signed("X-Hub-Signature-256", body, "X-GitHub-Event", "issues")))
                .isEqualTo(new Change(Set.of("#12"), true));
        assertThat(new Webhook.GitHub(SECRET, "acme/other")
                        .read(signed("X-Hub-Signature-256", body, "X-GitHub-Event", "issues")))
                .isEqualTo(new Change(Set.of("acme/shop#12"), true));
    }

    @Test
    void readsWhatChangedInGitLab() throws IOException {
        WebhookCall call = new WebhookCall(Map.of("X-Gitlab-Token", SECRET.reveal()), body("gitlab-issue.json"));

        assertThat(new Webhook.GitLab(SECRET).read(call)).isEqualTo(new Change(Set.of("#12"), true));
    }

    @Test
    void readsWhatChangedInTrello() throws IOException {
        String callback = "https://ci.acme.com/sprint-delivery/webhooks/trello";
        byte[] body = body("trello-update-card.json");
        String signature = Base64.getEncoder()
                .encodeToString(Signatures.hmac(
                        "HmacSHA1", SECRET, (new String(body, StandardCharsets.UTF_8) + callback)
                                .getBytes(StandardCharsets.UTF_8)));

        assertThat(new Webhook.Trello(SECRET, callback)
                        .read(new WebhookCall(Map.of("X-Trello-Webhook", signature), body)))
                .isEqualTo(new Change(Set.of("#12", "sHoRt012"), true));
        assertThatThrownBy(() -> new Webhook.Trello(SECRET, callback + "/")
                        .read(new WebhookCall(Map.of("X-Trello-Webhook", signature), body)))
                .isInstanceOf(WebhookException.class)
                .hasMessageContaining("signature is wrong");
    }

    @Test
    void aCallThatIsNotSignedOrSignedForAnotherBodyIsRefused() throws IOException {
        byte[] body = body("jira-issue-updated.json");
        Webhook jira = new Webhook.Jira(SECRET);
        WebhookCall unsigned = new WebhookCall(Map.of(), body);
        WebhookCall other = new WebhookCall(
                Map.of("X-Hub-Signature", Webhook.sha256(new byte[] {1}, SECRET)), body);
        WebhookCall otherSecret = new WebhookCall(
                Map.of("X-Hub-Signature", Webhook.sha256(body, Secret.of("another"))), body);

        assertThatThrownBy(() -> jira.read(unsigned)).hasMessageContaining("is not signed");
        assertThatThrownBy(() -> jira.read(other)).isInstanceOf(WebhookException.class);
        assertThatThrownBy(() -> jira.read(otherSecret)).isInstanceOf(WebhookException.class);
        assertThatThrownBy(() -> new Webhook.GitLab(SECRET).read(unsigned)).isInstanceOf(WebhookException.class);
    }

    @Test
    void aBodyThatIsTooLargeIsNotReadToItsEnd() {
        InputStream endless = new InputStream() {
            private int given;

            @Override
            public int read() {
                given++;
                assertThat(given).isLessThan(2 * WebhookCall.MAX_BODY);
                return ' ';
            }
        };

        assertThatThrownBy(() -> WebhookCall.read(Map.of(), endless)).hasMessageContaining("larger than 1024 kB");
    }

    @Test
    void aBodyWithinTheLimitIsReadWhole() throws IOException {
        WebhookCall call = WebhookCall.read(Map.of(), new ByteArrayInputStream(new byte[WebhookCall.MAX_BODY]));

        assertThat(call.body()).hasSize(WebhookCall.MAX_BODY);
    }

    @Property(tries = 300)
    void whateverASignedBodyHoldsItIsReadOrRefused(@ForAll String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        try {
            assertThat(new Webhook.Jira(SECRET).read(signed("X-Hub-Signature", body)).keys()).isEmpty();
        } catch (WebhookException refused) {
            assertThat(refused.getMessage()).isEqualTo("the body is no JSON that can be read");
        }
    }
}
