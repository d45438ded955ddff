package io.jenkins.plugins.sprintdelivery.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.sprintdelivery.config.GateEndpoint;
import io.jenkins.plugins.sprintdelivery.config.SprintDeliveryConfiguration;
import io.jenkins.plugins.sprintdelivery.core.gate.EndpointAnswer;
import io.jenkins.plugins.sprintdelivery.core.gate.Fact;
import io.jenkins.plugins.sprintdelivery.core.gate.Need;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Addresses that gates ask, on a real HTTP server. */
@WithJenkins
class EndpointClientITest {

    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private JenkinsRule jenkins;
    private HttpServer server;
    private String root;

    @BeforeEach
    void serve(JenkinsRule rule) throws Exception {
        jenkins = rule;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        root = "http://localhost:" + server.getAddress().getPort();
        server.createContext("/api/coverage", exchange -> answer(exchange, 200, "{\"line\": 81.5}"));
        server.createContext("/api/large", exchange -> answer(exchange, 200, "x".repeat(2 * 1024 * 1024)));
        server.createContext("/api/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", root + "/elsewhere");
            answer(exchange, 302, "");
        });
        server.createContext("/elsewhere", exchange -> answer(exchange, 200, "{}"));
        server.start();
        allow(root + "/api", null);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange, int status, String body) throws IOException {
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void allow(String url, String credentialsId) throws Exception {
        GateEndpoint endpoint = new GateEndpoint(url);
        endpoint.setCredentialsId(credentialsId);
        SprintDeliveryConfiguration.get().setEndpoints(List.of(endpoint));
    }

    private static Fact<EndpointAnswer> ask(String url) throws Exception {
        return EndpointClient.ask(new Need.Endpoint(url)).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void aPolicyComparesWhatAnAddressAnswers() throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(
                "sprintGate policyYaml: '''conditions:\n" + "  - {type: endpoint.json, url: '" + root
                        + "/api/coverage', pointer: /line, atLeast: 90}\n'''",
                true));

        WorkflowRun run = jenkins.buildAndAssertStatus(Result.FAILURE, job);

        jenkins.assertLogContains("says FAIL", run);
        jenkins.assertLogContains("found it is 81.5", run);
        assertThat(authorizations).containsExactly("null");
    }

    @Test
    void onlyWhatAnAdministratorAllowsIsAsked() throws Exception {
        for (String url : List.of(
                root + "/elsewhere",
                root + "/apis",
                root + "/api/../elsewhere",
                root + "/api/%2e%2e/elsewhere",
                root.replace("localhost", "127.0.0.1") + "/api/coverage",
                root.replace("http:", "https:") + "/api/coverage")) {
            assertThat(ask(url))
                    .as(url)
                    .isInstanceOfSatisfying(
                            Fact.Missing.class,
                            missing -> assertThat(missing.reason()).contains("gates may not ask"));
        }
        assertThat(authorizations).isEmpty();
    }

    @Test
    void noRedirectIsFollowed() throws Exception {
        assertThat(ask(root + "/api/moved"))
                .isInstanceOfSatisfying(
                        Fact.Known.class,
                        known -> assertThat(((EndpointAnswer) known.value()).status())
                                .isEqualTo(302));
        assertThat(authorizations).hasSize(1);
    }

    @Test
    void whatIsTooLargeIsGivenUp() {
        assertThatThrownBy(() -> ask(root + "/api/large")).hasStackTraceContaining("larger than 1,024 kB");
    }

    @Test
    void credentialsAreSentAndStayWithTheirAddress() throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", null, Secret.fromString("s3cret")));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new UsernamePasswordCredentialsImpl(
                        CredentialsScope.GLOBAL, "user", null, "ann", "pässword-12345"));
        allow(root + "/api", "token");
        ask(root + "/api/coverage");
        allow(root + "/api", "user");
        ask(root + "/api/coverage");

        assertThat(authorizations).containsExactly("Bearer s3cret", "Basic YW5uOnDDpHNzd29yZC0xMjM0NQ==");
        allow(root + "/api", "gone");
        assertThatThrownBy(() -> ask(root + "/api/coverage")).hasMessageContaining("'gone'");
    }
}
