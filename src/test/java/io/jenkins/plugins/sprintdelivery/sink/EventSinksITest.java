package io.jenkins.plugins.sprintdelivery.sink;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.github.tomakehurst.wiremock.WireMockServer;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.AccessDeniedException3;
import hudson.util.FormValidation;
import hudson.util.Secret;
import hudson.util.StreamTaskListener;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import java.nio.file.Files;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A deployment in Jenkins, on its way to a receiver. */
@WithJenkins
class EventSinksITest {

    private static final String TOKEN = "s3cr3t-token-of-the-broker";

    private static WireMockServer server;

    @BeforeAll
    static void startServer() {
        server = new WireMockServer(wireMockConfig().dynamicPort());
        server.start();
    }

    @AfterAll
    static void stopServer() {
        server.stop();
    }

    private static void configure() throws Exception {
        server.resetAll();
        server.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(202)));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.GLOBAL, "broker-token", "broker", Secret.fromString(TOKEN)));
        SystemCredentialsProvider.getInstance().save();
        EventSinkSource source = new EventSinkSource("broker", server.baseUrl() + "/in");
        source.setMode("structured");
        source.setCredentialsId("broker-token");
        EventSinksConfiguration.get().setSinks(List.of(source));
    }

    @Test
    void aDeploymentIsSentOnceWithItsTokenAndShown(JenkinsRule jenkins) throws Exception {
        configure();
        SprintFixtures.cadence();
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition("sprintDeployed environment: 'production', version: '1.0'", true));
        jenkins.buildAndAssertSuccess(job);

        EventSinkWork.get().execute(StreamTaskListener.fromStdout());
        EventSinkWork.get().execute(StreamTaskListener.fromStdout());

        server.verify(
                1,
                postRequestedFor(urlEqualTo("/in"))
                        .withHeader("Authorization", equalTo("Bearer " + TOKEN))
                        .withHeader("Content-Type", equalTo("application/cloudevents+json; charset=UTF-8"))
                        .withRequestBody(matchingJsonPath("$.type", equalTo("dev.cdevents.service.deployed.0.1.1")))
                        .withRequestBody(matchingJsonPath(
                                "$.source", equalTo(Jenkins.get().getRootUrl())))
                        .withRequestBody(matchingJsonPath("$.subject", equalTo("shop"))));
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            HtmlPage page = client.goTo("manage/sprint-delivery-trackers/");
            assertThat(page.getElementById("sprint-delivery-outbox").asNormalizedText())
                    .contains("broker", "deployment-event", "delivered");
        }
        assertThat(Files.readString(
                        Jenkins.get().getRootDir().toPath().resolve(EventSinksConfiguration.class.getName() + ".xml")))
                .contains("broker-token")
                .doesNotContain(TOKEN);
    }

    @Test
    void theFormKeepsWhatIsThereAndTriesIt(JenkinsRule jenkins) throws Exception {
        configure();
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            jenkins.submit(client.goTo("configure").getFormByName("config"));
        }
        EventSinkSource kept = EventSinksConfiguration.get().getSinks().get(0);
        assertThat(kept.getName()).isEqualTo("broker");
        assertThat(kept.getUrl()).isEqualTo(server.baseUrl() + "/in");
        assertThat(kept.getMode()).isEqualTo("structured");
        assertThat(kept.getCredentialsId()).isEqualTo("broker-token");

        EventSinkSource.DescriptorImpl form = (EventSinkSource.DescriptorImpl) kept.getDescriptor();
        assertThat(form.doTestConnection("broker", kept.getUrl(), "binary", "broker-token").kind)
                .isEqualTo(FormValidation.Kind.OK);
        server.verify(
                1,
                postRequestedFor(urlEqualTo("/in"))
                        .withHeader("ce-type", equalTo("dev.cdeventsx.sprintdelivery-connection.tested.0.1.0")));
        assertThat(form.doTestConnection("broker", kept.getUrl(), "binary", "nosuch")
                        .getMessage())
                .contains("nosuch");
        assertThat(form.doCheckUrl("ftp://example.com", null).kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(form.doCheckUrl("http://example.com/", "broker-token").kind).isEqualTo(FormValidation.Kind.WARNING);
        assertThat(form.doCheckName("a b").kind).isEqualTo(FormValidation.Kind.ERROR);
    }

    @Test
    void onlyAnAdministratorTriesAddressesAndSeesCredentials(JenkinsRule jenkins) throws Exception {
        configure();
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(
                new MockAuthorizationStrategy().grant(Jenkins.READ).everywhere().toEveryone());
        EventSinkSource.DescriptorImpl form =
                (EventSinkSource.DescriptorImpl) Jenkins.get().getDescriptorOrDie(EventSinkSource.class);

        try (ACLContext anna = ACL.as2(User.getById("anna", true).impersonate2())) {
            assertThatThrownBy(() -> form.doTestConnection("broker", server.baseUrl(), "binary", "broker-token"))
                    .isInstanceOf(AccessDeniedException3.class);
            assertThat(form.doFillCredentialsIdItems("")).noneMatch(option -> option.value.equals("broker-token"));
        }
        server.verify(0, postRequestedFor(anyUrl()));
    }
}
