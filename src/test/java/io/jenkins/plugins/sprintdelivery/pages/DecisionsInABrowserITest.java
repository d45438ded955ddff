package io.jenkins.plugins.sprintdelivery.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.Item;
import hudson.model.ListView;
import hudson.model.Result;
import hudson.model.View;
import hudson.views.JobColumn;
import io.jenkins.plugins.sprintdelivery.SprintFixtures;
import io.jenkins.plugins.sprintdelivery.browser.Chromium;
import io.jenkins.plugins.sprintdelivery.build.GateDecisions;
import io.jenkins.plugins.sprintdelivery.build.SprintTagAction;
import io.jenkins.plugins.sprintdelivery.build.WaitingGates;
import io.jenkins.plugins.sprintdelivery.core.model.GateOverride;
import io.jenkins.plugins.sprintdelivery.core.model.GateResult;
import io.jenkins.plugins.sprintdelivery.core.model.Verdict;
import io.jenkins.plugins.sprintdelivery.release.SprintDeliveryPermissions;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
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
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** A build waits, and people approve and override on the pages in a real browser, or are refused. */
@WithJenkins
class DecisionsInABrowserITest {

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
                    quick:
                      conditions: [{type: tests.run, minimum: 0}]
                    release:
                      wait: 4h
                      conditions: [{type: approval, of: ['user:anna', 'group:release-managers']}, {type: freeze.none}]
                  freezes:
                    - {name: Christmas, from: 2100-12-20, to: 2100-12-27}
                    - {name: Inventory, from: 2020-01-01, to: 2100-01-01, environments: [staging]}
                """);
        Folder folder = rule.createProject(Folder.class, "web");
        WorkflowJob shop = deployed(folder, "shop", "2.4.0");
        deployed(folder, "search", "1.9.3");
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

    private WorkflowJob deployed(Folder folder, String name, String version) throws Exception {
        WorkflowJob job = folder.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition("""
                sprintTag()
                sprintDeployed environment: 'staging', version: '%1$s'
                sprintGate policy: 'quick', environment: 'production', version: '%1$s', propagate: false
                sprintDeployed environment: 'production', version: '%1$s'
                """.formatted(version), true));
        jenkins.buildAndAssertSuccess(job);
        return job;
    }

    private void secure(Folder folder) {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, View.READ)
                .everywhere()
                .to("reader", "anna", "otto")
                .grant(Item.READ)
                .onFolders(folder)
                .to("reader", "anna", "otto")
                .grant(SprintDeliveryPermissions.APPROVE)
                .onFolders(folder)
                .to("anna")
                .grant(SprintDeliveryPermissions.OVERRIDE)
                .onFolders(folder)
                .to("otto")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
    }

    @AfterEach
    void stop() throws Exception {
        visitor.close();
        if (run.isBuilding()) {
            run.doStop();
            jenkins.waitForCompletion(run);
        }
    }

    private void releases(String query) throws IOException {
        visitor.openLive("sprint-releases/" + query);
    }

    private WebElement row(String service) {
        return browser.findElement(By.cssSelector("tr[data-key='[\"web/" + service + "\",\"production\"]']"));
    }

    private GateResult decided() throws Exception {
        jenkins.waitForCompletion(run);
        return SprintTagAction.find(run).orElseThrow().tag().gates().get(0).result();
    }

    @Test
    void anApproverFindsWhatWaitsForThemAndApproves() throws Exception {
        visitor.login("anna");
        releases("");
        assertThat(browser.findElement(By.className("sd-releases-head")).getText())
                .contains("4 of 4 shown, 1 waiting for you.");
        assertThat(row("shop").getText()).contains("2.4.0", "Waiting", "2.5.0", "0 of 1 approval", "You may");
        assertThat(chromium.console()).isEmpty();
        row("shop").findElement(By.partialLinkText("Reasons")).sendKeys(Keys.ENTER);
        visitor.await("location.pathname.endsWith('/gates/')");
        assertThat(chromium.console()).isEmpty();

        WebElement reason = browser.findElement(By.name("reason"));
        reason.sendKeys("tested on staging", Keys.ENTER);

        assertThat(decided().verdict()).isEqualTo(Verdict.PASS);
        jenkins.assertBuildStatus(Result.SUCCESS, run);
        assertThat(GateDecisions.approvals(run)).singleElement().satisfies(approval -> {
            assertThat(approval.by().id()).isEqualTo("anna");
            assertThat(approval.reason()).isEqualTo("tested on staging");
        });
        assertThat(SprintFixtures.ledger().approvals(SprintFixtures.untilNow(), 10))
                .isEqualTo(GateDecisions.approvals(run));
    }

    @Test
    void anOverriderOverridesAndEveryPageSaysSo() throws Exception {
        visitor.login("otto");
        releases("?service=web%2Fshop");
        browser.findElement(By.partialLinkText("Reasons and decision")).click();
        visitor.await("location.pathname.endsWith('/gates/')");
        assertThat(browser.findElements(By.cssSelector("form[name^=approve]"))).isEmpty();
        WebElement form = browser.findElement(By.cssSelector("form[name^=override]"));
        form.findElement(By.name("duration")).sendKeys("1h");
        form.findElement(By.name("reason")).sendKeys("worse <b>without</b>", Keys.ENTER);

        GateResult result = decided();

        assertThat(result.verdict()).isEqualTo(Verdict.PASS);
        assertThat(result.override().original()).isEqualTo(Verdict.FAIL);
        jenkins.assertBuildStatus(Result.SUCCESS, run);
        String said = "Overridden by otto (it said FAIL; counts until ";
        jenkins.assertLogContains(said, run);
        browser.get(jenkins.getURL() + run.getUrl());
        assertThat(browser.findElement(By.id("main-panel")).getText()).contains(said, "worse <b>without</b>");
        browser.get(jenkins.getURL() + run.getUrl() + "sprint/");
        assertThat(browser.findElement(By.id("main-panel")).getText()).contains(said, "approval");
        GateOverride recorded =
                SprintFixtures.ledger().overrides(SprintFixtures.untilNow(), 10).get(0);
        assertThat(recorded.by().id()).isEqualTo("otto");
        releases("");
        assertThat(row("shop").getText()).contains("Overridden", "worse <b>without</b>");
        browser.get(jenkins.getURL() + "sprint-badge/gate.svg?service=web/shop&environment=production");
        assertThat(browser.findElement(By.tagName("title")).getDomProperty("textContent"))
                .isEqualTo("web/shop · production: 2.4.0 · PASS (overridden)");
    }

    @Test
    void whoMayNotSeesNoFormAndIsRefused() throws Exception {
        visitor.login("reader");
        releases("?state=waiting");
        assertThat(row("shop").getText())
                .contains(
                        "needs the permission Sprint Delivery/Approve",
                        "needs the permission Sprint Delivery/Override");
        row("shop").findElement(By.partialLinkText("Reasons")).click();
        visitor.await("location.pathname.endsWith('/gates/')");
        assertThat(browser.findElements(By.cssSelector("#main-panel form"))).isEmpty();

        for (String verb : List.of("approve", "override", "agree")) {
            Object status = browser.executeAsyncScript(
                    """
                    const done = arguments[arguments.length - 1];
                    const body = new URLSearchParams({ gate: arguments[0], reason: "why", duration: "1h", override: "x" });
                    const headers = {};
                    const head = document.querySelector("head");
                    headers[head.dataset.crumbHeader] = head.dataset.crumbValue;
                    fetch(arguments[1], { method: "POST", headers, body }).then((answer) => done(answer.status));
                    """, WaitingGates.get().of(run).get(0).id(), verb);
            assertThat(status).as(verb).isEqualTo(403L);
        }
        assertThat(run.isBuilding()).isTrue();
        assertThat(GateDecisions.approvals(run)).isEmpty();
        assertThat(GateDecisions.overrides(run)).isEmpty();
    }

    private void approveByRest(String user) throws Exception {
        try (JenkinsRule.WebClient web = SprintFixtures.scriptless(jenkins).login(user)) {
            WebRequest request =
                    new WebRequest(new URL(jenkins.getURL(), run.getUrl() + "gates/approve"), HttpMethod.POST);
            request.setAdditionalHeader("Accept", "application/json");
            request.setRequestParameters(List.of(
                    new NameValuePair("gate", WaitingGates.get().of(run).get(0).id()),
                    new NameValuePair("reason", "tested")));
            assertThat(web.loadWebResponse(web.addCrumb(request)).getStatusCode())
                    .isEqualTo(201);
        }
    }

    @Test
    void anOpenPageFollowsWhatOthersDecide() throws Exception {
        visitor.login("reader");
        releases("?service=web%2Fshop&environment=production");
        approveByRest("anna");
        decided();
        SprintFixtures.ledger();
        browser.executeScript("document.dispatchEvent(new Event('visibilitychange'))");

        visitor.await("document.querySelector('tbody').textContent.includes('Passed')");
        assertThat(browser.findElement(By.cssSelector("[role=status]")).getDomProperty("textContent"))
                .isEqualTo("web/shop in production: Passed");
    }

    @Test
    void nothingIsWrongForAccessibility() throws Exception {
        visitor.login("anna");
        chromium.size(1440, 900);
        chromium.prefer("light");
        releases("");
        assertThat(visitor.violations()).isEmpty();
        visitor.picture("releases");
        chromium.size(400, 900);
        releases("?mine=true");
        assertThat(visitor.violations()).isEmpty();
        visitor.picture("releases-phone");
        assertThat(visitor.sideways()).isEmpty();
        chromium.size(1280, 900);
        browser.get(jenkins.getURL() + run.getUrl() + "gates/");
        assertThat(visitor.violations()).isEmpty();
        visitor.picture("gates");
        browser.executeCdpCommand(
                "Emulation.setUserAgentOverride", Map.of("userAgent", "Chromium", "acceptLanguage", "de-DE"));
        chromium.prefer("dark");
        releases("");
        assertThat(row("shop").getText()).contains("Wartet", "Sie dürfen");
        assertThat(visitor.violations()).isEmpty();
        visitor.picture("releases-german");
    }

    @Test
    void theColumnSaysWhatRunsWhere() throws Exception {
        ListView view = new ListView("releases", jenkins.jenkins);
        view.setRecurse(true);
        view.setIncludeRegex("web/.*");
        view.getColumns().replaceBy(List.of(new JobColumn(), new ReleaseColumn()));
        jenkins.jenkins.addView(view);
        visitor.login("reader");
        browser.get(jenkins.getURL() + "view/releases/");

        WebElement column = browser.findElement(By.cssSelector("#projectstatus tr[id*=shop] td:nth-child(2)"));
        assertThat(column.getText()).isEqualTo("production 2.4.0 waiting\nstaging 2.4.0 frozen");
        assertThat(column.getDomAttribute("data")).isEqualTo("0");
        assertThat(browser.findElement(By.cssSelector("#projectstatus tr[id*=search] td:nth-child(2)"))
                        .getText())
                .isEqualTo("production 1.9.3 passed\nstaging 1.9.3 frozen");
        browser.findElement(By.xpath("//table[@id='projectstatus']//th[contains(., 'Releases')]//a"))
                .click();
        visitor.picture("column");
        column.findElement(By.linkText("production")).click();
        visitor.await("document.querySelector('[aria-busy=false]') !== null");
        assertThat(browser.findElements(By.cssSelector("tbody tr"))).hasSize(1);
        assertThat(chromium.console()).isEmpty();
    }
}
