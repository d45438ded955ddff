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
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.Test;
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
        PostgresLedgerStore.DescriptorImpl form =
                jenkins.jenkins.getDescriptorByType(PostgresLedgerStore.DescriptorImpl.class);

        FormValidation refused = form.doTestConnection("127.0.0.1", 1, "delivery", "", "ledger", "disable", "");
        FormValidation unknown = form.doTestConnection("127.0.0.1", 1, "delivery", "", "nobody", "disable", "");

        assertThat(refused.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(refused.getMessage()).contains("127.0.0.1").doesNotContain("s3cret-word");
        assertThat(unknown.getMessage()).contains("there are no credentials").contains("nobody");
    }

    @Test
    @ConfiguredWithCode("embedded.yml")
    void onlyAdministratorsAskTheForms(JenkinsConfiguredWithCodeRule jenkins) throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(
                new MockAuthorizationStrategy().grant(Jenkins.READ).everywhere().to("reader"));
        credentials();
        PostgresLedgerStore.DescriptorImpl form =
                jenkins.jenkins.getDescriptorByType(PostgresLedgerStore.DescriptorImpl.class);

        try (ACLContext reader = ACL.as2(User.getById("reader", true).impersonate2())) {
            assertThatThrownBy(() -> form.doTestConnection("db", 5432, "d", "", "ledger", "disable", ""))
                    .isInstanceOf(AccessDeniedException3.class);
            assertThatThrownBy(() -> form.doCheckHost("")).isInstanceOf(AccessDeniedException3.class);
            assertThat(form.doFillCredentialsIdItems("")).allMatch(option -> !option.value.equals("ledger"));
        }
    }
}
