package io.jenkins.plugins.sprintdelivery.cli;

import java.time.Duration;
import java.util.List;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The board as a person sees it. */
final class BoardPage {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final WebDriver browser;
    private final String url;

    BoardPage(WebDriver browser, String url) {
        this.browser = browser;
        this.url = url;
    }

    BoardPage open(String query) {
        browser.get(url + query);
        return await();
    }

    /** Waits until what was asked for is shown, what is out of sight too. */
    BoardPage await() {
        new WebDriverWait(browser, PATIENCE)
                .until(driver -> "false"
                                .equals(driver.findElement(By.cssSelector("[data-sprint-delivery-board]"))
                                        .getDomAttribute("aria-busy"))
                        && driver.findElements(By.className("sd-later")).isEmpty());
        return this;
    }

    String title() {
        return browser.findElement(By.tagName("h1")).getText();
    }

    String header() {
        return browser.findElement(By.className("sd-head")).getText();
    }

    /** What is said above everything. */
    String status() {
        return browser.findElement(By.className("sd-status")).getText();
    }

    /** Types a part of a sprint's name into the field that finds one. */
    BoardPage findSprint(String field, String text) {
        browser.findElement(By.id("sd-choice-" + field)).sendKeys(text, Keys.ENTER);
        return await();
    }

    BoardPage findTickets(String text) {
        browser.findElement(By.id("sd-choice-ticket")).sendKeys(text, Keys.ENTER);
        return await();
    }

    /** Follows the first link with these words. */
    BoardPage follow(String words) {
        browser.findElement(By.partialLinkText(words)).click();
        return await();
    }

    /** Follows the link in a table's row. */
    BoardPage followIn(String table, int row, int link) {
        browser.findElements(By.cssSelector("." + table + " tbody tr"))
                .get(row)
                .findElements(By.tagName("a"))
                .get(link)
                .click();
        return await();
    }

    /** Everything that is said under the heading. */
    String content() {
        return browser.findElement(By.className("sd-content")).getText();
    }

    BoardPage choose(String choice, String text) {
        new Select(browser.findElement(By.id("sd-choice-" + choice))).selectByVisibleText(text);
        return await();
    }

    BoardPage chooseValue(String choice, String value) {
        new Select(browser.findElement(By.id("sd-choice-" + choice))).selectByValue(value);
        return await();
    }

    String chosen(String choice) {
        return new Select(browser.findElement(By.id("sd-choice-" + choice)))
                .getFirstSelectedOption()
                .getText();
    }

    /** The tile's words, such as {@code 12.5 %}. */
    String metric(String name) {
        return tile(name).findElement(By.className("sd-value")).getText();
    }

    String sample(String name) {
        return tile(name).findElement(By.className("sd-sample")).getText();
    }

    String explanation(String name) {
        WebElement details = tile(name).findElement(By.tagName("details"));
        details.findElement(By.tagName("summary")).click();
        return details.getText();
    }

    private WebElement tile(String name) {
        return browser.findElement(By.cssSelector("[data-metric='" + name + "']"));
    }

    List<String> columns(String table) {
        return texts("." + table + " thead th");
    }

    /** The first cells of a table's rows. */
    List<String> rows(String table) {
        return texts("." + table + " tbody th");
    }

    String row(String table, int index) {
        return browser.findElements(By.cssSelector("." + table + " tbody tr"))
                .get(index)
                .getText();
    }

    String wayOf(String ticket) {
        return browser.findElements(By.cssSelector(".sd-tickets tbody tr")).stream()
                .filter(row -> row.findElement(By.tagName("th")).getText().equals(ticket))
                .map(row -> row.findElement(By.className("sd-way")).getDomAttribute("aria-label"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no ticket " + ticket));
    }

    /** What is said of the ticket's state. */
    String stateOf(String ticket) {
        return browser.findElements(By.cssSelector(".sd-tickets tbody tr")).stream()
                .filter(row -> row.findElement(By.tagName("th")).getText().equals(ticket))
                .map(row -> row.findElements(By.tagName("td")).get(1).getText())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no ticket " + ticket));
    }

    void showMore(String table) {
        browser.findElement(By.cssSelector("." + table + " .sd-more")).click();
    }

    String chart() {
        return browser.findElement(By.cssSelector(".sd-chart svg")).getDomAttribute("aria-label");
    }

    int columnsOfChart() {
        return browser.findElements(By.className("sd-column")).size();
    }

    void chooseTrend(String text) {
        browser.findElements(By.cssSelector(".sd-radio")).stream()
                .filter(radio -> radio.getText().equals(text))
                .findFirst()
                .orElseThrow()
                .click();
    }

    /** Opens the table under the drawing of the trend. */
    BoardPage openTrendTable() {
        browser.findElement(By.cssSelector(".sd-trend summary")).click();
        new WebDriverWait(browser, PATIENCE)
                .until(driver -> !driver.findElements(By.cssSelector(".sd-trend tbody tr"))
                        .isEmpty());
        return this;
    }

    BoardPage awaitTitle(String title) {
        new WebDriverWait(browser, PATIENCE)
                .ignoring(StaleElementReferenceException.class)
                .until(driver -> title().equals(title));
        return await();
    }

    /** Brings a card to the top of the window; where its top is then, in pixels. */
    long scrollTo(String card) {
        ((JavascriptExecutor) browser)
                .executeScript("document.querySelector('.' + arguments[0]).scrollIntoView()", card);
        return topOf(card);
    }

    /** Where the top of a card is in the window, in pixels. */
    long topOf(String card) {
        return (Long) ((JavascriptExecutor) browser)
                .executeScript(
                        "return Math.round(document.querySelector('.' + arguments[0]).getBoundingClientRect().top)",
                        card);
    }

    /** Waits until the field that finds sprints knows one of this name. */
    BoardPage awaitSprint(String name) {
        new WebDriverWait(browser, PATIENCE)
                .until(driver -> !driver.findElements(By.cssSelector("datalist option[value='" + name + "']"))
                        .isEmpty());
        return this;
    }

    /** Which documents were asked for, from a choice on until it was shown. */
    List<?> askedFor(Runnable choice) {
        JavascriptExecutor scripts = (JavascriptExecutor) browser;
        scripts.executeScript("performance.clearResourceTimings(); performance.clearMarks()");
        choice.run();
        return (List<?>)
                scripts.executeScript(
                        "const [shown] = performance.getEntriesByName('sprint-delivery-shown');"
                                + "return performance.getEntriesByType('resource')"
                                + ".filter(each => each.startTime < shown.startTime).map(each => /api\\/v1\\/(\\w+)/.exec(each.name)[1]);");
    }

    String problem() {
        return browser.findElement(By.cssSelector("[role=alert]")).getText();
    }

    private List<String> texts(String selector) {
        return browser.findElements(By.cssSelector(selector)).stream()
                .map(WebElement::getText)
                .toList();
    }
}
