package io.jenkins.plugins.sprintdelivery.sink;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.github.tomakehurst.wiremock.WireMockServer;
import hudson.util.Secret;
import io.jenkins.plugins.sprintdelivery.browser.Chromium;
import io.jenkins.plugins.sprintdelivery.incident.IncidentsConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** An administrator at the live forms of event sinks and of who reports incidents, with the keyboard, in a real browser. */
@WithJenkins
class EventSinkFormBrowserITest {

    @TempDir
    private Path directory;

    private JenkinsRule jenkins;
    private WireMockServer server;
    private Chromium chromium;
    private ChromeDriver browser;

    @BeforeEach
    void start(JenkinsRule rule) {
        jenkins = rule;
        server = new WireMockServer(wireMockConfig().dynamicPort());
        server.start();
        server.stubFor(post(urlEqualTo("/in"))
                .withHeader("Authorization", equalTo("Bearer s3cr3t-of-the-broker"))
                .willReturn(aResponse().withStatus(202)));
        server.stubFor(post(urlEqualTo("/closed")).willReturn(aResponse().withStatus(401)));
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.GLOBAL, "broker", "Broker", Secret.fromString("s3cr3t-of-the-broker")));
        chromium = new Chromium(directory.resolve("profile"));
        browser = chromium.driver();
    }

    @AfterEach
    void stop() {
        chromium.close();
        server.stop();
    }

    private WebDriverWait patience() {
        return new WebDriverWait(browser, Duration.ofSeconds(60));
    }

    private void press(String button) {
        patience()
                .until(page -> page.findElement(By.xpath("//button[normalize-space()='" + button
                        + "' and not(ancestor::*" + "[contains(@class, 'to-be-removed')])]")))
                .sendKeys(Keys.ENTER);
    }

    private WebElement field(String list, String name) {
        return patience()
                .until(page -> page.findElement(
                        By.cssSelector("div.repeated-chunk[name=" + list + "] [name='_." + name + "']")));
    }

    private void type(String list, String name, String value) {
        field(list, name).sendKeys(Keys.chord(Keys.CONTROL, "a"), value, Keys.TAB);
    }

    private void choose(String list, String name, String value) {
        patience()
                .until(page -> new Select(field(list, name))
                        .getOptions().stream().anyMatch(option -> value.equals(option.getDomProperty("value"))));
        new Select(field(list, name)).selectByValue(value);
    }

    private void awaitWords(String list, String words) {
        patience()
                .until(page -> page.findElement(By.cssSelector("div.repeated-chunk[name=" + list + "]"))
                        .getText()
                        .contains(words));
    }

    private void save() {
        browser.findElement(By.cssSelector("button[name='Submit']")).sendKeys(Keys.ENTER);
        patience().until(page -> !page.getCurrentUrl().endsWith("/configure"));
    }

    @Test
    void aSinkIsTriedAndSavedAndAWrongOneIsNot() throws Exception {
        browser.get(jenkins.getURL() + "manage/configure");
        press("Add event sink");
        type("sinks", "name", "my broker");
        type("sinks", "url", "http://ann:pw@localhost/in");
        awaitWords("sinks", "an event sink's name has letters, digits, dots, dashes and underscores");
        awaitWords("sinks", "an event sink's url has no user, password or fragment");

        press("Apply");
        patience()
                .until(page -> page.findElement(By.id("notification-bar"))
                        .getText()
                        .contains("an event sink's name has letters"));
        assertThat(EventSinksConfiguration.get().getSinks()).isEmpty();

        type("sinks", "name", "broker");
        type("sinks", "url", "http://events.example.com/in");
        choose("sinks", "credentialsId", "broker");
        awaitWords("sinks", "without encryption");
        type("sinks", "url", server.baseUrl() + "/closed");
        press("Send a test event");
        awaitWords("sinks", "answered 401");
        type("sinks", "url", server.baseUrl() + "/in");
        press("Send a test event");
        awaitWords("sinks", "The event sink took an event.");
        server.verify(1, postRequestedFor(urlEqualTo("/in")));
        choose("sinks", "mode", "structured");
        save();

        assertThat(EventSinksConfiguration.get().getSinks()).singleElement().satisfies(saved -> {
            assertThat(saved.getName()).isEqualTo("broker");
            assertThat(saved.getUrl()).isEqualTo(server.baseUrl() + "/in");
            assertThat(saved.getMode()).isEqualTo("structured");
            assertThat(saved.getCredentialsId()).isEqualTo("broker");
        });

        browser.get(jenkins.getURL() + "manage/configure");
        awaitWords("sinks", "structured");
        choose("sinks", "credentialsId", "broker");
        assertThat(field("sinks", "name").getDomProperty("value")).isEqualTo("broker");
        type("sinks", "url", "ftp://localhost/in");
        save();
        assertThat(browser.findElement(By.tagName("body")).getText())
                .contains("an event sink's url begins with https:// and a host");
        assertThat(EventSinksConfiguration.get().getSinks())
                .singleElement()
                .satisfies(kept -> assertThat(kept.getUrl()).isEqualTo(server.baseUrl() + "/in"));
        assertThat(chromium.console()).noneMatch(line -> line.contains("Content") || line.contains("Uncaught"));
    }

    @Test
    void whoReportsIncidentsIsSavedAndAWrongOneIsNot() throws Exception {
        browser.get(jenkins.getURL() + "manage/configure");
        press("Add source");
        type("sources", "name", "my source");
        awaitWords("sources", "the name is a part of the address");
        awaitWords("sources", "Choose a secret text; without one, no report is taken");
        type("sources", "name", "alerts");
        awaitWords("sources", "sprint-delivery-incidents/alerts");
        choose("sources", "format", "pagerduty");
        choose("sources", "credentialsId", "broker");
        type("sources", "environments", "prod-eu=production" + Keys.ENTER + "=nothing");
        awaitWords("sources", "line 2, '=nothing', is not of the form 'name in the reports=name here'");

        press("Apply");
        patience()
                .until(page ->
                        page.findElement(By.id("notification-bar")).getText().contains("line 2, '=nothing'"));
        assertThat(IncidentsConfiguration.get().getSources()).isEmpty();

        type("sources", "environments", "prod-eu=production");
        save();
        assertThat(IncidentsConfiguration.get().getSources()).singleElement().satisfies(saved -> {
            assertThat(saved.getName()).isEqualTo("alerts");
            assertThat(saved.getFormat()).isEqualTo("pagerduty");
            assertThat(saved.getCredentialsId()).isEqualTo("broker");
            assertThat(saved.getEnvironments()).isEqualTo("prod-eu=production");
        });
        assertThat(chromium.console()).noneMatch(line -> line.contains("Content") || line.contains("Uncaught"));
    }
}
