package io.jenkins.plugins.sprintdelivery.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.selenium.AxeBuilder;
import io.jenkins.plugins.sprintdelivery.browser.Chromium;
import io.jenkins.plugins.sprintdelivery.core.board.BoardApi;
import io.jenkins.plugins.sprintdelivery.core.board.DeliveryBoard;
import io.jenkins.plugins.sprintdelivery.core.board.LedgerLag;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.Wait;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The releases in a real browser, with what a controller knows besides its ledger. */
class ReleasesPageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private static Path directory;

    private static final ReleaseScenes SCENE = new ReleaseScenes();
    private static final AtomicInteger ASKED = new AtomicInteger();
    private static final AtomicReference<Optional<String>> BEHIND = new AtomicReference<>(Optional.empty());

    private static Chromium chromium;
    private static LedgerReader ledger;
    private static BoardServer server;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        chromium = new Chromium(directory.resolve("profile"));
        SampleHistory.write(directory.resolve("sample"));
        ledger = LedgerReader.open(directory.resolve("sample"), SampleHistory.CLOCK);
        DeliveryBoard board = new DeliveryBoard(ledger.queries(), SampleHistory.CLOCK);
        server = new BoardServer(
                new BoardApi(board, board.releases(SCENE), "urn:test"),
                () -> {
                    ASKED.incrementAndGet();
                    ledger.catchUp(Duration.ofSeconds(10));
                    return BEHIND.get();
                },
                "127.0.0.1");
        server.start(0);
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (server != null) {
            server.close();
            ledger.close();
        }
    }

    @BeforeEach
    void scene() {
        chromium.size(1280, 900);
        chromium.prefer("light");
        SCENE.waiting =
                List.of(ReleaseScenes.waiting("production", true), ReleaseScenes.waiting("production-eu", false));
        SCENE.freezeIn = Duration.ofDays(3);
    }

    @AfterEach
    void theConsoleStaysSilent() {
        assertThat(chromium.console()).isEmpty();
    }

    private static ChromeDriver browser() {
        return chromium.driver();
    }

    private static void open(String query) {
        browser().get(server.url() + "releases.html" + query);
        await();
    }

    private static void await() {
        new WebDriverWait(browser(), PATIENCE)
                .until(driver -> "false"
                        .equals(driver.findElement(By.cssSelector("[data-sprint-delivery-releases]"))
                                .getDomAttribute("aria-busy")));
    }

    @Test
    void saysHowFarTheDatabaseIsBehind() {
        BEHIND.set(LedgerLag.header(
                new LedgerStatus(1_234, 500_000, SampleHistory.CLOCK.instant().minusSeconds(3_600), null),
                SampleHistory.CLOCK.instant()));
        open("");
        assertThat(status()).startsWith("The database is behind: 1,234 events are not counted here yet");

        BEHIND.set(Optional.empty());
        open("");
        assertThat(status()).isEmpty();
    }

    /** A row that is replaced while it is read is read again. */
    private static Wait<WebDriver> patiently() {
        return new WebDriverWait(browser(), PATIENCE).ignoring(StaleElementReferenceException.class);
    }

    private static String status() {
        return browser().findElement(By.cssSelector(".sd-status")).getText();
    }

    private static List<String> places() {
        return browser().findElements(By.cssSelector("tbody tr")).stream()
                .map(row -> row.findElement(By.tagName("th")).getText() + " "
                        + row.findElement(By.cssSelector("td bdi")).getText())
                .toList();
    }

    private static WebElement row(String service, String environment) {
        return browser().findElement(By.cssSelector("tr[data-key='[\"" + service + "\",\"" + environment + "\"]']"));
    }

    /** As somebody comes back to the tab: it asks at once. */
    private static void comeBack() {
        browser().executeScript("document.dispatchEvent(new Event('visibilitychange'))");
    }

    @Test
    void aRowSaysWhatRunsWhatWaitsAndWhoMayAct() {
        open("");

        assertThat(places()).hasSize(13).contains("shop production-eu");
        assertThat(row("shop", "production").getText())
                .contains("6.0.0", "Sprint 6", "Waiting", "WARN release", "6.1.0", "tests.failed: 3")
                .contains("7.0.0 at gate release", "approval: 0 of 1 approval", "1 approval by group release-managers")
                .contains("You may", "the policy allows nobody to override it");
        assertThat(row("shop", "production-eu").getText())
                .contains("Nothing yet", "needs the permission SprintDelivery/Approve");
        assertThat(row("mail", "production").getText()).contains("Passed", ReleaseScenes.FREEZE);
        assertThat(browser().findElement(By.className("sd-releases-head")).getText())
                .contains("13 of 13 shown, 1 waiting for you.");
    }

    @Test
    void choicesAreInTheAddressAndGoBack() {
        open("");
        new Select(browser().findElement(By.id("sd-choice-environment"))).selectByVisibleText("production");
        await();
        browser().findElement(By.id("sd-choice-mine")).click();
        await();

        assertThat(browser().getCurrentUrl()).endsWith("?environment=production&mine=true");
        assertThat(places()).containsExactly("shop production");

        browser().navigate().back();
        await();
        assertThat(places()).hasSize(3);
        browser().navigate().refresh();
        await();
        assertThat(places()).hasSize(3);
    }

    @Test
    void columnsAreSortedByKeyboard() {
        open("");
        browser().findElement(By.cssSelector("[data-focus=service]")).sendKeys(Keys.ENTER);
        await();
        browser().switchTo().activeElement().sendKeys(Keys.ENTER);
        await();

        assertThat(places().get(0)).isEqualTo("shop production");
        assertThat(browser()
                        .findElement(By.cssSelector("th[aria-sort=descending]"))
                        .getText())
                .contains("Service");
        assertThat(browser().switchTo().activeElement().getDomAttribute("data-focus"))
                .isEqualTo("service");
    }

    @Test
    void whatHappensIsShownAndSaidAndTheFocusStays() {
        open("");
        WebElement badge = row("shop", "production").findElement(By.tagName("summary"));
        badge.sendKeys(Keys.ENTER);
        assertThat(row("shop", "production").findElement(By.cssSelector("img")).getDomProperty("naturalWidth"))
                .isNotEqualTo("0");

        SCENE.waiting = List.of();
        comeBack();

        patiently().until(driver -> row("shop", "production").getText().contains("Passed with warnings"));
        assertThat(browser().findElement(By.cssSelector("[role=status]")).getDomProperty("textContent"))
                .isEqualTo("shop in production: Passed with warnings");
        WebElement focused = browser().switchTo().activeElement();
        assertThat(focused.getTagName()).isEqualTo("summary");
        assertThat(focused.findElement(By.xpath("ancestor::tr")).getDomAttribute("data-key"))
                .isEqualTo("[\"shop\",\"production\"]");
        assertThat(focused.findElement(By.xpath("..")).getDomAttribute("open")).isNotNull();
    }

    @Test
    void aTabAsksOnceAndNotWhileItIsHidden() throws InterruptedException {
        open("");
        int asked = ASKED.get();
        browser()
                .executeScript("Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
                        + "document.dispatchEvent(new Event('visibilitychange'))");
        Thread.sleep(13_000);
        assertThat(ASKED).hasValue(asked);

        browser().executeScript("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))");
        Thread.sleep(15_000);

        // at once, and once more after about ten seconds
        assertThat(ASKED.get() - asked).isBetween(2, 3);
    }

    @Test
    void anUnchangedAnswerHasNoBody() {
        open("");
        comeBack();
        new WebDriverWait(browser(), PATIENCE)
                .until(
                        driver -> "304"
                                .equals(
                                        String.valueOf(
                                                browser()
                                                        .executeScript(
                                                                "return performance.getEntriesByType('resource')"
                                                                        + ".filter((each) => each.name.includes('/releases')).at(-1).responseStatus"))));
    }

    @Test
    void aSnippetShowsTheBadgeElsewhere() {
        open("");
        row("shop", "production").findElement(By.tagName("summary")).click();

        // opening the details is told to the page's script by an event that comes after the click
        patiently().until(driver -> !snippets().isEmpty());

        String badge = server.url() + "api/v1/badge.svg?service=shop&environment=production";
        String page = server.url() + "releases.html?service=shop&environment=production";
        assertThat(snippets())
                .containsExactly(
                        "[![shop in production](" + badge + ")](" + page + ")",
                        "<a href=\"" + page.replace("&", "&amp;") + "\"><img src=\"" + badge.replace("&", "&amp;")
                                + "\" alt=\"shop in production\"></a>",
                        "image:" + badge + "[\"shop in production\",link=\"" + page + "\"]");
    }

    private static List<String> snippets() {
        return row("shop", "production").findElements(By.cssSelector("input")).stream()
                .map(input -> input.getDomProperty("value"))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"light,1280", "dark,1280", "light,360", "dark,1920"})
    void nothingIsWrongForAccessibility(String scheme, int width) {
        chromium.prefer(scheme);
        chromium.size(width, 900);
        open("");
        row("shop", "production").findElement(By.tagName("summary")).click();

        assertThat(new AxeBuilder().analyze(browser()).getViolations()).isEmpty();
        assertThat(browser().executeScript("return document.documentElement.scrollWidth <= window.innerWidth"))
                .isEqualTo(true);
    }

    @Test
    void itSpeaksGerman() {
        open("?lang=de&service=shop&environment=production");

        assertThat(browser().findElement(By.tagName("html")).getDomAttribute("lang"))
                .isEqualTo("de");
        assertThat(row("shop", "production").getText()).contains("Wartet", "Sie dürfen", "7.0.0 am Gate release");
    }

    @Test
    void withoutScriptsItIsAPlainTable() {
        browser().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
        try {
            browser().get(server.url() + "releases.html");
            new WebDriverWait(browser(), PATIENCE)
                    .until(driver -> driver.getCurrentUrl().endsWith("api/v1/releases.html"));
            new Select(browser().findElement(By.name("service"))).selectByVisibleText("shop");
            browser().findElement(By.tagName("button")).click();

            // without scripts the driver does not wait for the page it was sent to
            patiently()
                    .until(driver ->
                            driver.findElements(By.cssSelector("tbody tr")).size() == 5);
            assertThat(browser().findElement(By.tagName("p")).getText()).isEqualTo("5 of 13 shown, 1 waiting for you.");
            browser().findElement(By.linkText("Gate")).click();
            patiently()
                    .until(driver -> driver.findElement(By.cssSelector("th[aria-sort]"))
                            .getText()
                            .equals("Gate"));
            assertThat(browser().findElement(By.cssSelector("tbody td + td")).getText())
                    .isNotBlank();
        } finally {
            browser().executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
        }
        assertThat(new AxeBuilder().analyze(browser()).getViolations()).isEmpty();
    }
}
