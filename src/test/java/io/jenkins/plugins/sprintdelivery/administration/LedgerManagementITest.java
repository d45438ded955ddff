package io.jenkins.plugins.sprintdelivery.administration;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.ExtensionList;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.TaskListener;
import hudson.model.User;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import io.jenkins.plugins.sprintdelivery.ledger.LedgerConfiguration;
import io.jenkins.plugins.sprintdelivery.ledger.LedgerHealth;
import io.jenkins.plugins.sprintdelivery.ledger.RetentionSettings;
import java.io.ByteArrayInputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.zip.GZIPInputStream;
import jenkins.branch.BranchSource;
import jenkins.model.Jenkins;
import jenkins.scm.impl.SingleSCMSource;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlFileInput;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.SingleFileSCM;
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
        return SprintFixtures.scriptlessWithCrumb(jenkins).login(user);
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
            assertThat(web.goTo(PAGE).asNormalizedText())
                    .contains("Verifying the journal: ", " lines in 1 month: sound.")
                    .contains("embedded");
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

        assertThat(report.message()).contains("1 problem.").contains("damaged").contains(month.getFileName() + ":");
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

        LedgerWork.Report report = ended();
        assertThat(report.phase()).isEqualTo(LedgerWork.Phase.DONE);
        assertThat(report.message()).matches("The database is made anew from [1-9]\\d* events?\\.");
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
        assertThat(unpacked(export)).contains("\"type\":\"deployment\"");
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

    /** As a Jenkins does that was started with {@code -Djenkins.model.Jenkins.buildsDir}. */
    @Test
    void oldBuildsOfFoldersAndBranchesAreFoundWhereverJenkinsKeepsThem() throws Exception {
        jenkins.jenkins.setRawBuildsDir(directory.resolve("big") + "/${ITEM_FULL_NAME}");
        Folder team = jenkins.createProject(Folder.class, "team");
        FreeStyleProject tools = team.createProject(FreeStyleProject.class, "tools");
        jenkins.buildAndAssertSuccess(tools);
        WorkflowMultiBranchProject shop = team.createProject(WorkflowMultiBranchProject.class, "shop");
        shop.getSourcesList()
                .add(new BranchSource(
                        new SingleSCMSource("feature/login", new SingleFileSCM("Jenkinsfile", "echo 'x'"))));
        shop.scheduleBuild2(0).getFuture().get();
        jenkins.waitUntilNoActivity();
        assertThat(directory.resolve("big/team/tools/1/build.xml")).exists();
        assertThat(directory.resolve("big/team/shop")).exists();

        LedgerWork.Report all = press("backfill", "job", "team");

        assertThat(all.message()).startsWith("2 builds read, 2 events recorded, 0 builds unreadable");
        assertThat(JenkinsLedger.get().open().catchUp(Duration.ofSeconds(30))).isTrue();
        assertThat(recorded())
                .contains("\"job\":\"team/tools\"", "\"job\":\"team/shop/feature%2Flogin\"")
                .contains("\"service\":\"team/shop\"");
        assertThat(press("backfill", "job", "team/shop").message()).startsWith("0 builds read");
    }

    private String recorded() throws Exception {
        StringBuilder lines = new StringBuilder();
        try (var files = Files.list(JenkinsLedger.directory().resolve("journal"))) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".jsonl")).toList()) {
                lines.append(Files.readString(file));
            }
        }
        return lines.toString();
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
            HtmlPage busy = (HtmlPage) post(web, "verify");
            assertThat(busy.getWebResponse().getStatusCode()).isEqualTo(409);
            assertThat(busy.asNormalizedText()).contains("'counting' is under way", "Back to the ledger");
            jenkins.submit(paused.getFormByName("resume"));
            assertThat(work.report().phase()).isEqualTo(LedgerWork.Phase.RUNNING);
            jenkins.submit(web.goTo(PAGE).getFormByName("stop"));
        }

        assertThat(ended().phase()).isEqualTo(LedgerWork.Phase.STOPPED);
    }

    @Test
    void aPersonIsErasedUnderBothNamesThatJenkinsKnows() throws Exception {
        User alice = User.getById("alice", true);
        alice.setFullName("Alice Smith");
        JenkinsLedger.get()
                .open()
                .append(new LedgerEvent.CommitRecorded(
                        new Commit("c1", Instant.now(), "Pay, reviewed by Alice Smith and alice", List.of())));

        try (JenkinsRule.WebClient web = as("admin")) {
            post(web, "erase?person=alice");
        }
        LedgerWork.Report report = ended();

        assertThat(report.phase()).isEqualTo(LedgerWork.Phase.DONE);
        assertThat(report.toString()).doesNotContain("alice", "Alice");
        Page export;
        try (JenkinsRule.WebClient web = as("admin")) {
            export = post(web, "export");
        }
        String lines = unpacked(export);
        assertThat(lines).contains("\"type\":\"erasure\"", "Pay, reviewed by ").doesNotContain("alice", "Alice");
    }

    @Test
    void closedMonthsAreCompactedAndGoOnBeingRead() throws Exception {
        try (Ledger before = Ledger.open(
                JenkinsLedger.directory(), Clock.fixed(Instant.parse("2026-03-02T00:00:00Z"), ZoneOffset.UTC))) {
            before.append(new LedgerEvent.DeploymentRecorded(deployed("old", Instant.parse("2026-03-01T00:00:00Z"))));
        }
        deploy("1");

        LedgerWork.Report report = press("compact", null, null);

        assertThat(report.message()).contains("1 month archived");
        assertThat(JenkinsLedger.directory().resolve("journal/2026-03.jsonl.gz"))
                .exists();
        assertThat(SprintFixtures.ledger().deployment("old")).isPresent();
    }

    @Test
    void whatIsOlderThanTheConfigurationKeepsIsLetGoOfAndThatIsOnRecord() throws Exception {
        Instant old = Instant.now().minus(Duration.ofDays(800));
        JenkinsLedger.get()
                .open()
                .append(
                        new LedgerEvent.DeploymentRecorded(deployed("older", old)),
                        new LedgerEvent.DeploymentRecorded(deployed("old but running", old.plusSeconds(60))));
        RetentionSettings settings = new RetentionSettings();
        settings.setProductionDays(730);
        settings.setOtherDays(365);
        LedgerConfiguration.get().setRetention(settings);

        ExtensionList.lookupSingleton(RetentionWork.class).execute(TaskListener.NULL);

        assertThat(SprintFixtures.ledger().deployment("older")).isEmpty();
        assertThat(SprintFixtures.ledger().deployment("old but running")).isPresent();
        assertThat(recorded()).contains("\"type\":\"retention\"");
    }

    private static Deployment deployed(String id, Instant finished) {
        return new Deployment(
                id,
                "shop",
                Environment.named("production"),
                id,
                null,
                null,
                null,
                DeploymentStatus.SUCCESSFUL,
                finished.minusSeconds(30),
                finished,
                null,
                null,
                List.of(),
                List.of());
    }

    private static String unpacked(Page export) throws Exception {
        byte[] bytes = export.getWebResponse().getContentAsStream().readAllBytes();
        return new String(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(), StandardCharsets.UTF_8);
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
            HtmlPage answer = (HtmlPage) post(web, "backfill?job=nowhere");
            assertThat(answer.getWebResponse().getStatusCode()).isEqualTo(400);
            assertThat(answer.asNormalizedText()).contains("There is no job or folder 'nowhere'");
            assertThat(((HtmlPage) answer.getAnchorByText("Back to the ledger").click()).getUrl())
                    .isEqualTo(new URL(jenkins.getURL(), PAGE));
            assertThat(post(web, "erase?person=").getWebResponse().getStatusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void whatIsNoExportIsRefusedByTheNameThatItHas() throws Exception {
        Path file = Files.writeString(directory.resolve("notes.jsonl"), "hello\n");

        try (JenkinsRule.WebClient web = as("admin")) {
            HtmlForm form = web.goTo(PAGE).getFormByName("import");
            HtmlFileInput input = form.getInputByName("file");
            input.setFiles(file.toFile());
            jenkins.submit(form);
        }

        LedgerWork.Report report = ended();
        assertThat(report.phase()).isEqualTo(LedgerWork.Phase.FAILED);
        assertThat(report.message()).startsWith("notes.jsonl:1: this is no export of a ledger");
    }

    private Page post(JenkinsRule.WebClient web, String action) throws Exception {
        return web.getPage(web.addCrumb(new WebRequest(new URL(jenkins.getURL(), PAGE + action), HttpMethod.POST)));
    }
}
