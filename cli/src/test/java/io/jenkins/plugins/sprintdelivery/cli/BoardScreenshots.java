package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.browser.Chromium;
import io.jenkins.plugins.sprintdelivery.core.board.BoardApi;
import io.jenkins.plugins.sprintdelivery.core.board.DeliveryBoard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Takes the pictures of the board in {@code docs/images}: run it with that directory. They are of the sample history, so
 * that two runs differ only where the page does.
 */
final class BoardScreenshots {

    private BoardScreenshots() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path images = Path.of(arguments[0]);
        Path work = Files.createTempDirectory("board-screenshots-");
        SampleHistory.write(work.resolve("ledger"));
        try (LedgerReader ledger = LedgerReader.open(work.resolve("ledger"), SampleHistory.CLOCK);
                BoardServer server = BoardFixture.start(ledger);
                Chromium chromium = new Chromium(work.resolve("profile"))) {
            shotOfReleases(chromium, ledger, images);
            BoardPage page = new BoardPage(chromium.driver(), server.url());
            shot(chromium, page, images, "board", "?sprint=S6", "light", 1280, 1500);
            shot(chromium, page, images, "board-dark", "?sprint=S6", "dark", 1280, 1500);
            shot(chromium, page, images, "board-phone", "?sprint=S6&lang=de", "light", 390, 1400);
            shot(chromium, page, images, "board-japanese", "?sprint=S6&lang=ja", "light", 1280, 800);
            shot(
                    chromium,
                    page,
                    images,
                    "board-metric",
                    "?view=metric&name=change-failure-rate&sprint=S5",
                    "light",
                    1280,
                    1000);
            shot(
                    chromium,
                    page,
                    images,
                    "board-deployment",
                    "?view=deployment&id=shop-5.1.0-production&with=shop-5.3.0-production&sprint=S5",
                    "light",
                    1280,
                    1100);
            shot(
                    chromium,
                    page,
                    images,
                    "board-environment",
                    "?view=environment&place=production&sprint=S5",
                    "light",
                    1280,
                    1000);
            shot(chromium, page, images, "board-ticket", "?view=ticket&key=WEB-520&sprint=S5", "light", 1280, 900);
            shot(
                    chromium,
                    page,
                    images,
                    "board-build",
                    "?view=build&job=shop/main&number=23&sprint=S6",
                    "light",
                    1280,
                    1000);
            shot(chromium, page, images, "board-compare", "?view=compare&sprint=S5&with=S4", "light", 1280, 1000);
        }
    }

    private static void shotOfReleases(Chromium chromium, LedgerReader ledger, Path images) throws IOException {
        ReleaseScenes scene = new ReleaseScenes();
        scene.freeze = "Inventory";
        scene.waiting = List.of(ReleaseScenes.waiting("production", true));
        ledger.catchUp(Duration.ofSeconds(30));
        DeliveryBoard board = new DeliveryBoard(ledger.queries(), SampleHistory.CLOCK);
        try (BoardServer server =
                new BoardServer(new BoardApi(board, board.releases(scene), "urn:test"), Optional::empty, "127.0.0.1")) {
            server.start(0);
            chromium.size(1280, 900);
            chromium.prefer("dark");
            chromium.driver().get(server.url() + "releases.html?sort=state");
            new WebDriverWait(chromium.driver(), Duration.ofSeconds(10))
                    .until(driver ->
                            !driver.findElements(By.cssSelector("tbody tr")).isEmpty());
            Files.write(images.resolve("releases-dark.png"), chromium.driver().getScreenshotAs(OutputType.BYTES));
        }
    }

    private static void shot(
            Chromium chromium,
            BoardPage page,
            Path images,
            String name,
            String query,
            String scheme,
            int width,
            int height)
            throws IOException {
        chromium.size(width, height);
        chromium.prefer(scheme);
        page.open(query);
        Files.write(images.resolve(name + ".png"), chromium.driver().getScreenshotAs(OutputType.BYTES));
    }
}
