package io.jenkins.plugins.sprintdelivery.tracker;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.github.tomakehurst.wiremock.WireMockServer;
import hudson.util.Secret;
import io.jenkins.plugins.sprintdelivery.browser.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TakesScreenshot;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The live configuration page of the trackers, and the board chooser in it, in a real browser. */
@WithJenkins
class TrackerFormBrowserITest {

    private static final String BOARDS = "/rest/agile/1.0/board";
    private static final By BOARD = By.cssSelector("input.sprint-delivery-boards");

    @TempDir
    private Path directory;

    private WireMockServer server;
    private Chromium chromium;

    @BeforeEach
    void start() {
        server = new WireMockServer(wireMockConfig().dynamicPort());
        server.start();
        server.stubFor(get(urlPathEqualTo(BOARDS))
                .withQueryParam("name", equalTo("mob"))
                .willReturn(okJson("{\"isLast\": true, \"values\": [{\"id\": 21, \"name\": \"Mobile app\", \"type\":"
                        + " \"scrum\"}, {\"id\": 22, \"name\": \"Mob <b>rule</b>\", \"type\": \"kanban\"}]}")));
        server.stubFor(get(urlPathEqualTo("/rest/api/2/myself")).willReturn(okJson("{\"displayName\": \"Ada\"}")));
        server.stubFor(
                get(urlPathEqualTo(BOARDS + "/21/sprint")).willReturn(okJson("{\"isLast\": true, \"values\": []}")));
        chromium = new Chromium(directory.resolve("profile"));
    }

    @AfterEach
    void stop() {
        chromium.close();
        server.stop();
    }

    private static WebElement see(WebDriver browser, By what) {
        return new WebDriverWait(browser, Duration.ofSeconds(30))
                .until(ExpectedConditions.presenceOfElementLocated(what));
    }

    private List<String> offered(WebDriver browser) {
        return browser.findElements(By.cssSelector(".sprint-delivery-boards__search datalist option")).stream()
                .map(option -> option.getDomProperty("value"))
                .toList();
    }

    /** A picture for the documentation, in {@code target/pictures}. */
    private static void picture(WebDriver browser, String name) throws IOException {
        Path file = Path.of("target", "pictures", name + ".png");
        Files.createDirectories(file.getParent());
        Files.write(file, ((TakesScreenshot) browser).getScreenshotAs(OutputType.BYTES));
    }

    @Test
    void theBoardsAreSearchedAsOneTypesAndTheChosenOneIsSaved(JenkinsRule jenkins) throws Exception {
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "jira", "", Secret.fromString("s3cr3t")));
        TrackerSource source = new TrackerSource("shop", "jira-data-center");
        source.setUrl("http://localhost:" + server.port());
        source.setCredentialsId("jira");
        TrackersConfiguration.get().setTrackers(List.of(source));
        WebDriver browser = chromium.driver();

        browser.get(jenkins.getURL() + "configure");
        WebElement board = see(browser, BOARD);
        ((JavascriptExecutor) browser).executeScript("arguments[0].scrollIntoView({block: 'center'});", board);
        // the drop-downs of type and token are filled by the server
        new WebDriverWait(browser, Duration.ofSeconds(30))
                .until(page -> "jira"
                        .equals(page.findElement(By.cssSelector("select[name='_.credentialsId']"))
                                .getDomProperty("value")));
        board.sendKeys("mob");
        new WebDriverWait(browser, Duration.ofSeconds(30))
                .until(page -> !offered(page).isEmpty());

        assertThat(offered(browser)).containsExactly("21 — Mobile app", "22 — Mob <b>rule</b>");
        server.verify(getRequestedFor(urlPathEqualTo(BOARDS)).withQueryParam("name", equalTo("mob")));

        // what cannot be asked says why
        server.stubFor(get(urlPathEqualTo(BOARDS))
                .withQueryParam("name", equalTo("mobx"))
                .willReturn(aResponse().withStatus(401)));
        board.sendKeys("x");
        new WebDriverWait(browser, Duration.ofSeconds(30))
                .until(page -> page.findElement(By.cssSelector(".sprint-delivery-boards__search"))
                        .getText()
                        .contains("make a new token"));
        assertThat(offered(browser)).isEmpty();

        board.sendKeys(Keys.chord(Keys.CONTROL, "a"), "21 — Mobile app");
        ((JavascriptExecutor) browser)
                .executeScript("Array.from(document.querySelectorAll('button')).find(b => b.textContent.trim() ==="
                        + " 'Test connection').click();");
        new WebDriverWait(browser, Duration.ofSeconds(30))
                .until(page -> page.findElement(By.tagName("body")).getText().contains("belongs to Ada"));
        chromium.size(1280, 1750);
        ((JavascriptExecutor) browser)
                .executeScript("document.querySelector('[name=trackers]').scrollIntoView({block: 'start'});"
                        + " window.scrollBy(0, -160);");
        picture(browser, "trackers-form");
        chromium.size(1280, 900);
        server.verify(0, getRequestedFor(urlPathEqualTo(BOARDS)).withQueryParam("name", equalTo("21")));
        browser.findElement(By.cssSelector("button[name='Submit']")).click();
        new WebDriverWait(browser, Duration.ofSeconds(60))
                .until(page -> !page.getCurrentUrl().endsWith("/configure"));

        assertThat(TrackersConfiguration.get().getTrackers())
                .singleElement()
                .satisfies(saved -> assertThat(saved.getBoard()).isEqualTo("21"));
        assertThat(chromium.console())
                .noneMatch(line -> line.contains("Content-Security-Policy")
                        || line.contains("Content Security Policy")
                        || line.contains("Uncaught"));
        TrackerSource gone = new TrackerSource("web", "jira-data-center");
        gone.setUrl(source.getUrl());
        gone.setCredentialsId("gone");
        gone.setKeys("WEB");
        TrackersConfiguration.get()
                .setTrackers(List.of(TrackersConfiguration.get().getTrackers().get(0), gone));
        browser.get(jenkins.getURL() + "manage/sprint-delivery-trackers/");
        assertThat(see(browser, By.id("sprint-delivery-sites")).getText())
                .contains("Not asked: there are no credentials 'gone' here");
        picture(browser, "trackers-page");
        assertThat(browser.getPageSource()).doesNotContain("s3cr3t");
    }
}
