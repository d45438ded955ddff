package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.board.ApiRequest;
import io.jenkins.plugins.sprintdelivery.core.board.BoardApi;
import io.jenkins.plugins.sprintdelivery.core.board.DeliveryBoard;
import io.jenkins.plugins.sprintdelivery.core.board.LedgerLag;
import java.awt.Desktop;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Serves the board of a ledger until it is interrupted. */
@Command(
        name = "serve",
        description = "Serves the board of a ledger to a browser, read only, until it is interrupted.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    private static final int MAX_PORT = 65_535;

    /** Who says what CDEvents say: a ledger that is read at a prompt has no address of its own. */
    private static final String SOURCE = "urn:sprint-delivery:serve";

    private static final List<String> WARM = List.of("sprints", "board", "trend");

    /** How long a page waits for what was recorded just now; later it shows what is known. */
    private static final Duration FRESHNESS = Duration.ofSeconds(2);

    @Mixin
    private LedgerOption ledgerOption;

    @Option(
            names = "--port",
            required = true,
            paramLabel = "N",
            description = "The port to listen on; 0 takes any free one and prints it.")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "The address to listen on (default: ${DEFAULT-VALUE}, this machine only). Anyone who can"
                    + " reach another address can read the board.")
    private String host;

    @Option(names = "--open", description = "Open the board in the browser.")
    private boolean open;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > MAX_PORT) {
            throw new InputException("--port " + port + " is no port; use 0 to " + MAX_PORT);
        }
        Clock clock = Clock.systemDefaultZone();
        try (LedgerReader ledger = ledgerOption.open(clock)) {
            BoardApi api = new BoardApi(
                    new DeliveryBoard(ledger.queries(), clock, LedgerReader.frozenReports(ledgerOption.directory())),
                    SOURCE);
            serve(ledger, api, clock);
        }
        return 0;
    }

    private static Optional<String> behind(LedgerReader ledger, Clock clock) {
        return ledger.catchUp(FRESHNESS) ? Optional.empty() : LedgerLag.header(ledger.status(), clock.instant());
    }

    private void serve(LedgerReader ledger, BoardApi api, Clock clock) throws InterruptedException {
        try (BoardServer server = new BoardServer(api, () -> behind(ledger, clock), host)) {
            server.start(port);
            warmUp(api);
            // an interrupt ends the process without unwinding this stack
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server, ledger), "board-stop"));
            PrintWriter out = spec.commandLine().getOut();
            out.println("The board is at " + server.url() + " (stop it with Ctrl+C)");
            out.flush();
            if (open) {
                browse(server.url());
            }
            new CountDownLatch(1).await();
        }
    }

    /** Makes the documents once, so that the first visitor does not wait for classes and pages of the database. */
    private static void warmUp(BoardApi api) {
        Thread thread = new Thread(
                () -> WARM.forEach(document -> api.answer(new ApiRequest(document, Map.of()))), "board-warm-up");
        // whatever goes wrong here goes wrong again, and is said, where somebody asks
        thread.setUncaughtExceptionHandler((unused, problem) -> {});
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(BoardServer server, LedgerReader ledger) {
        server.close();
        ledger.close();
    }

    private void browse(String url) {
        try {
            if (!GraphicsEnvironment.isHeadless() && Desktop.getDesktop().isSupported(Desktop.Action.BROWSE)) {
                Desktop.getDesktop().browse(URI.create(url));
                return;
            }
        } catch (IOException | UnsupportedOperationException e) {
            spec.commandLine().getErr().println("sprint-delivery: no browser could be opened: " + e.getMessage());
            return;
        }
        spec.commandLine().getErr().println("sprint-delivery: there is no browser to open here");
    }
}
