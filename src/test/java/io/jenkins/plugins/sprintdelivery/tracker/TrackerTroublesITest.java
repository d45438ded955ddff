package io.jenkins.plugins.sprintdelivery.tracker;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.HostnameSpecification;
import com.github.tomakehurst.wiremock.WireMockServer;
import hudson.ProxyConfiguration;
import hudson.util.FormValidation;
import hudson.util.Secret;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.ForwardProxy;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.SiteHealth;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Trackers that cannot be used as they are configured, and what stands between Jenkins and a tracker. */
@WithJenkins
class TrackerTroublesITest {

    private WireMockServer server;

    @BeforeEach
    void start() {
        server = new WireMockServer(wireMockConfig().dynamicPort().dynamicHttpsPort());
        server.start();
        server.stubFor(get(urlPathEqualTo("/user")).willReturn(okJson("{\"name\": \"Ada Lovelace\"}")));
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private static void credentials(Domain domain, Credentials credentials) throws Exception {
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        if (domain == Domain.global()) {
            provider.getCredentials().add(credentials);
        } else {
            provider.getDomainCredentialsMap().put(domain, new CopyOnWriteArrayList<>(List.of(credentials)));
        }
        provider.save();
    }

    private static StringCredentialsImpl text(CredentialsScope scope, String id) {
        return new StringCredentialsImpl(scope, id, "", Secret.fromString("s3cr3t"));
    }

    private static TrackerSource source(String name, String credentials) {
        TrackerSource source = new TrackerSource(name, "gitlab");
        source.setUrl("https://gitlab.acme.com/api/v4");
        source.setCredentialsId(credentials);
        source.setOptions("project: acme/shop");
        source.setKeys(name);
        return source;
    }

    private static String page(JenkinsRule jenkins, String path) throws Exception {
        try (JenkinsRule.WebClient web = SprintFixtures.scriptless(jenkins)) {
            return web.goTo(path).asNormalizedText();
        }
    }

    @Test
    void whatCannotBeUsedIsShownWithWhatToDoAndGoneOnceItIsMended(JenkinsRule jenkins) throws Exception {
        credentials(Domain.global(), text(CredentialsScope.GLOBAL, "token"));
        credentials(Domain.global(), text(CredentialsScope.SYSTEM, "hidden"));
        credentials(
                Domain.global(),
                new FileCredentialsImpl(
                        CredentialsScope.GLOBAL, "file", "", "token.txt", SecretBytes.fromBytes(new byte[] {1})));
        credentials(
                new Domain("elsewhere", "", List.of(new HostnameSpecification("other.acme.com", null))),
                text(CredentialsScope.GLOBAL, "elsewhere"));
        TrackerSource hook = source("hook", "token");
        hook.setWebhookCredentialsId("no-hook");
        TrackersConfiguration.get()
                .setTrackers(List.of(
                        source("none", null),
                        source("unknown", "gone"),
                        source("kind", "file"),
                        source("domain", "elsewhere"),
                        hook,
                        source("well", "token")));
        Folder team = jenkins.createProject(Folder.class, "team");
        team.addProperty(new FolderTrackersProperty(List.of(source("scope", "hidden"))));
        Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);

        String page = page(jenkins, "manage/sprint-delivery-trackers");

        assertThat(page)
                .contains("Not asked: choose the credentials that hold the token.")
                .contains("Not asked: there are no credentials 'gone' here that may be used; add them to the folder")
                .contains("Not asked: the credentials 'file' are of the kind Secret file, and a token is a secret text")
                .contains(
                        "Not asked: the credentials 'elsewhere' are of a domain that https://gitlab.acme.com/api/v4 is"
                                + " not in")
                .contains("Calls of its webhook are refused: there are no credentials 'no-hook' here")
                .contains("team/scope")
                .contains("there are no credentials 'hidden' here that may be used")
                .contains("well\tNot asked yet");
        TrackerMonitor monitor =
                jenkins.jenkins.getExtensionList(TrackerMonitor.class).get(0);
        assertThat(monitor.isActivated()).isTrue();
        assertThat(monitor.getUnwell())
                .extracting(SiteHealth::site)
                .containsExactly("domain", "hook", "kind", "none", "team/scope", "unknown");
        Map<String, Instant> since =
                monitor.getUnwell().stream().collect(Collectors.toMap(SiteHealth::site, SiteHealth::since));
        assertThat(since.values()).allSatisfy(moment -> assertThat(moment).isBetween(before, Instant.now()));
        assertThat(page(jenkins, "manage")).contains("team/scope", "Not asked: there are no credentials 'hidden' here");

        JenkinsTrackers.get().everySite();
        assertThat(monitor.getUnwell())
                .as("since when it is so, not since it was looked at last")
                .allSatisfy(health -> assertThat(health.since()).isEqualTo(since.get(health.site())));
        team.getProperties().clear();
        assertThat(monitor.getUnwell()).extracting(SiteHealth::site).doesNotContain("team/scope");
        TrackersConfiguration.get().setTrackers(List.of(source("unknown", "token"), source("none", "token")));
        JenkinsTrackers.get().everySite();
        assertThat(monitor.isActivated()).isFalse();
    }

    @Test
    void theConnectionTestSaysWhatIsWrongInWords(JenkinsRule jenkins) throws Exception {
        credentials(Domain.global(), text(CredentialsScope.GLOBAL, "token"));
        String url = "http://localhost:" + server.port();

        assertThat(test(jenkins, url, "iterations").getMessage())
                .as("there is no such project")
                .contains("belongs to Ada Lovelace")
                .contains("answered 404")
                .contains("check the url, the board");
        server.stubFor(get(urlPathEqualTo("/user")).willReturn(aResponse().withStatus(401)));
        assertThat(test(jenkins, url).getMessage()).contains("answered 401").contains("make a new token");
        server.stubFor(get(urlPathEqualTo("/user")).willReturn(aResponse().withStatus(403)));
        assertThat(test(jenkins, url).getMessage()).contains("give it the rights that the documentation names");
        server.stubFor(get(urlPathEqualTo("/user"))
                .willReturn(aResponse()
                        .withHeader("Content-Type", "text/html")
                        .withBody("<!DOCTYPE html><html>Log in</html>")));
        assertThat(test(jenkins, url).getMessage()).contains("a web page and no JSON");
        assertThat(test(jenkins, "https://localhost:" + server.httpsPort()).getMessage())
                .contains("no trusted connection");
        assertThat(test(jenkins, "http://localhost:9").getMessage()).contains("nothing answers at localhost");
    }

    // ---- proxies ----

    private static FormValidation test(JenkinsRule jenkins, String url) {
        return test(jenkins, url, "");
    }

    private static FormValidation test(JenkinsRule jenkins, String url, String board) {
        return jenkins.jenkins
                .getDescriptorByType(TrackerSource.DescriptorImpl.class)
                .doTestConnection(null, "shop", "gitlab", url, "token", board, "project: acme/shop");
    }

    @Test
    void jenkinsProxyIsUsedAndItsExceptionsAreKept(JenkinsRule jenkins) throws Exception {
        credentials(Domain.global(), text(CredentialsScope.GLOBAL, "token"));
        try (ForwardProxy proxy = ForwardProxy.to(server.port(), "ci:pr0xy")) {
            jenkins.jenkins.setProxy(
                    new ProxyConfiguration("localhost", proxy.port(), "ci", "pr0xy", "localhost\n*.direct.invalid"));

            FormValidation through = test(jenkins, "http://plan.invalid");
            assertThat(through.getMessage()).contains("belongs to Ada Lovelace");
            assertThat(proxy.asked()).singleElement().asString().startsWith("GET http://plan.invalid/user");
            server.verify(getRequestedFor(urlPathEqualTo("/user")).withHeader("PRIVATE-TOKEN", equalTo("s3cr3t")));

            assertThat(test(jenkins, "http://localhost:" + server.port()).getMessage())
                    .contains("belongs to Ada Lovelace");
            assertThat(test(jenkins, "http://plan.direct.invalid").getMessage())
                    .contains("the host plan.direct.invalid is not known");
            assertThat(proxy.asked()).as("exceptions go directly").hasSize(1);

            server.stubFor(get(urlPathEqualTo("/user")).willReturn(aResponse().withStatus(401)));
            assertThat(test(jenkins, "http://plan.invalid").getMessage()).contains("make a new token");

            jenkins.jenkins.setProxy(new ProxyConfiguration("localhost", proxy.port(), "ci", "wr0ng", null));
            assertThat(test(jenkins, "http://plan.invalid").getMessage())
                    .contains("Check the proxy&#039;s user and password")
                    .doesNotContain("wr0ng", "s3cr3t");
        }
    }

    @Test
    void tlsIsTheTrackersBehindAProxyToo(JenkinsRule jenkins) throws Exception {
        credentials(Domain.global(), text(CredentialsScope.GLOBAL, "token"));
        try (ForwardProxy proxy = ForwardProxy.to(server.httpsPort())) {
            jenkins.jenkins.setProxy(new ProxyConfiguration("localhost", proxy.port()));

            assertThat(test(jenkins, "https://plan.invalid").getMessage())
                    .contains("no trusted connection")
                    .contains("trust store");
            assertThat(proxy.asked()).first().asString().startsWith("CONNECT plan.invalid:443");
        }
    }
}
