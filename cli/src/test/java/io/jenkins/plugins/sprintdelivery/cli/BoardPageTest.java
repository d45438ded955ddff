package io.jenkins.plugins.sprintdelivery.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.deque.html.axecore.selenium.AxeBuilder;
import io.jenkins.plugins.sprintdelivery.browser.Chromium;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.ledger.query.LedgerStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The board in a real browser. */
class BoardPageTest {

    @TempDir
    private static Path directory;

    private static Chromium chromium;
    private static LedgerReader ledger;
    private static LedgerReader hostileLedger;
    private static BoardServer server;
    private static BoardServer hostileServer;

    private BoardPage page;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        chromium = new Chromium(directory.resolve("profile"));
        SampleHistory.write(directory.resolve("sample"));
        SampleHistory.writeHostile(directory.resolve("hostile"));
        ledger = LedgerReader.open(directory.resolve("sample"), SampleHistory.CLOCK);
        hostileLedger = LedgerReader.open(directory.resolve("hostile"), SampleHistory.CLOCK);
        server = BoardFixture.start(ledger);
        hostileServer = BoardFixture.start(hostileLedger);
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (server != null) {
            server.close();
            hostileServer.close();
            ledger.close();
            hostileLedger.close();
        }
    }

    @BeforeEach
    void page() {
        chromium.size(1280, 900);
        chromium.prefer("light");
        page = new BoardPage(chromium.driver(), server.url());
    }

    @AfterEach
    void theConsoleStaysSilent() {
        assertThat(chromium.console()).isEmpty();
    }

    @Test
    void showsTheCurrentSprintWithTheDaysLeft() {
        page.open("");

        assertThat(page.title()).isEqualTo("Sprint 6");
        assertThat(page.header())
                .contains("Active", "6 days left of 14", "Goal: Customers pay with one click")
                .contains("Metrics of all services in environments of the tier production.");
        assertThat(chromium.driver().getTitle()).isEqualTo("Sprint 6 – Sprint Delivery");
    }

    @Test
    void theSprintsPromiseNamesWhoAndWhen() {
        page.open("");

        WebElement promise = chromium.driver().findElement(By.cssSelector(".sd-promise"));
        assertThat(promise.getText())
                .contains("Committed 19", "Added 1", "Removed 1", "Done 6", "Carried over from before 2")
                .contains("by the history of the tracker shop")
                .containsPattern("WEB-904[\\s\\S]*added \\S+ .* by Ada")
                .containsPattern("WEB-903[\\s\\S]*removed, noticed")
                .containsPattern("WEB-902[\\s\\S]*from Sprint 5");
        assertThat(promise.findElements(By.cssSelector("a[href='https://jira.acme.com/browse/WEB-903']")))
                .hasSize(1);
        page.open("?sprint=S1");
        assertThat(chromium.driver().findElements(By.cssSelector(".sd-promise")))
                .isEmpty();
    }

    @Test
    void whatStandsOutOfATicketIsSaidInWordsAndCountedInTheHead() {
        page.open("");

        assertThat(page.header())
                .contains("Done, not deployed 2", "Deployed, not done 1", "Blocked 1", "Unplanned 2", "Carried over 2");
        assertThat(page.stateOf("WEB-610")).isEqualTo("Done, not deployed");
        assertThat(page.stateOf("WEB-613")).isEqualTo("Deployed, not done");
        assertThat(page.stateOf("WEB-616")).isEqualTo("Unplanned");
        assertThat(page.stateOf("WEB-606")).isEqualTo("Carried over");
        assertThat(page.stateOf("WEB-620")).contains("Blocked", "waits for WEB-623");
        assertThat(page.stateOf("WEB-600")).isEmpty();
    }

    @Test
    void ticketsAreFilteredByWhatStandsOutOfThem() {
        page.open("").follow("Done, not deployed");

        assertThat(chromium.driver().getCurrentUrl()).endsWith("?mark=done-not-deployed");
        assertThat(page.rows("sd-tickets"))
                .as("also one that nobody has built yet")
                .containsExactly("WEB-610", "WEB-901");

        page.open("?mark=unplanned&reached=production");
        assertThat(page.rows("sd-tickets")).containsExactly("WEB-616", "WEB-617");
        assertThat(violations()).isEmpty();
    }

    @Test
    void dependenciesSayWhichServiceIsNotReadyForWhich() {
        page.open("");

        assertThat(page.header()).contains("Dependencies not ready 1");
        assertThat(page.row("sd-dependencies", 0))
                .contains("search", "shop 6.1.0 or higher in production", "6.0.0", "Not ready", "release");
        assertThat(page.row("sd-dependencies", 1)).contains("mail 6.0.0 or higher in production", "Ready");

        page.follow("Dependencies not ready");
        assertThat(chromium.driver().getCurrentUrl()).endsWith("?readiness=not-ready");
        assertThat(page.rows("sd-dependencies")).containsExactly("search");

        page.open("?service=mail");
        assertThat(page.rows("sd-dependencies")).as("what needs the service").containsExactly("search");
        assertThat(page.header()).contains("Dependencies not ready 0");
    }

    @Test
    void withoutATrackerNothingIsClaimedOfTickets() {
        page.open("?sprint=S5");

        assertThat(page.columns("sd-tickets")).containsExactly("Ticket", "Way", "Furthest", "Since", "Commits");
        assertThat(page.header()).doesNotContain("Blocked", "Unplanned");
    }

    @Test
    void saysHowFarTheDatabaseIsBehind() {
        LedgerStatus behind =
                new LedgerStatus(1_234, 500_000, SampleHistory.CLOCK.instant().minusSeconds(3_600), null);
        try (BoardServer late = BoardFixture.startBehind(ledger, behind)) {
            page = new BoardPage(chromium.driver(), late.url()).open("");
            assertThat(page.title()).isEqualTo("Sprint 6");
            assertThat(page.status())
                    .startsWith(
                            "The database is behind: 1,234 events are not counted here yet, the oldest was recorded ");
            page.open("?sprint=S1");
            assertThat(page.status()).contains("1,234 events");
        }
        page = new BoardPage(chromium.driver(), server.url()).open("");
        assertThat(page.status()).isEmpty();
    }

    @Test
    void aMetricShowsItsValueSampleAndFormula() {
        page.open("?sprint=S1");

        assertThat(page.metric("change-failure-rate")).isEqualTo("16.7 %");
        assertThat(page.sample("change-failure-rate")).isEqualTo("From 12 deployments");
        assertThat(page.explanation("change-failure-rate"))
                .contains("Deployments that failed, were rolled back or caused an incident", "Nothing was left out.");
    }

    @Test
    void anEmptySampleIsInsufficientDataAndNotZero() {
        page.open("?sprint=S1&environment=development");

        assertThat(page.metric("recovery-time")).isEqualTo("Insufficient data");
        assertThat(page.sample("recovery-time")).isEqualTo("No failed deployment of the period was restored.");
    }

    @Test
    void everyTicketShowsHowFarItHasCome() {
        page.open("");

        assertThat(page.wayOf("WEB-600")).isEqualTo("Reached production");
        assertThat(page.wayOf("WEB-620")).isEqualTo("Reached development");
        assertThat(page.wayOf("WEB-626")).isEqualTo("Reached staging");
    }

    @Test
    void theMatrixShowsWhatRunsWhere() {
        page.open("");

        assertThat(page.columns("sd-running"))
                .containsExactly("Service", "development", "testing", "staging", "production");
        assertThat(page.rows("sd-running")).containsExactly("mail", "search", "shop");
        assertThat(page.row("sd-running", 2)).contains("6.2.0", "6.1.0", "6.0.0");
    }

    @Test
    void choicesAreInTheAddressAndGoBack() {
        page.open("").findSprint("sprint", "nt 3").choose("service", "shop");

        assertThat(chromium.driver().getCurrentUrl()).endsWith("?sprint=S3&service=shop");
        assertThat(page.title()).isEqualTo("Sprint 3");
        assertThat(page.header()).contains("the service shop");

        chromium.driver().navigate().back();
        page.await();

        assertThat(page.chosen("service")).isEqualTo("All services");
        assertThat(page.title()).isEqualTo("Sprint 3");
    }

    @Test
    void theSprintsBesideAreOneStepAway() {
        page.open("?sprint=S3").follow("‹");
        assertThat(page.title()).isEqualTo("Sprint 2");

        page.follow("›").follow("›");
        assertThat(page.title()).isEqualTo("Sprint 4");
    }

    @Test
    void ticketsAreFilteredByKeyAndByHowFarTheyCame() {
        page.open("").findTickets("web-62");
        assertThat(page.rows("sd-tickets")).isNotEmpty().allMatch(key -> key.startsWith("WEB-62"));

        page.follow("Staging");

        assertThat(page.rows("sd-tickets")).containsExactly("WEB-626", "WEB-627", "WEB-628");
        assertThat(chromium.driver().getCurrentUrl()).endsWith("?ticket=web-62&reached=staging");
    }

    @Test
    void aNumberOpensToWhatItIsMadeFrom() {
        page.open("?sprint=S1&view=metric&name=change-failure-rate");

        assertThat(page.title()).isEqualTo("Change failure rate");
        assertThat(page.header()).contains("16.7 %", "DORA: Low", "From 12 deployments", "Sprint 1");
        assertThat(page.content()).contains("Elite: ≤ 5.0 %", "Caused an incident");
        assertThat(page.rows("sd-counted")).hasSize(12).allMatch(row -> row.startsWith("Deployment of 1."));
    }

    @Test
    void aDeploymentTellsWhatCameOfItAndIsComparedWithAnother() {
        page.open("?view=deployment&id=shop-1.1.0-production");
        assertThat(page.header()).contains("shop 1.1.0 to production", "Failed", "Counts as a failure");
        assertThat(page.content()).contains("Restored by", "shop 1.2.0 to production");

        page.chooseValue("with", "shop-1.3.0-production");

        assertThat(page.content()).contains("What reached the environment after 1.1.0 up to 1.3.0:", "WEB-1");
        assertThat(chromium.driver().getCurrentUrl())
                .endsWith("?view=deployment&id=shop-1.1.0-production&with=shop-1.3.0-production");
    }

    @Test
    void aTicketAndAnEnvironmentHavePagesOfTheirOwn() {
        page.open("?sprint=S1").follow("WEB-100");
        assertThat(page.title()).isEqualTo("WEB-100");
        assertThat(page.rows("sd-arrivals")).containsExactly("development", "testing", "staging", "production");
        assertThat(page.rows("sd-builds")).hasSize(1);
        assertThat(page.content()).contains("shop/main #1", "production, staging, testing, development");

        page.follow("production");

        assertThat(page.title()).isEqualTo("production");
        assertThat(page.rows("sd-here")).containsExactly("mail", "search", "shop");
        assertThat(page.content()).contains("Availability", "Mails are delayed", "History");

        page.follow("Back to Sprint 1");
        assertThat(page.title()).isEqualTo("Sprint 1");
        assertThat(page.chosen("environment")).isEqualTo("All environments");
    }

    @Test
    void aBuildTellsWhatItWouldChangeAndLeadsOn() {
        page.open("?view=deployment&id=shop-6.2.0-development").follow("shop/main #23");

        assertThat(page.title()).isEqualTo("shop/main #23");
        assertThat(page.rows("sd-changes")).containsExactly("production", "staging", "testing", "development");
        assertThat(page.row("sd-changes", 0)).contains("6.0.0", "shop/main #21", "Brings changes", "5", "WEB-610");
        assertThat(page.row("sd-changes", 3)).contains("6.2.0", "Runs there", "0");
        assertThat(page.row("sd-tickets", 0)).contains("WEB-620", "development", "Blocked", "waits for WEB-623");

        page.open("?view=build&job=shop/main&number=20");
        assertThat(page.row("sd-changes", 0)).contains("Takes changes back");
    }

    @Test
    void twoSprintsAreCompared() {
        page.open("?sprint=S5").follow("Compare with Sprint 4");

        assertThat(page.title()).isEqualTo("Sprint 5 compared with Sprint 4");
        assertThat(page.rows("sd-compared")).hasSize(19).contains("Lead time for changes");
        assertThat(page.row("sd-compared", 1)).contains("−");

        page.findSprint("with", "Sprint 1");
        assertThat(page.title()).isEqualTo("Sprint 5 compared with Sprint 1");
    }

    @ParameterizedTest
    @CsvSource({
        "de, Zu wenig Daten, Deployment-Häufigkeit, Was wo läuft, noch 6 Tage von 14",
        "ja, データ不足, デプロイ頻度, 稼働状況, 14 日のうち残り 6 日"
    })
    void speaksTheReadersLanguage(String language, String gap, String metric, String running, String days) {
        page.open("?environment=development&lang=" + language);

        assertThat(page.content()).contains(gap, metric, running);
        assertThat(page.header()).contains(days);
        assertThat(chromium.driver().findElement(By.tagName("html")).getDomAttribute("lang"))
                .isEqualTo(language);
        assertThat(violations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?view=metric&name=lead-time&sprint=S1",
                "?view=deployment&id=mail-1.1.0-production&with=mail-1.3.0-production",
                "?view=environment&place=production&sprint=S1",
                "?view=ticket&key=WEB-100",
                "?view=build&job=shop/main&number=23",
                "?view=compare&sprint=S5&with=S4"
            })
    void axeFindsNothingOnTheOtherPages(String query) {
        for (String scheme : List.of("light", "dark")) {
            chromium.prefer(scheme);
            page.open(query);
            assertThat(violations()).as(scheme).isEmpty();
        }
        chromium.size(360, 800);
        assertThat(chromium.driver().executeScript("return document.documentElement.scrollWidth - window.innerWidth"))
                .asInstanceOf(InstanceOfAssertFactories.LONG)
                .isLessThanOrEqualTo(0);
    }

    @Test
    void longTablesShowTheRestOnRequest() {
        page.open("?sprint=S1");
        assertThat(page.rows("sd-deployments")).hasSize(25);

        page.showMore("sd-deployments");

        assertThat(page.rows("sd-deployments")).hasSize(48);
        assertThat(chromium.driver().switchTo().activeElement().getTagName()).isEqualTo("th");
    }

    @Test
    void theTrendIsADrawingWithWords() {
        page.open("");
        assertThat(page.columnsOfChart()).isEqualTo(6);
        assertThat(page.chart()).startsWith("Deployment frequency over 6 sprints, newest: Sprint 6:");

        page.chooseTrend("Change failure rate");

        assertThat(page.chart()).startsWith("Change failure rate over 6 sprints");
        assertThat(chromium.driver().getCurrentUrl()).endsWith("?trend=changeFailureRate");
    }

    @Test
    void theTrendIsATableToo() {
        page.open("").openTrendTable();

        assertThat(page.rows("sd-trend"))
                .containsExactly("Sprint 6", "Sprint 5", "Sprint 4", "Sprint 3", "Sprint 2", "Sprint 1");
        assertThat(violations()).isEmpty();
    }

    @Test
    void whatIsOutOfSightFollowsTheLastOfChoicesInARow() {
        List<String> all = page.open("?sprint=S1&reached=production").rows("sd-tickets");
        JavascriptExecutor scripts = (JavascriptExecutor) chromium.driver();
        scripts.executeScript("window.scrollTo(0, document.body.scrollHeight)");

        // these ask the server for nothing, so that the second one is shown before the frame after the first one
        scripts.executeAsyncScript("""
                const done = arguments[0];
                const go = (reached) => {
                  window.history.pushState(null, "", `?sprint=S1&reached=${reached}`);
                  window.dispatchEvent(new PopStateEvent("popstate"));
                };
                new MutationObserver((all, self) => {
                  self.disconnect();
                  go("production");
                  done();
                }).observe(document.querySelector(".sd-content"), {childList: true});
                go("unmapped");
                """);
        page.await();

        assertThat(all).isNotEmpty();
        assertThat(page.rows("sd-tickets")).isEqualTo(all);
    }

    @Test
    void whatAChoiceDoesNotChangeStaysAsItIs() {
        page.open("");
        WebElement promise = chromium.driver().findElement(By.cssSelector(".sd-promise"));

        page.choose("service", "shop");
        // of a card that was made anew this would fail
        assertThat(promise.getText()).contains("Committed 19");
        page.findSprint("sprint", "nt 1");
        assertThat(chromium.driver().findElements(By.cssSelector(".sd-promise")))
                .isEmpty();
    }

    @Test
    void aChoiceWaitsOnlyForTheDocumentsThatItChanges() {
        page.open("");

        assertThat(page.askedFor(() -> page.choose("service", "shop")))
                .asList()
                .containsExactlyInAnyOrder("board", "metrics", "trend");
        assertThat(page.askedFor(() -> page.findSprint("sprint", "nt 3")))
                .asList()
                .containsExactlyInAnyOrder("board", "metrics", "promise");
        assertThat(page.askedFor(() -> page.follow("Production"))).isEmpty();
        assertThat(page.rows("sd-tickets")).isNotEmpty();
    }

    @Test
    void aChoiceKeepsTheFocusAndIsOneStepInTheHistory() {
        page.open("?sprint=S1");
        WebElement service = chromium.driver().findElement(By.id("sd-choice-service"));
        service.sendKeys("shop");
        page.await();
        assertThat(page.header()).contains("the service shop");
        assertThat(chromium.driver().switchTo().activeElement()).isEqualTo(service);

        page.findSprint("sprint", "nt 3");
        assertThat(page.title()).isEqualTo("Sprint 3");
        assertThat(chromium.driver().switchTo().activeElement().getDomProperty("value"))
                .isEmpty();
        chromium.driver().navigate().back();
        page.awaitTitle("Sprint 1");
        assertThat(page.chosen("service")).isEqualTo("shop");
    }

    @Test
    void nothingJumpsWhereTheReaderIs() {
        page.open("");
        long before = page.scrollTo("sd-tickets");

        page.follow("Staging");

        assertThat(page.rows("sd-tickets")).containsExactly("WEB-610", "WEB-611", "WEB-626", "WEB-627", "WEB-628");
        assertThat(page.topOf("sd-tickets")).isCloseTo(before, within(1L));
    }

    @Test
    void whatWasShownAlreadyIsRenewedAfterTheChoice() throws IOException, InterruptedException {
        Path own = directory.resolve("own");
        SampleHistory.write(own);
        try (LedgerReader reader = LedgerReader.open(own, SampleHistory.CLOCK);
                BoardServer growing = BoardFixture.start(reader)) {
            page = new BoardPage(chromium.driver(), growing.url()).open("");
            try (Ledger writer = Ledger.open(own, SampleHistory.CLOCK)) {
                Instant begin = SampleHistory.NOW.plus(SampleHistory.SPRINT);
                writer.append(List.of(new LedgerEvent.SprintRecorded(new Sprint(
                        "S7",
                        "Sprint 7",
                        null,
                        null,
                        SprintState.FUTURE,
                        begin,
                        begin.plus(SampleHistory.SPRINT),
                        null,
                        "calendar"))));
            }

            page.follow("Done, not deployed").awaitSprint("Sprint 7");

            assertThat(page.title()).isEqualTo("Sprint 6");
            assertThat(page.rows("sd-tickets")).containsExactly("WEB-610", "WEB-901");
        }
    }

    @Test
    void anUnknownSprintIsSaidInWords() {
        page.open("?sprint=S7");

        assertThat(page.problem())
                .contains("The board cannot be shown", "the ledger knows no sprint 'S7'")
                .contains("Show the current sprint");
        assertThat(chromium.console()).allMatch(line -> line.contains("404"));
    }

    @Test
    void theKeyboardReachesTheChoicesFirst() {
        page.open("");

        // the name of the product and the sprint before come first
        new Actions(chromium.driver()).sendKeys(Keys.TAB, Keys.TAB, Keys.TAB).perform();

        assertThat(chromium.driver().switchTo().activeElement().getDomAttribute("id"))
                .isEqualTo("sd-choice-sprint");
    }

    @ParameterizedTest
    @CsvSource({"light, 1280", "dark, 390"})
    void axeFindsNothing(String scheme, int width) {
        chromium.prefer(scheme);
        chromium.size(width, 900);
        page.open("?sprint=S5");
        page.explanation("availability");

        assertThat(violations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {360, 768, 1920})
    void thePageNeverScrollsSideways(int width) {
        chromium.size(width, 900);
        for (BoardServer each : List.of(server, hostileServer)) {
            new BoardPage(chromium.driver(), each.url()).open("");

            assertThat(chromium.driver()
                            .executeScript("return document.documentElement.scrollWidth - window.innerWidth"))
                    .asInstanceOf(InstanceOfAssertFactories.LONG)
                    .isLessThanOrEqualTo(0);
        }
    }

    @Test
    void namesFromOutsideAreText() {
        page = new BoardPage(chromium.driver(), hostileServer.url()).open("");

        assertThat(page.title()).isEqualTo(SampleHistory.HOSTILE);
        assertThat(page.rows("sd-running"))
                .containsExactlyInAnyOrder(SampleHistory.HOSTILE, SampleHistory.RIGHT_TO_LEFT, SampleHistory.LONG);
        assertThat(chromium.driver().findElements(By.cssSelector("main script")))
                .isEmpty();
        assertThat(violations()).isEmpty();
    }

    /** What axe finds wrong: the rule and the first element that breaks it. */
    private static List<String> violations() {
        return new AxeBuilder()
                .analyze(chromium.driver()).getViolations().stream()
                        .map(rule ->
                                rule.getHelp() + ": " + rule.getNodes().get(0).getHtml())
                        .toList();
    }
}
