package io.jenkins.plugins.sprintdelivery.administration;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.FreeStyleProject;
import hudson.model.Item;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import io.jenkins.plugins.sprintdelivery.ledger.LedgerHealth;
import java.io.ByteArrayInputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlFileInput;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

@WithJenkins
class LedgerManagementITest {

    private static final String PAGE = "manage/sprint-delivery-ledger/";
    private static final List<String> ACTIONS =
            List.of("verify", "rebuild", "compact", "backfill", "erase", "export", "import", "pause", "resume", "stop");

    private JenkinsRule jenkins;

    @TempDir
    private Path directory;

    @BeforeEach
    void setUp(JenkinsRule rule) {
        jenkins = rule;
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ, Jenkins.MANAGE, Jenkins.SYSTEM_READ)
                .everywhere()
                .to("manager"));
    }

    private void deploy(String version) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "shop-" + version);
        job.setDefinition(new CpsFlowDefinition(
                "sprintDeployed environment: 'live', service: 'shop', version: '" + version + "'", true));
        jenkins.buildAndAssertSuccess(job);
    }

    private JenkinsRule.WebClient as(String user) throws Exception {
        return jenkins.createWebClient().login(user);
    }

    /** Presses the one button of a form on the page, and waits for what it began. */
    private LedgerWork.Report press(String form, String field, String value) throws Exception {
        try (JenkinsRule.WebClient web = as("admin")) {
            HtmlForm found = web.goTo(PAGE).getFormByName(form);
            if (field != null) {
                found.getInputByName(field).setValue(value);
            }
            jenkins.submit(found);
        }
        return ended();
    }

    private static LedgerWork.Report ended() throws InterruptedException {
        Instant limit = Instant.now().plus(Duration.ofSeconds(60));
        LedgerWork.Report report = LedgerWork.get().report();
        while (report == null || report.phase().isActive()) {
            assertThat(Instant.now()).as("the work ends: %s", report).isBefore(limit);
            Thread.sleep(50);
            report = LedgerWork.get().report();
        }
        return report;
    }

    @Test
    void verifyReadsEveryLineAndThePageSaysWhatItFound() throws Exception {
        deploy("1");

        assertThat(press("verify", null, null).phase()).isEqualTo(LedgerWork.Phase.DONE);

        try (JenkinsRule.WebClient web = as("admin")) {
            assertThat(web.goTo(PAGE).asNormalizedText()).contains("are sound").contains("embedded");
        }
    }

    @Test
    void aDamagedLineIsNamedByThePageAndByTheMonitor() throws Exception {
        deploy("1");
        deploy("2");
        JenkinsLedger ledger = JenkinsLedger.get();
        Path month;
        try (var files = Files.list(JenkinsLedger.directory().resolve("journal"))) {
            month = files.filter(file -> file.toString().endsWith(".jsonl"))
                    .findFirst()
                    .orElseThrow();
        }
        String text = Files.readString(month);
        Files.writeString(month, text.replaceFirst("\"live\"", "\"evil\""));

        LedgerWork.Report report = press("verify", null, null);
        ledger.open().rebuild();
        assertThat(ledger.open().catchUp(Duration.ofSeconds(30))).isTrue();
        LedgerHealth.get().look();

        assertThat(report.message()).contains("1 problems").contains("damaged").contains(month.getFileName() + ":");
        try (JenkinsRule.WebClient web = as("admin")) {
            assertThat(web.goTo(PAGE).asNormalizedText()).contains("restore the file from a backup");
            assertThat(web.goTo("manage").asNormalizedText()).contains("restore the file from a backup");
        }
    }

    @Test
    void theDatabaseIsMadeAnewWhileBuildsGoOn() throws Exception {
        deploy("1");

        try (JenkinsRule.WebClient web = as("admin")) {
            assertThat(post(web, "rebuild").getWebResponse().getStatusCode()).isEqualTo(200);
        }
        deploy("2");

        assertThat(ended().phase()).isEqualTo(LedgerWork.Phase.DONE);
        assertThat(SprintFixtures.ledger().deployments(SprintFixtures.untilNow(), 10, 0))
                .hasSize(2);
    }

    @Test
    void anExportIsTakenUpOnce() throws Exception {
        deploy("1");
        Page export;
        try (JenkinsRule.WebClient web = as("admin")) {
            export = post(web, "export");
        }
        byte[] bytes = export.getWebResponse().getContentAsStream().readAllBytes();
        String lines =
                new String(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(lines).contains("\"type\":\"deployment\"");
        Path file = Files.write(directory.resolve("export.jsonl.gz"), bytes);

        try (JenkinsRule.WebClient web = as("admin")) {
            HtmlForm form = web.goTo(PAGE).getFormByName("import");
            HtmlFileInput input = form.getInputByName("file");
            input.setFiles(file.toFile());
            jenkins.submit(form);
        }

        assertThat(ended().message()).startsWith("0 events recorded");
        assertThat(SprintFixtures.ledger().deployments(SprintFixtures.untilNow(), 10, 0))
                .hasSize(1);
    }

    @Test
    void oldBuildsAreTakenUpOnceWithoutLoadingThem() throws Exception {
        FreeStyleProject old = jenkins.createFreeStyleProject("old");
        for (int i = 0; i < 3; i++) {
            jenkins.buildAndAssertSuccess(old);
        }

        LedgerWork.Report first = press("backfill", "job", "old");
        LedgerWork.Report second = press("backfill", "job", "old");

        assertThat(first.message()).startsWith("3 builds read, 3 events recorded, 0 builds unreadable");
        assertThat(second.message()).startsWith("0 builds read, 0 events recorded");
    }

    @Test
    void aPausedBackfillWaitsAndIsStoppedByHand() throws Exception {
        LedgerWork work = LedgerWork.get();
        work.start("counting", progress -> {
            for (int i = 0; ; i++) {
                progress.at("step", i, 0);
                Thread.sleep(5);
            }
        });
        try (JenkinsRule.WebClient web = as("admin")) {
            jenkins.submit(web.goTo(PAGE).getFormByName("pause"));
            HtmlPage paused = web.goTo(PAGE);
            assertThat(paused.asNormalizedText()).contains("paused at step");
            assertThat(work.report().phase()).isEqualTo(LedgerWork.Phase.PAUSED);
            web.getOptions().setThrowExceptionOnFailingStatusCode(false);
            assertThat(post(web, "verify").getWebResponse().getStatusCode()).isEqualTo(409);
            jenkins.submit(paused.getFormByName("resume"));
            assertThat(work.report().phase()).isEqualTo(LedgerWork.Phase.RUNNING);
            jenkins.submit(web.goTo(PAGE).getFormByName("stop"));
        }

        assertThat(ended().phase()).isEqualTo(LedgerWork.Phase.STOPPED);
    }

    @Test
    void onlyAdministratorsActAndOnlyByPost() throws Exception {
        try (JenkinsRule.WebClient manager = as("manager");
                JenkinsRule.WebClient admin = as("admin")) {
            manager.getOptions().setThrowExceptionOnFailingStatusCode(false);
            admin.getOptions().setThrowExceptionOnFailingStatusCode(false);
            for (String action : ACTIONS) {
                assertThat(post(manager, action).getWebResponse().getStatusCode())
                        .as("%s by a manager", action)
                        .isEqualTo(403);
                assertThat(admin.getPage(new URL(jenkins.getURL(), PAGE + action))
                                .getWebResponse()
                                .getStatusCode())
                        .as("GET of %s", action)
                        .isIn(404, 405);
            }
            assertThat(manager.getPage(new URL(jenkins.getURL(), PAGE))
                            .getWebResponse()
                            .getStatusCode())
                    .isEqualTo(403);
        }
        assertThat(LedgerWork.get().report()).isNull();
    }

    @Test
    void whatIsNotThereIsSaid() throws Exception {
        try (JenkinsRule.WebClient web = as("admin")) {
            web.getOptions().setThrowExceptionOnFailingStatusCode(false);
            Page answer = post(web, "backfill?job=nowhere");
            assertThat(answer.getWebResponse().getStatusCode()).isEqualTo(400);
            assertThat(answer.getWebResponse().getContentAsString()).contains("There is no job or folder");
            assertThat(post(web, "erase?person=").getWebResponse().getStatusCode())
                    .isEqualTo(400);
        }
    }

    private Page post(JenkinsRule.WebClient web, String action) throws Exception {
        return web.getPage(web.addCrumb(new WebRequest(new URL(jenkins.getURL(), PAGE + action), HttpMethod.POST)));
    }
}
