package io.jenkins.plugins.sprintdelivery.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.util.Secret;
import io.jenkins.plugins.sprintdelivery.core.tracker.webhook.Change;
import io.jenkins.plugins.sprintdelivery.core.tracker.webhook.Webhook;
import io.jenkins.plugins.sprintdelivery.core.tracker.webhook.WebhookCall;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Calls as each vendor signs them, at the address where Jenkins takes them. */
@WithJenkins
class TrackerWebhookITest {

    private static final List<Change> HEARD = new CopyOnWriteArrayList<>();

    /** Hears what changed. */
    @TestExtension
    public static final class Heard implements TrackerListener {
        @Override
        public void changed(Change change) {
            HEARD.add(change);
        }
    }

    private static void credentials() throws Exception {
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", "", Secret.fromString("s3cr3t")));
        provider.getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "hook", "", Secret.fromString("h00k")));
        provider.getCredentials()
                .add(new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "pair", "", "apikey", "t0ken"));
    }

    private static TrackerSource source(String name, String type, String credentials, String options) {
        TrackerSource source = new TrackerSource(name, type);
        // nothing answers there: what changed is told all the same
        source.setUrl("http://localhost:9");
        source.setCredentialsId(credentials);
        source.setOptions(options);
        source.setKeys(name);
        source.setWebhookCredentialsId("hook");
        return source;
    }

    private static byte[] body(String file) throws Exception {
        try (InputStream input = TrackerWebhookITest.class.getResourceAsStream(
                "/io/jenkins/plugins/sprintdelivery/core/tracker/webhook/" + file)) {
            return input.readAllBytes();
        }
    }

    private static int call(String address, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address)).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static String sha256(byte[] body, String secret) {
        return Webhook.sha256(body, io.jenkins.plugins.sprintdelivery.core.tracker.Secret.of(secret));
    }

    private static String sha1(byte[] body, String callback) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec("h00k".getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        mac.update(body);
        return Base64.getEncoder().encodeToString(mac.doFinal(callback.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void everyVendorsSignedCallIsHeardAndAnyOtherRefused(JenkinsRule jenkins) throws Exception {
        credentials();
        HEARD.clear();
        TrackersConfiguration.get()
                .setTrackers(List.of(
                        source("SHOP", "jira-data-center", "token", null),
                        source("code", "github", "token", "repository: acme/shop"),
                        source("lab", "gitlab", "token", "project: acme/shop")));
        Folder team = jenkins.createProject(Folder.class, "Team A");
        team.addProperty(new FolderTrackersProperty(List.of(source("plan", "trello", "pair", null))));
        String hooks = jenkins.getURL() + TrackerWebhook.URL + "/";

        byte[] jira = body("jira-issue-updated.json");
        assertThat(call(hooks + "SHOP", jira)).isEqualTo(403);
        assertThat(call(hooks + "SHOP", jira, "X-Hub-Signature", sha256(jira, "wrong")))
                .isEqualTo(403);
        assertThat(call(hooks + "SHOP", jira, "X-Hub-Signature", sha256(jira, "h00k")))
                .isEqualTo(204);
        byte[] github = body("github-issues-milestoned.json");
        assertThat(call(hooks + "code", github, "X-GitHub-Event", "issues")).isEqualTo(403);
        assertThat(call(
                        hooks + "code",
                        github,
                        "X-GitHub-Event",
                        "issues",
                        "X-Hub-Signature-256",
                        sha256(github, "h00k")))
                .isEqualTo(204);
        byte[] gitlab = body("gitlab-issue.json");
        assertThat(call(hooks + "lab", gitlab, "X-Gitlab-Token", "h00kx")).isEqualTo(403);
        assertThat(call(hooks + "lab", gitlab, "X-Gitlab-Token", "h00k")).isEqualTo(204);
        byte[] trello = body("trello-update-card.json");
        String callback = hooks + "Team%20A/plan";
        assertThat(call(callback, trello, "X-Trello-Webhook", sha1(trello, callback + "x")))
                .isEqualTo(403);
        assertThat(call(callback, trello, "X-Trello-Webhook", sha1(trello, callback)))
                .as("signed over the address as it was given, with its escapes")
                .isEqualTo(204);

        assertThat(HEARD)
                .containsExactly(
                        new Change(Set.of("SHOP-12"), true),
                        new Change(Set.of("#12"), true),
                        new Change(Set.of("#12"), true),
                        new Change(Set.of("#12", "sHoRt012"), true));
    }

    /** A body that says nothing of its length, and one that says too little, end at the limit as well. */
    @Test
    void aBodyWithoutALengthIsCappedToo(JenkinsRule jenkins) throws Exception {
        credentials();
        TrackersConfiguration.get().setTrackers(List.of(source("SHOP", "jira-data-center", "token", null)));
        byte[] large = new byte[3 * WebhookCall.MAX_BODY];

        HttpRequest chunked = HttpRequest.newBuilder(URI.create(jenkins.getURL() + TrackerWebhook.URL + "/SHOP"))
                .header("X-Hub-Signature", sha256(large, "h00k"))
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large)))
                .build();

        assertThat(HttpClient.newHttpClient()
                        .send(chunked, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(403);
    }
}
