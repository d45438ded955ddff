package io.jenkins.plugins.sprintdelivery.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.Item;
import hudson.model.Result;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.browser.Chromium;
import io.jenkins.plugins.sprintdelivery.build.WaitingGates;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.model.Commitment;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents;
import io.jenkins.plugins.sprintdelivery.ledger.JenkinsLedger;
import io.jenkins.plugins.sprintdelivery.release.SprintDeliveryPermissions;
import java.nio.file.Path;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;

/** The board, the job's sprints and a build's tab inside Jenkins in a real browser, while a release waits at a gate. */
@WithJenkins
class BoardInABrowserITest {

    private static final List<Integer> WIDTHS = List.of(360, 1280, 1920);
    private static final int HEIGHT = 1000;

    @TempDir
    private Path directory;

    private JenkinsRule jenkins;
    private JenkinsBrowser visitor;
    private Chromium chromium;
    private ChromeDriver browser;
    private WorkflowRun run;

    @BeforeEach
    void waitAtAGate(JenkinsRule rule) throws Exception {
        jenkins = rule;
        visitor = new JenkinsBrowser(rule, directory.resolve("profile"));
        chromium = visitor.chromium();
        browser = chromium.driver();
        SprintFixtures.cadence();
        SprintFixtures.policies("""
                gates:
                  policies:
                    needy:
                      conditions:
                        - {type: deployment.dependency, service: web/search, atLeast: '2.0', severity: warn}
                    release:
                      wait: 4h
                      conditions: [{type: approval, of: ['user:anna']}]
                """);
        Folder folder = rule.createProject(Folder.class, "web");
        build(folder.createProject(WorkflowJob.class, "search"), Result.SUCCESS, deployment("1.9.3"));
        WorkflowJob shop = folder.createProject(WorkflowJob.class, "shop");
        String gate = "sprintGate policy: 'needy', environment: 'production', version: '2.4.0', propagate: false\n";
        build(shop, Result.UNSTABLE, gate + deployment("2.4.0"));
        promise();
        secure(folder);
        shop.setDefinition(new CpsFlowDefinition(
                "sprintTag()\nsprintGate policy: 'release', environment: 'production', version: '2.5.0'", true));
        run = shop.scheduleBuild2(0).waitForStart();
        while (WaitingGates.get().of(run).isEmpty()
                || WaitingGates.get().of(run).get(0).state() == null) {
            Thread.sleep(20);
        }
        SprintFixtures.ledger();
    }

    private static String deployment(String version) {
        return "sprintDeployed environment: 'staging', version: '%1$s'\n".formatted(version)
                + "sprintDeployed environment: 'production', version: '%1$s'\n".formatted(version);
    }

    private void build(WorkflowJob job, Result result, String steps) throws Exception {
        job.setDefinition(new CpsFlowDefinition("sprintTag()\n" + steps, true));
        jenkins.assertBuildStatus(result, job.scheduleBuild2(0));
    }

    /** What a tracker of the controller said: one ticket is done and nowhere, one is blocked. */
    private static void promise() throws Exception {
        Sprint sprint = SprintFixtures.currentSprint();
        JenkinsLedger.get()
                .open()
                .append(
                        new LedgerEvent.CommitmentRecorded(new Commitment(
                                sprint.id(),
                                "tracker",
                                sprint.start(),
                                Commitment.Basis.HISTORY,
                                List.of("WEB-1", "WEB-2"))),
                        new LedgerEvent.ContentsRecorded(new SprintContents(
                                sprint.id(),
                                "tracker",
                                sprint.start(),
                                false,
                                List.of("WEB-1", "WEB-2"),
                                List.of("WEB-1"),
                                List.of(),
                                List.of(),
                                List.of("WEB-2"),
                                List.of(new SprintContents.Wait("WEB-2", "WEB-1")),
                                null,
                                false)));
    }

    private void secure(Folder folder) {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader", "anna", "stranger")
                .grant(Item.READ)
                .onFolders(folder)
                .to("reader", "anna")
                .grant(SprintDeliveryPermissions.APPROVE)
                .onFolders(folder)
                .to("anna")
                .grant(BoardPermission.VIEW)
                .everywhere()
                .to("anna"));
    }

    @AfterEach
    void stop() throws Exception {
        visitor.close();
        if (run.isBuilding()) {
            run.doStop();
            jenkins.waitForCompletion(run);
        }
    }

    private String text(String selector) {
        return browser.findElement(By.cssSelector(selector)).getText();
    }

    @Test
    void theBoardShowsWhatWaitsAndLeadsToItsGate() throws Exception {
        visitor.login("anna");
        visitor.openLive("job/web/sprint-delivery/");

        assertThat(text(".sd-head")).contains("Gates waiting 1", "Waiting for you 1", "Dependencies not ready 1");
        assertThat(text("#sd-waiting"))
                .contains("web/shop", "production", "2.5.0", "release", "For you", "approval: 0 of 1 approval");
        assertThat(text(".sd-dependencies")).contains("web/search 2.0 or higher in production", "1.9.3", "Not ready");
        assertThat(chromium.console()).isEmpty();

        browser.findElement(By.cssSelector("#sd-waiting td a")).click();
        visitor.await("location.pathname.endsWith('/gates/')");
        assertThat(browser.getCurrentUrl()).contains(run.getUrl() + "gates/#gate-");
    }

    @Test
    void anOpenBoardFollowsWhatIsDecided() throws Exception {
        visitor.login("reader");
        visitor.openLive("job/web/sprint-delivery/");
        assertThat(text(".sd-head")).contains("Gates waiting 1").doesNotContain("Waiting for you");
        visitor.openLive("job/web/sprint-delivery/?mine=true");
        assertThat(text("#sd-waiting")).contains("Nothing waits for you.");

        run.doStop();
        jenkins.waitForCompletion(run);
        browser.executeScript("document.dispatchEvent(new Event('visibilitychange'))");

        visitor.await("document.getElementById('sd-waiting') === null");
        assertThat(text(".sd-head")).contains("Gates waiting 0");
        assertThat(browser.executeScript("return [...document.querySelectorAll('[role=status]')]"
                        + ".map((each) => each.textContent).join('')"))
                .isEqualTo("Gates waiting: 0, for you: 0.");
        assertThat(chromium.console()).isEmpty();
    }

    @Test
    void whatABuildWouldChangeComesByItselfAfterItsTab() throws Exception {
        visitor.login("reader");
        visitor.open("job/web/job/shop/1/sprint/");

        visitor.await("document.querySelector('[aria-labelledby=sprint-delivery-changes] table') !== null");
        assertThat(text("[aria-labelledby=sprint-delivery-changes]"))
                .contains("production", "staging", "2.4.0", "web/shop#1", "runs there");
        assertThat(visitor.violations()).isEmpty();
        assertThat(chromium.console()).isEmpty();
    }

    @Test
    void theTablesOfABuildMoveInTheirOwnFrames() throws Exception {
        visitor.login("anna");
        for (int width : WIDTHS) {
            chromium.size(width, HEIGHT);
            visitor.open("job/web/job/shop/1/sprint/");
            visitor.await("document.querySelector('[aria-labelledby=sprint-delivery-changes] table') !== null");
            assertThat(text("[aria-labelledby=sprint-delivery-gates]")).contains("deployment.dependency");
            assertThat(visitor.violations()).as("sprint " + width).isEmpty();
            assertThat(visitor.sideways()).as("sprint " + width).isEmpty();
            visitor.open("job/web/job/shop/1/sprint/progress/");
            assertThat(text("#main-panel h2")).isEqualTo("Progress");
            assertThat(visitor.violations()).as("progress " + width).isEmpty();
            assertThat(visitor.sideways()).as("progress " + width).isEmpty();
            visitor.open(run.getUrl() + "gates/");
            assertThat(text("#main-panel")).contains("approval");
            assertThat(visitor.violations()).as("gates " + width).isEmpty();
            assertThat(visitor.sideways()).as("gates " + width).isEmpty();
        }
        assertThat(chromium.console()).isEmpty();
    }

    @Test
    void whoMayNotReadTheJobSeesNothingWait() throws Exception {
        visitor.login("reader");
        assertThat(waiting("job/web/")).isEqualTo(1L);
        assertThat(waiting("job/web/job/shop/")).isEqualTo(1L);
        assertThat(waiting("job/web/job/search/")).isEqualTo(0L);
        visitor.login("stranger");
        assertThat(waiting("job/web/")).isEqualTo(-404L);
        assertThat(waiting("")).isEqualTo(-403L);
    }

    /** How many releases the API says wait; a refusal's status as a negative number. */
    private Object waiting(String place) {
        return browser.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                fetch(`${document.head.dataset.rooturl}/${arguments[0]}sprint-delivery/api/v1/waiting`)
                  .then(async (answer) => done(answer.ok ? (await answer.json()).items.length : -answer.status));
                """, place);
    }

    @Test
    void axeFindsNothingOnTheBoardOfAnyWidth() throws Exception {
        visitor.login("anna");
        for (String scheme : List.of("light", "dark")) {
            chromium.prefer(scheme);
            for (int width : WIDTHS) {
                chromium.size(width, HEIGHT);
                visitor.openLive("sprint-delivery/");
                assertThat(text("#sd-waiting")).contains("2.5.0");
                assertThat(text(".sd-tickets")).contains("Done, not deployed", "Blocked", "waits for WEB-1");
                assertThat(visitor.violations()).as(scheme + " " + width).isEmpty();
                assertThat(visitor.sideways()).as(scheme + " " + width).isEmpty();
                visitor.picture("jenkins-board-" + scheme + "-" + width);
            }
        }
        assertThat(chromium.console()).isEmpty();
    }

    @Test
    void axeFindsNothingOnTheJobsSprintsOfAnyWidth() throws Exception {
        visitor.login("anna");
        for (String scheme : List.of("light", "dark")) {
            chromium.prefer(scheme);
            for (int width : WIDTHS) {
                chromium.size(width, HEIGHT);
                visitor.open("job/web/job/shop/sprints/");
                visitor.await("document.querySelector('.sprint-delivery-trend svg') !== null");
                assertThat(visitor.violations()).as(scheme + " " + width).isEmpty();
                assertThat(visitor.sideways()).as(scheme + " " + width).isEmpty();
                visitor.picture("jenkins-sprints-" + scheme + "-" + width);
            }
        }
        assertThat(chromium.console()).isEmpty();
    }
}
