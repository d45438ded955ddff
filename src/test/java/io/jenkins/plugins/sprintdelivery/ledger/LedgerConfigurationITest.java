package io.jenkins.plugins.sprintdelivery.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.security.AccessDeniedException3;
import hudson.util.FormValidation;
import io.jenkins.plugins.casc.misc.ConfiguredWithCode;
import io.jenkins.plugins.casc.misc.JenkinsConfiguredWithCodeRule;
import io.jenkins.plugins.casc.misc.junit.jupiter.WithJenkinsConfiguredWithCode;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.core.ledger.projection.PostgresServer;
import io.jenkins.plugins.sprintdelivery.core.ledger.projection.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

@WithJenkinsConfiguredWithCode
class LedgerConfigurationITest {

    private static void credentials() throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new UsernamePasswordCredentialsImpl(
                        CredentialsScope.GLOBAL, "ledger", "", "delivery", "s3cret-word"));
    }

    @Test
    @ConfiguredWithCode("postgresql.yml")
    void postgresqlAndRetentionAsCodeSurviveTheForm(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        credentials();
        LedgerConfiguration configuration = LedgerConfiguration.get();
        PostgresLedgerStore store = (PostgresLedgerStore) configuration.getStore();
        assertThat(store.getDescription()).isEqualTo("PostgreSQL at db.example.com:5433, database delivery");
        assertThat(configuration.getRetention().toRules()).isPresent();
        RetentionSettings retention = configuration.getRetention();

        jenkins.configRoundtrip();

        jenkins.assertEqualDataBoundBeans(store, LedgerConfiguration.get().getStore());
        jenkins.assertEqualDataBoundBeans(retention, LedgerConfiguration.get().getRetention());
    }

    @Test
    @ConfiguredWithCode("postgresql.yml")
    void aDatabaseThatDoesNotAnswerDelaysNoBuildAndKeepsItsPassword(JenkinsConfiguredWithCodeRule jenkins)
            throws Exception {
        credentials();
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition("sprintDeployed environment: 'live', version: '1'", true));

        jenkins.buildAndAssertSuccess(job);

        LedgerHealth.Look look = LedgerHealth.get().look();
        assertThat(look.status().eventsBehind()).isPositive();
        assertThat(look.toString()).doesNotContain("s3cret-word");
    }

    @Test
    @ConfiguredWithCode("embedded.yml")
    void aConnectionIsTriedBeforeItIsSaved(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        credentials();
        PostgresLedgerStore.DescriptorImpl form = form(jenkins);

        FormValidation refused = form.doTestConnection("127.0.0.1", 1, "delivery", "", "ledger", "disable", "");
        FormValidation unknown = form.doTestConnection("127.0.0.1", 1, "delivery", "", "nobody", "disable", "");

        assertRefused(refused, "127.0.0.1");
        assertThat(unknown.getMessage()).contains("there are no credentials").contains("nobody");
    }

    @Test
    @ConfiguredWithCode("embedded.yml")
    void aConnectionIsTriedAndUsedWithTheProtectionThatIsAskedFor(
            JenkinsConfiguredWithCodeRule jenkins, @TempDir Path directory) throws Exception {
        credentials();
        TestAuthority authority = new TestAuthority(directory.resolve("ours"));
        String ours = Files.readString(authority.certificate());
        String other = Files.readString(new TestAuthority(directory.resolve("other")).certificate());
        try (PostgresServer server = PostgresServer.started()) {
            server.offerTls(authority.sign("localhost"), true);
            server.execute(List.of("CREATE ROLE delivery LOGIN", "GRANT CREATE ON DATABASE postgres TO delivery"));
            Attempt tried = asked -> form(jenkins)
                    .doTestConnection(
                            asked.get(0), server.port(), "postgres", "", "ledger", asked.get(1), asked.get(2));

            for (String mode : List.of("require", "verify-ca", "verify-full")) {
                assertThat(tried.with(List.of("localhost", mode, ours)))
                        .as(mode)
                        .extracting(answer -> answer.kind)
                        .isEqualTo(FormValidation.Kind.OK);
            }
            assertRefused(tried.with(List.of("localhost", "disable", "")), "encrypted connections only (hostssl)");
            assertRefused(tried.with(List.of("localhost", "verify-ca", other)), "not signed by one of the given");
            assertRefused(tried.with(List.of("localhost", "verify-ca", "")), "not signed by an authority that Java");
            assertRefused(tried.with(List.of("127.0.0.1", "verify-full", ours)), "certificate is not for the host");
            assertRefused(tried.with(List.of("localhost", "verify-full", "none")), "root certificate cannot be read");

            PostgresLedgerStore store = new PostgresLedgerStore("localhost", "postgres", "ledger");
            store.setPort(server.port());
            store.setRootCertificate(ours);
            LedgerConfiguration.get().setStore(store);
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop");
            job.setDefinition(new CpsFlowDefinition("sprintDeployed environment: 'live', version: '1'", true));
            jenkins.buildAndAssertSuccess(job);
            assertThat(SprintFixtures.ledger().running()).hasSize(1);
            LedgerConfiguration.get().setStore(new EmbeddedLedgerStore());
            assertThat(SprintFixtures.ledger().running()).hasSize(1);

            server.offerNoTls();
            assertRefused(tried.with(List.of("localhost", "require", "")), "switch TLS on in the server");
        }
    }

    @Test
    @ConfiguredWithCode("embedded.yml")
    void pagesSayHowFarASlowDatabaseIsBehindAndBuildsDoNotWait(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        credentials();
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop");
        job.setDefinition(new CpsFlowDefinition("sprintDeployed environment: 'live', version: '1'", true));
        try (PostgresServer server = PostgresServer.started()) {
            server.execute(List.of("CREATE ROLE delivery LOGIN", "GRANT CREATE ON DATABASE postgres TO delivery"));
            PostgresLedgerStore store = new PostgresLedgerStore("localhost", "postgres", "ledger");
            store.setPort(server.port());
            store.setTls("disable");
            LedgerConfiguration.get().setStore(store);
            jenkins.buildAndAssertSuccess(job);
            assertThat(SprintFixtures.ledger().running()).hasSize(1);
            try (Connection other = server.connection();
                    Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                // nobody writes, everybody reads
                statement.execute("LOCK TABLE sprint_delivery.deployments IN SHARE ROW EXCLUSIVE MODE");
                jenkins.buildAndAssertSuccess(job);
                Thread.sleep(11_000);
                LedgerHealth.get().look();

                try (JenkinsRule.WebClient web = SprintFixtures.scriptless(jenkins)) {
                    assertThat(web.goTo("sprint-delivery/api/v1/running", "application/json")
                                    .getWebResponse()
                                    .getResponseHeaderValue("Ledger-Behind"))
                            .matches("events=[1-9]\\d*, since=@\\d+");
                    assertThat(web.goTo(job.getUrl() + "sprints/").asNormalizedText())
                            .containsPattern("is behind: \\d+ events are not counted here yet, .* ago");
                    assertThat(web.goTo("manage/sprint-delivery-ledger/").asNormalizedText())
                            .containsPattern("\\d+ events \\(\\d+ bytes\\) since");
                }
                other.rollback();
            }
            assertThat(SprintFixtures.ledger().running()).hasSize(1);
            LedgerHealth.get().look();
            try (JenkinsRule.WebClient web = SprintFixtures.scriptless(jenkins)) {
                assertThat(web.goTo("sprint-delivery/api/v1/running", "application/json")
                                .getWebResponse()
                                .getResponseHeaderValue("Ledger-Behind"))
                        .isNull();
            }
            LedgerConfiguration.get().setStore(new EmbeddedLedgerStore());
        }
    }

    /** A press on "Test connection" with a host, a mode and root certificates. */
    private interface Attempt {
        FormValidation with(List<String> asked) throws Exception;
    }

    private static PostgresLedgerStore.DescriptorImpl form(JenkinsConfiguredWithCodeRule jenkins) {
        return jenkins.jenkins.getDescriptorByType(PostgresLedgerStore.DescriptorImpl.class);
    }

    private static void assertRefused(FormValidation answer, String reason) {
        assertThat(answer.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(answer.getMessage()).contains(reason).doesNotContain("s3cret-word");
    }

    @Test
    @ConfiguredWithCode("embedded.yml")
    void onlyAdministratorsAskTheForms(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(
                new MockAuthorizationStrategy().grant(Jenkins.READ).everywhere().to("reader"));
        credentials();
        PostgresLedgerStore.DescriptorImpl form = form(jenkins);

        try (ACLContext reader = ACL.as2(User.getById("reader", true).impersonate2())) {
            assertThatThrownBy(() -> form.doTestConnection("db", 5432, "d", "", "ledger", "disable", ""))
                    .isInstanceOf(AccessDeniedException3.class);
            assertThatThrownBy(() -> form.doCheckHost("")).isInstanceOf(AccessDeniedException3.class);
            assertThat(form.doFillCredentialsIdItems("")).allMatch(option -> !option.value.equals("ledger"));
        }
    }
}
