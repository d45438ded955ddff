package io.jenkins.plugins.sprintdelivery.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.TaskListener;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.core.export.FrozenReports;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import io.jenkins.plugins.sprintdelivery.report.ReportFreezer;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The board of the controller, of a job and of a folder: who sees what, and that a browser shows it. */
@WithJenkins
class BoardITest {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    private JenkinsRule jenkins;
    private Folder team;
    private WorkflowJob shop;
    private WorkflowJob mail;
    private WorkflowJob secret;

    @BeforeEach
    void deployThreeServices(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SprintFixtures.cadence();
        team = rule.createProject(Folder.class, "team");
        shop = deployed(team.createProject(WorkflowJob.class, "shop"));
        mail = deployed(team.createProject(WorkflowJob.class, "mail"));
        secret = deployed(rule.createProject(WorkflowJob.class, "secret"));
        assertThat(JenkinsLedger.get().open().catchUp(Duration.ofSeconds(30))).isTrue();
    }

    private WorkflowJob deployed(WorkflowJob job) throws Exception {
        job.setDefinition(
                new CpsFlowDefinition("sprintTag()\nsprintDeployed environment: 'production', version: '1.0'", true));
        jenkins.buildAndAssertSuccess(job);
        return job;
    }

    /** Reads as {@code reader}, who may read the folder, the shop and the mail, or as {@code boss}. */
    private void secure() {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader", "boss")
                .grant(Item.READ)
                .onItems(team, shop, mail)
                .to("reader")
                .grant(BoardPermission.VIEW)
                .everywhere()
                .to("boss"));
    }

    private WebResponse get(String user, String path) throws Exception {
        try (JenkinsRule.WebClient web = SprintFixtures.scriptless(jenkins)) {
            web.getOptions().setThrowExceptionOnFailingStatusCode(false);
            if (user != null) {
                web.login(user);
            }
            return web.goTo(path, null).getWebResponse();
        }
    }

    private List<?> services(String user, String path) throws Exception {
        return JSONObject.fromObject(get(user, path + "api/v1/board").getContentAsString())
                .getJSONObject("services")
                .getJSONArray("items");
    }

    @Test
    void theBoardOfTheControllerNeedsAPermissionOfItsOwn() throws Exception {
        secure();

        assertThat(get("reader", "sprint-delivery/").getStatusCode()).isEqualTo(403);
        assertThat(get("reader", "sprint-delivery/api/v1/board").getStatusCode())
                .isEqualTo(403);
        assertThat(get("reader", "sprint-delivery/api/v1/prometheus").getStatusCode())
                .isEqualTo(403);
        assertThat(get("reader", "").getContentAsString()).doesNotContain("/sprint-delivery\"");
        assertThat(services("boss", "sprint-delivery/"))
                .hasSize(3)
                .hasToString("[\"secret\",\"team/mail\",\"team/shop\"]");
        assertThat(get("boss", "sprint-delivery/api/v1/prometheus").getContentAsString())
                .contains("sprint_delivery_deployments{service=\"team/shop\",environment=\"production\"");
    }

    @Test
    void aJobsBoardIsOfItsServiceAlone() throws Exception {
        secure();
        String board = shop.getUrl() + "sprint-delivery/";
        String other = secretDeployment();

        assertThat(services("reader", board)).hasToString("[\"team/shop\"]");
        assertThat(get("reader", board + "api/v1/deployments.csv").getContentAsString())
                .contains("team/shop")
                .doesNotContain("team/mail", "secret");
        assertThat(get("reader", board + "api/v1/board?service=secret").getStatusCode())
                .isEqualTo(404);
        assertThat(get("reader", board + "api/v1/deployment?id=" + other).getStatusCode())
                .isEqualTo(404);
        assertThat(get("reader", secret.getUrl() + "sprint-delivery/api/v1/board")
                        .getStatusCode())
                .isEqualTo(404);
    }

    private String secretDeployment() throws Exception {
        return JenkinsLedger.get().open().queries().running().stream()
                .filter(running -> running.service().equals("secret"))
                .findFirst()
                .orElseThrow()
                .deploymentId();
    }

    @Test
    void aFoldersBoardIsOfTheJobsThatMayBeRead() throws Exception {
        secure();
        WorkflowJob hidden = deployed(team.createProject(WorkflowJob.class, "hidden"));
        JenkinsLedger.get().open().catchUp(Duration.ofSeconds(30));

        assertThat(services("reader", team.getUrl() + "sprint-delivery/")).hasToString("[\"team/mail\",\"team/shop\"]");
        assertThat(get("reader", team.getUrl() + "sprint-delivery/api/v1/cdevents")
                        .getContentAsString())
                .contains("team/shop", "team/mail")
                .doesNotContain(hidden.getFullName(), "secret");
    }

    @Test
    void onlyReadingIsAllowedAndAnUnchangedDocumentIsNotSentAgain() throws Exception {
        try (JenkinsRule.WebClient web = SprintFixtures.scriptless(jenkins)) {
            web.getOptions().setThrowExceptionOnFailingStatusCode(false);
            URL url = new URL(jenkins.getURL(), "sprint-delivery/api/v1/sprints");
            WebResponse first = web.getPage(new WebRequest(url)).getWebResponse();
            WebRequest again = new WebRequest(url);
            again.setAdditionalHeader("If-None-Match", first.getResponseHeaderValue("ETag"));

            assertThat(first.getContentType()).isEqualTo("application/json");
            assertThat(web.getPage(again).getWebResponse().getStatusCode()).isEqualTo(304);
            assertThat(web.getPage(web.addCrumb(new WebRequest(url, HttpMethod.POST)))
                            .getWebResponse()
                            .getStatusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void whatCannotBeAnsweredIsJsonToo() throws Exception {
        WebResponse answer = get(null, "sprint-delivery/api/v1/board?sprnt=1");

        assertThat(answer.getStatusCode()).isEqualTo(400);
        assertThat(answer.getContentAsString()).contains("there is no parameter 'sprnt'; did you mean 'sprint'?");
        assertThat(get(null, "sprint-delivery/api/v2/board").getStatusCode()).isEqualTo(404);
    }

    @Test
    void thePageSpeaksTheReadersLanguageAndReadsWithoutScripts() throws Exception {
        assertThat(get(null, "sprint-delivery/").getContentAsString())
                .contains("data-language=\"en\"", "type=\"module\"", "<noscript>", "api/v1/report.html");
        assertThat(get(null, "sprint-delivery/api/v1/report.html").getContentAsString())
                .contains("team/shop", "team/mail");
    }

    @Test
    void theReportOfAClosedSprintIsFrozen() throws Exception {
        Sprint current = SprintFixtures.currentSprint();
        Instant now = Instant.now();
        Sprint closed = new Sprint(
                "over",
                "Over",
                null,
                null,
                SprintState.CLOSED,
                now.minus(Duration.ofDays(2)),
                now.minus(Duration.ofDays(1)),
                null,
                "test");
        JenkinsLedger.get().record(TaskListener.NULL, List.of(new LedgerEvent.SprintRecorded(closed)));

        ExtensionList.lookupSingleton(ReportFreezer.class).doRun();
        FrozenReports reports = JenkinsLedger.get().frozenReports();
        for (int i = 0; i < 100 && reports.find("over").isEmpty(); i++) {
            Thread.sleep(100);
        }

        assertThat(reports.find("over"))
                .get()
                .satisfies(report -> assertThat(report.frozen()).isTrue());
        assertThat(reports.find(current.id())).isEmpty();
        assertThat(get(null, "sprint-delivery/api/v1/report.md?sprint=over").getContentAsString())
                .contains("Frozen at ");
    }

    /** A real browser runs the module scripts under Jenkins' own Content-Security-Policy. */
    @Test
    void aBrowserShowsTheBoard(@TempDir Path directory) throws Exception {
        assumeThat(CHROMIUM).isExecutable();
        Path dump = directory.resolve("dom.html");
        Process browser = new ProcessBuilder(
                        CHROMIUM.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--user-data-dir=" + directory.resolve("profile"),
                        "--virtual-time-budget=20000",
                        "--dump-dom",
                        jenkins.getURL() + team.getUrl() + "sprint-delivery/")
                .redirectOutput(dump.toFile())
                .redirectError(directory.resolve("errors").toFile())
                .start();

        assertThat(browser.waitFor(2, TimeUnit.MINUTES)).isTrue();

        String page = Files.readString(dump, StandardCharsets.UTF_8);
        assertThat(page)
                .contains(SprintFixtures.currentSprint().name(), "data-metric=\"deployment-frequency\"")
                .contains("<bdi>team/shop</bdi>", "aria-busy=\"false\"")
                .doesNotContain("<bdi>secret</bdi>");
        assertThat(Files.readString(directory.resolve("errors"))).doesNotContain("Content Security Policy");
    }
}
