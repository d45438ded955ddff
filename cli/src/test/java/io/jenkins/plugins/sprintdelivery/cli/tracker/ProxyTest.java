package io.jenkins.plugins.sprintdelivery.cli.tracker;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsReader;
import io.jenkins.plugins.sprintdelivery.core.settings.TrackerEntry;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.ForwardProxy;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.ConnectionTest;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.Diagnosis;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.TrackerSite;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command reaches trackers through a real proxy: hosts that exist nowhere but behind it. */
class ProxyTest {

    private static final String BEHIND = "plan.invalid";

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

    private static Diagnosis test(String url, Map<String, String> proxies) {
        Map<String, String> environment = new HashMap<>(proxies);
        environment.put("TOKEN", "s3cr3t");
        List<TrackerEntry> entries =
                SettingsReader.read("""
                trackers:
                  shop: {type: gitlab, url: '%s', project: acme/shop, secret: {env: TOKEN}}
                """.formatted(url), "settings.yml").trackers();
        try (PromptTrackers trackers = PromptTrackers.open(entries, Path.of(""), environment::get, Clock.systemUTC())) {
            TrackerSite site = trackers.sites().all().get(0);
            return ConnectionTest.of(site.settings(), site.tracker());
        }
    }

    @Test
    void aTrackerIsAskedThroughTheProxyOfTheEnvironment() throws Exception {
        try (ForwardProxy proxy = ForwardProxy.to(server.port())) {
            Diagnosis found = test("http://" + BEHIND, Map.of("http_proxy", "http://localhost:" + proxy.port()));

            assertThat(found.failure()).isNull();
            assertThat(found.steps()).anyMatch(step -> step.contains("belongs to Ada Lovelace"));
            assertThat(proxy.asked()).first().asString().startsWith("GET http://" + BEHIND + "/user");
        }
        server.verify(getRequestedFor(urlPathEqualTo("/user"))
                .withHeader("PRIVATE-TOKEN", equalTo("s3cr3t"))
                .withHeader("Host", equalTo(BEHIND)));
    }

    @Test
    void aHostThatIsExemptIsAskedDirectly() throws Exception {
        try (ForwardProxy proxy = ForwardProxy.to(server.port())) {
            Map<String, String> environment =
                    Map.of("HTTP_PROXY", "localhost:" + proxy.port(), "NO_PROXY", "acme.com,localhost");

            assertThat(test("http://localhost:" + server.port(), environment).failure())
                    .isNull();
            assertThat(proxy.asked()).isEmpty();
        }
    }

    @Test
    void aProxyThatIsDownOrUnknownIsNamedAndNotTheTracker() throws Exception {
        int unused;
        try (ForwardProxy closed = ForwardProxy.to(server.port())) {
            unused = closed.port();
        }

        assertThat(test("https://" + BEHIND, Map.of("HTTPS_PROXY", "http://localhost:" + unused))
                        .failure()
                        .message())
                .contains("the proxy localhost:" + unused + " does not answer");
        assertThat(test("https://" + BEHIND, Map.of("HTTPS_PROXY", "http://proxy.invalid:3128"))
                        .failure()
                        .message())
                .contains("the proxy proxy.invalid:3128 is not known");
    }

    /** The tunnel ends at a certificate that nobody vouches for: TLS is the tracker's, not the proxy's. */
    @Test
    void aTunnelIsOpenedForTlsWhichTheTrackerEnds() throws Exception {
        try (ForwardProxy proxy = ForwardProxy.to(server.httpsPort())) {
            Diagnosis found = test("https://" + BEHIND, Map.of("HTTPS_PROXY", "http://localhost:" + proxy.port()));

            assertThat(proxy.asked()).first().asString().startsWith("CONNECT " + BEHIND + ":443");
            assertThat(found.failure()).isInstanceOf(TrackerFailure.Untrusted.class);
            assertThat(found.failure().message()).contains("add the authority of the tracker's certificate");
        }
        server.verify(0, getRequestedFor(anyUrl()));
    }

    @Test
    void aProxyIsToldWhoAsks() throws Exception {
        try (ForwardProxy proxy = ForwardProxy.to(server.port(), "ci:pr0xy@word")) {
            Diagnosis found =
                    test("http://" + BEHIND, Map.of("HTTP_PROXY", "http://ci:pr0xy%40word@localhost:" + proxy.port()));

            assertThat(found.failure()).isNull();
            Diagnosis wrong =
                    test("http://" + BEHIND, Map.of("HTTP_PROXY", "http://ci:wr0ng@localhost:" + proxy.port()));
            assertThat(wrong.failure()).isInstanceOf(TrackerFailure.ProxyRefused.class);
            assertThat(wrong.failure().message())
                    .contains("Check the proxy's user and password")
                    .doesNotContain("wr0ng");
        }
    }

    /** The command itself, as Java opens such tunnels only where it was told so before the first request. */
    @Test
    void theCommandTellsAProxyWhoAsksForATunnel(@TempDir Path directory) throws Exception {
        Path settings = Files.writeString(directory.resolve("settings.yml"), """
                trackers:
                  shop: {type: gitlab, url: 'https://%s', project: acme/shop, secret: {env: TOKEN}}
                """.formatted(BEHIND));
        try (ForwardProxy proxy = ForwardProxy.to(server.httpsPort(), "ci:s3cr3t")) {
            ProcessBuilder command = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            "io.jenkins.plugins.sprintdelivery.cli.SprintDeliveryCommand",
                            "tracker",
                            "test",
                            "--config",
                            settings.toString())
                    .redirectErrorStream(true);
            command.environment().put("TOKEN", "t0ken");
            command.environment().put("HTTPS_PROXY", "http://ci:s3cr3t@localhost:" + proxy.port());
            command.environment().remove("NO_PROXY");
            command.environment().remove("no_proxy");
            Process process = command.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(process.waitFor()).isEqualTo(1);
            assertThat(proxy.asked()).as(said).first().asString().startsWith("CONNECT " + BEHIND);
            assertThat(said).contains("no trusted connection").doesNotContain("s3cr3t", "t0ken");
        }
    }

    /** With user and password for a proxy Java's client takes a 401 that names no way to log in for a broken connection. */
    @Test
    void aWrongTokenIsCalledThatBehindAProxyThatIsToldWhoAsks() throws Exception {
        server.stubFor(get(urlPathEqualTo("/user")).willReturn(aResponse().withStatus(401)));
        try (ForwardProxy proxy = ForwardProxy.to(server.port(), "ci:pr0xy")) {
            Diagnosis found =
                    test("http://" + BEHIND, Map.of("HTTP_PROXY", "http://ci:pr0xy@localhost:" + proxy.port()));

            assertThat(found.failure()).isInstanceOf(TrackerFailure.WrongCredentials.class);
        }
    }
}
