package io.jenkins.plugins.sprintdelivery.pages;

import com.deque.html.axecore.selenium.AxeBuilder;
import io.jenkins.plugins.sprintdelivery.browser.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jvnet.hudson.test.JenkinsRule;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A person at the pages of a Jenkins. */
final class JenkinsBrowser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final JenkinsRule jenkins;
    private final Chromium chromium;
    private final ChromeDriver driver;

    /**
     * Starts the browser; where there is none, the test that asks is skipped.
     *
     * @param profile an empty directory
     */
    JenkinsBrowser(JenkinsRule jenkins, Path profile) {
        this.jenkins = jenkins;
        chromium = new Chromium(profile);
        driver = chromium.driver();
    }

    /** The browser, its window and its console. */
    Chromium chromium() {
        return chromium;
    }

    /** Logs in somebody of the dummy security realm, whose password is their name. */
    void login(String user) throws IOException {
        driver.manage().deleteAllCookies();
        driver.get(jenkins.getURL() + "login");
        driver.findElement(By.name("j_username")).sendKeys(user);
        driver.findElement(By.name("j_password")).sendKeys(user, Keys.ENTER);
        await("document.querySelector('[name=j_username]') === null && document.readyState === 'complete'");
        // what the browser says of Jenkins' own login page
        chromium.console();
    }

    /** Opens a page by its address below Jenkins' own. */
    void open(String path) throws IOException {
        driver.get(jenkins.getURL() + path);
    }

    /** Opens a page of this plugin's scripts, and waits until they have shown what was asked for. */
    void openLive(String path) throws IOException {
        open(path);
        await("document.querySelector('[aria-busy=false]') !== null");
    }

    /** Waits until a condition of the page holds. */
    void await(String condition) {
        new WebDriverWait(driver, PATIENCE)
                .until(unused -> Boolean.TRUE.equals(driver.executeScript("return " + condition)));
    }

    /** What axe finds wrong on the page's own part: the rule and the first element that breaks it. */
    List<String> violations() {
        return new AxeBuilder()
                        .include(List.of("#main-panel"))
                        // whose color is Jenkins' own
                        .exclude(List.of(".jenkins-form-description"))
                        .exclude(List.of("[class*='text-color-secondary']"))
                        .analyze(driver)
                        .getViolations()
                        .stream()
                        .map(rule ->
                                rule.getHelp() + ": " + rule.getNodes().get(0).getHtml())
                        .toList();
    }

    /** What of the page's own part sticks out at the right of the window, unless it scrolls in a frame of its own. */
    List<?> sideways() {
        return (List<?>) driver.executeScript("""
                const main = document.getElementById("main-panel");
                const scrolls = (each) =>
                  each !== main &&
                  (/auto|scroll/.test(getComputedStyle(each).overflowX) || scrolls(each.parentElement));
                return [...main.querySelectorAll("*")]
                  .filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
                  .filter((each) => !scrolls(each.parentElement))
                  .map((each) => each.outerHTML.slice(0, 200));
                """);
    }

    /** A picture for the documentation, in {@code target/pictures}. */
    void picture(String name) throws IOException {
        Path file = Path.of("target", "pictures", name + ".png");
        Files.createDirectories(file.getParent());
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        chromium.close();
    }
}
