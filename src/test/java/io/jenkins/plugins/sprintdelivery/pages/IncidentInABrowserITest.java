package io.jenkins.plugins.sprintdelivery.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.browser.Chromium;
import io.jenkins.plugins.sprintdelivery.core.model.Incident;
import io.jenkins.plugins.sprintdelivery.core.model.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/** Somebody on call records an incident from the board and resolves it, with the keyboard alone, in a real browser. */
@WithJenkins
class IncidentInABrowserITest {

    private static final List<Integer> WIDTHS = List.of(360, 1280);
    private static final int HEIGHT = 1000;
    private static final int MOST_TABS = 100;

    @TempDir
    private Path directory;

    private JenkinsRule jenkins;
    private JenkinsBrowser visitor;
    private Chromium chromium;
    private ChromeDriver browser;
    private WorkflowJob shop;

    @BeforeEach
    void deploy(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SprintFixtures.cadence();
        Folder team = rule.createProject(Folder.class, "web");
        deploy(team.createProject(WorkflowJob.class, "search"), "1.9.3");
        shop = team.createProject(WorkflowJob.class, "shop");
        deploy(shop, "2.4.0");
        rule.jenkins.setSecurityRealm(rule.createDummySecurityRealm());
        rule.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("oncall")
                .grant(Item.READ, Run.UPDATE)
                .onFolders(team)
                .to("oncall"));
        visitor = new JenkinsBrowser(rule, directory.resolve("profile"));
        chromium = visitor.chromium();
        browser = chromium.driver();
        visitor.login("oncall");
    }

    /** Deploys to production; the deployment's id. */
    private String deploy(WorkflowJob job, String version) throws Exception {
        job.setDefinition(new CpsFlowDefinition(
                "sprintTag()\nsprintDeployed environment: 'production', version: '" + version + "'", true));
        jenkins.buildAndAssertSuccess(job);
        return SprintFixtures.ledger().running().stream()
                .filter(running -> running.service().equals(job.getFullName()))
                .findFirst()
                .orElseThrow()
                .deploymentId();
    }

    @AfterEach
    void stop() {
        visitor.close();
    }

    /** Leaves out the head of Jenkins' pages as people with a keyboard do, and goes on to an element of the page itself. */
    private void tabFromTheTopTo(String selector) {
        tabTo(".jenkins-skip-link");
        press(Keys.ENTER);
        visitor.await("location.hash === '#skip2content'");
        tabTo(selector);
    }

    private void tabTo(String selector) {
        for (int i = 0; i < MOST_TABS; i++) {
            if (Boolean.TRUE.equals(
                    browser.executeScript("return document.activeElement.matches(arguments[0])", selector))) {
                return;
            }
            press(Keys.TAB);
        }
        throw new AssertionError("the tabulator does not come to " + selector);
    }

    /** To the element that has the focus; the tabulator selects what stands in a field. */
    private void press(CharSequence... keys) {
        new Actions(browser).sendKeys(keys).perform();
    }

    private String main() {
        return browser.findElement(By.id("main-panel")).getText();
    }

    private static Incident recorded() throws Exception {
        return SprintFixtures.ledger().incidents(SprintFixtures.untilNow(), 10).get(0);
    }

    @Test
    void anIncidentIsRecordedFromTheBoardAndResolvedByKeyboard() throws Exception {
        for (int width : WIDTHS) {
            chromium.size(width, HEIGHT);
            visitor.openLive("job/web/sprint-delivery/");
            tabFromTheTopTo("a[href='incidents/']");
            press(Keys.ENTER);
            visitor.await("document.querySelector('form[name=record]') !== null");
            tabFromTheTopTo("[name=record] [name=service]");
            press("web/shpo");
            tabTo("[name=record] [name=severity]");
            press("critical");
            tabTo("[name=record] [name=summary]");
            press("Payments <b>time out</b> at " + width);
            press(Keys.ENTER);

            visitor.await("document.querySelector('#main-panel [role=alert]') !== null");
            assertThat(main()).contains("There is no service 'web/shpo'", "Did you mean 'web/shop'?");
            tabFromTheTopTo("[name=record] [name=service]");
            press("web/shop");
            press(Keys.ENTER);

            visitor.await("document.querySelector('#main-panel [role=status]') !== null");
            Incident open = recorded();
            assertThat(open.service()).isEqualTo("web/shop");
            assertThat(open.environment().name()).isEqualTo("production");
            assertThat(open.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(open.summary()).isEqualTo("Payments <b>time out</b> at " + width);
            assertThat(open.resolved()).isNull();
            assertThat(main()).contains("Incident " + open.id() + " of web/shop in production is open", open.summary());
            tabFromTheTopTo("a[href='../']");
            press(Keys.ENTER);
            visitor.await("document.querySelector('[aria-busy=false]') !== null");
            assertThat(main()).contains(open.summary());

            String restorer = deploy(shop, "2.4." + width);
            tabFromTheTopTo("a[href='incidents/']");
            press(Keys.ENTER);
            visitor.await("document.querySelector('form[name=resolve]') !== null");
            tabFromTheTopTo("[name=resolve] [name=restoredBy]");
            press(restorer);
            press(Keys.ENTER);

            visitor.await("document.querySelector('#main-panel [role=status]') !== null");
            assertThat(main()).contains("is resolved", "No incident is open.");
            assertThat(recorded().resolved()).isNotNull();
            assertThat(recorded().restoredBy()).isEqualTo(restorer);
        }
        // of the answer to the form that was to be corrected
        assertThat(chromium.console()).allMatch(line -> line.contains("400 (Bad Request)"));
    }

    @Test
    void axeFindsNothingOfAnyWidth() throws Exception {
        Map<Integer, List<String>> incidents =
                Map.of(360, List.of("web/search", "Nothing is found"), 1280, List.of("web/shop", "Payments time out"));
        for (int width : WIDTHS) {
            chromium.size(width, HEIGHT);
            visitor.openLive("job/web/sprint-delivery/");
            assertThat(main()).contains("Record an incident");
            assertThat(visitor.violations()).as("board " + width).isEmpty();
            assertThat(visitor.sideways()).as("board " + width).isEmpty();
            visitor.open("job/web/sprint-delivery/incidents/");
            assertThat(visitor.violations()).as("blank " + width).isEmpty();
            write("service", incidents.get(width).get(0));
            write("summary", incidents.get(width).get(1), Keys.ENTER);
            visitor.await("document.querySelector('#main-panel [role=status]') !== null");
            assertThat(visitor.violations()).as("open " + width).isEmpty();
            assertThat(visitor.sideways()).as("open " + width).isEmpty();
            visitor.picture("incident-open-" + width);
            write("service", "shop");
            write("causedBy", "2.4", Keys.ENTER);
            visitor.await("document.querySelector('#main-panel [role=alert]') !== null");
            assertThat(visitor.violations()).as("refused " + width).isEmpty();
            assertThat(visitor.sideways()).as("refused " + width).isEmpty();
            visitor.picture("incident-refused-" + width);
        }
    }

    private void write(String field, CharSequence... keys) {
        browser.findElement(By.cssSelector("[name=record] [name=" + field + "]"))
                .sendKeys(keys);
    }
}
