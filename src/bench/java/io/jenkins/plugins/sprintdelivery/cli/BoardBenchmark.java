package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.browser.Chromium;
import io.jenkins.plugins.sprintdelivery.core.board.BoardApi;
import io.jenkins.plugins.sprintdelivery.core.board.DeliveryBoard;
import io.jenkins.plugins.sprintdelivery.core.ledger.Ledger;
import io.jenkins.plugins.sprintdelivery.core.ledger.journal.LedgerEvent;
import io.jenkins.plugins.sprintdelivery.core.model.Commit;
import io.jenkins.plugins.sprintdelivery.core.model.Commitment;
import io.jenkins.plugins.sprintdelivery.core.model.Deployment;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentKind;
import io.jenkins.plugins.sprintdelivery.core.model.DeploymentStatus;
import io.jenkins.plugins.sprintdelivery.core.model.Environment;
import io.jenkins.plugins.sprintdelivery.core.model.Sprint;
import io.jenkins.plugins.sprintdelivery.core.model.SprintContents;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How fast the board is in a real browser: a current sprint of 2,000 tickets after 199 others of ten. Run it with an
 * empty directory; {@code docs/performance.md} says how.
 */
public final class BoardBenchmark {

    private static final int SPRINTS = 200;
    private static final int TICKETS = 2_000;
    private static final int VISITS = 15;
    private static final int WARM = 10;
    private static final int ANSWERS = 500;
    private static final Duration SPRINT = Duration.ofDays(14);
    private static final Instant NOW = Instant.parse("2026-06-10T12:00:00Z");
    private static final List<String> ENVIRONMENTS = List.of("development", "testing", "staging", "production");

    /** Shifts of the layout and the largest paint, as the browser's own observers saw them. */
    private static final String OBSERVED = "const done = arguments[0]; const seen = {cls: 0, lcp: 0};"
            + "new PerformanceObserver(list => list.getEntries().forEach(e => seen.cls += e.hadRecentInput ? 0 : e.value))"
            + ".observe({type: 'layout-shift', buffered: true});"
            + "new PerformanceObserver(list => list.getEntries().forEach(e => seen.lcp = e.startTime))"
            + ".observe({type: 'largest-contentful-paint', buffered: true});"
            + "setTimeout(() => done([performance.getEntriesByName('first-contentful-paint')[0].startTime,"
            + "performance.getEntriesByName('sprint-delivery-shown')[0].startTime, seen.lcp, seen.cls]), 300);";

    /** From a click to the frame after what it changed. */
    private static final String CLICK = "const done = arguments[1]; const start = performance.now();"
            + "document.querySelector(arguments[0]).click();"
            + "requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));";

    /**
     * From a choice to the frame in which its answer is shown, the server's work included. The field is in sight before, as
     * it is for everybody who chooses something in it.
     */
    private static final String CHOICE = "const done = arguments[2];"
            + "const board = document.querySelector('[data-sprint-delivery-board]');"
            + "const field = document.querySelector(arguments[0]); field.scrollIntoView({block: 'nearest'});"
            + "requestAnimationFrame(() => setTimeout(() => {"
            + "new MutationObserver((all, self) => { if (board.getAttribute('aria-busy') === 'false') { self.disconnect();"
            + "requestAnimationFrame(() => setTimeout(() => done(performance.now() - start))); } })"
            + ".observe(board, {attributes: true});"
            + "const start = performance.now(); field.value = arguments[1]; field.dispatchEvent(new Event('change'));"
            + "}));";

    private BoardBenchmark() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path work = Path.of(arguments[0]);
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        if (!Files.exists(work.resolve("ledger"))) {
            write(work.resolve("ledger"), clock);
        }
        try (LedgerReader ledger = LedgerReader.open(work.resolve("ledger"), clock);
                BoardServer server = new BoardServer(
                        new BoardApi(new DeliveryBoard(ledger.queries(), clock), "urn:benchmark"),
                        () -> {
                            ledger.catchUp(Duration.ofSeconds(60));
                            return Optional.empty();
                        },
                        "127.0.0.1");
                Chromium chromium = new Chromium(work.resolve("profile"))) {
            server.start(0);
            BoardPage page = new BoardPage(chromium.driver(), server.url());
            List<double[]> visits = new ArrayList<>();
            for (int i = 0; i < WARM + VISITS; i++) {
                page.open("");
                double[] times = numbers(chromium.driver().executeAsyncScript(OBSERVED));
                if (i >= WARM) {
                    visits.add(times);
                }
            }
            report("first paint", visits, 0, "ms");
            report("board shown", visits, 1, "ms");
            report("largest paint", visits, 2, "ms");
            report("layout shift", visits, 3, "");
            interactions("", page, chromium);
            answerOften(server.url());
            interactions(", server warm", page, chromium);
        }
    }

    /** What one service asks for, so often that Java has compiled what answers, as in a server that has run for a day. */
    private static void answerOften(String url) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 0; i < ANSWERS; i++) {
            for (String document : List.of("board", "metrics", "trend")) {
                URI address = URI.create(url + "api/v1/" + document + "?service=service-" + i % 20);
                int status = client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                if (status != 200) {
                    throw new IOException(address + " was answered with status " + status);
                }
            }
        }
    }

    private static void interactions(String state, BoardPage page, Chromium chromium) {
        List<double[]> more = new ArrayList<>();
        List<double[]> trend = new ArrayList<>();
        List<double[]> service = new ArrayList<>();
        List<double[]> sprint = new ArrayList<>();
        for (int i = 0; i < WARM + VISITS; i++) {
            page.open("");
            double[] rows = number(chromium.driver().executeAsyncScript(CLICK, ".sd-tickets .sd-more"));
            double[] metric = number(chromium.driver().executeAsyncScript(CLICK, "#sd-trend-leadTimeSeconds"));
            double[] one = number(chromium.driver().executeAsyncScript(CHOICE, "#sd-choice-service", "service-1"));
            double[] other = number(chromium.driver()
                    .executeAsyncScript(CHOICE, "#sd-choice-sprint", "Sprint " + (SPRINTS - 2 - i)));
            if (i >= WARM) {
                more.add(rows);
                trend.add(metric);
                service.add(one);
                sprint.add(other);
            }
        }
        report("more rows" + state, more, 0, "ms");
        report("another trend" + state, trend, 0, "ms");
        report("choose a service" + state, service, 0, "ms");
        report("choose a sprint" + state, sprint, 0, "ms");
    }

    private static double[] number(Object value) {
        return new double[] {((Number) value).doubleValue()};
    }

    private static double[] numbers(Object list) {
        return ((List<?>) list).stream().mapToDouble(each -> ((Number) each).doubleValue()).toArray();
    }

    private static void report(String what, List<double[]> samples, int column, String unit) {
        double[] sorted =
                samples.stream().mapToDouble(sample -> sample[column]).sorted().toArray();
        System.out.println(String.format(
                Locale.ROOT,
                "%-31s median %8.2f %s, slowest %8.2f %s",
                what,
                sorted[sorted.length / 2],
                unit,
                Arrays.stream(sorted).max().orElseThrow(),
                unit));
    }

    private static void write(Path directory, Clock clock) throws IOException, InterruptedException {
        Instant start = NOW.minus(SPRINT.multipliedBy(SPRINTS - 1)).minus(Duration.ofDays(8));
        try (Ledger ledger = Ledger.open(directory, clock)) {
            for (int sprint = 0; sprint < SPRINTS; sprint++) {
                List<LedgerEvent> events = new ArrayList<>();
                Instant begun = start.plus(SPRINT.multipliedBy(sprint));
                events.add(new LedgerEvent.SprintRecorded(new Sprint(
                        "S" + sprint,
                        "Sprint " + sprint,
                        "Web team",
                        null,
                        sprint == SPRINTS - 1 ? SprintState.ACTIVE : SprintState.CLOSED,
                        begun,
                        begun.plus(SPRINT),
                        null,
                        "calendar")));
                int tickets = sprint == SPRINTS - 1 ? TICKETS : 10;
                for (int ticket = 0; ticket < tickets; ticket += 5) {
                    release(events, sprint, ticket, begun.plusSeconds(3_600L + ticket * 300L));
                }
                if (sprint == SPRINTS - 1) {
                    promise(events, sprint, begun);
                }
                ledger.append(events);
            }
            ledger.catchUp(Duration.ofMinutes(10));
        }
    }

    /** Every second ticket was promised and is done, every tenth one is blocked, so that most of them have marks. */
    private static void promise(List<LedgerEvent> events, int sprint, Instant at) {
        List<String> promised = keys(sprint, 2);
        events.add(new LedgerEvent.CommitmentRecorded(
                new Commitment("S" + sprint, "web", at, Commitment.Basis.HISTORY, promised)));
        events.add(new LedgerEvent.ContentsRecorded(new SprintContents(
                "S" + sprint,
                "web",
                at,
                false,
                keys(sprint, 1),
                promised,
                List.of(),
                List.of(),
                keys(sprint, 10),
                List.of(),
                null,
                false)));
    }

    private static List<String> keys(int sprint, int step) {
        return IntStream.iterate(0, i -> i < TICKETS, i -> i + step)
                .mapToObj(i -> "WEB-" + (sprint * 10_000 + i))
                .toList();
    }

    /** Five tickets with a commit each, on their way through one to four environments. */
    private static void release(List<LedgerEvent> events, int sprint, int first, Instant at) {
        String service = "service-" + first / 5 % 20;
        List<String> tickets = new ArrayList<>();
        List<String> commits = new ArrayList<>();
        for (int i = first; i < first + 5; i++) {
            String ticket = "WEB-" + (sprint * 10_000 + i);
            String commit = String.format("%08x", ticket.hashCode()).repeat(5);
            tickets.add(ticket);
            commits.add(commit);
            events.add(new LedgerEvent.CommitRecorded(
                    new Commit(commit, at.minus(Duration.ofHours(3 + i % 40)), ticket + ": a change", List.of(ticket))));
        }
        String version = sprint + "." + first;
        for (int tier = 0; tier <= first / 5 % 4; tier++) {
            Instant begun = at.plusSeconds(600L * tier);
            events.add(new LedgerEvent.DeploymentRecorded(new Deployment(
                    service + "-" + version + "-" + tier,
                    service,
                    Environment.named(ENVIRONMENTS.get(tier)),
                    version,
                    commits.get(0),
                    null,
                    DeploymentKind.PLANNED,
                    first % 35 == 0 ? DeploymentStatus.FAILED : DeploymentStatus.SUCCESSFUL,
                    begun,
                    begun.plusSeconds(120),
                    null,
                    "S" + sprint,
                    tickets,
                    commits)));
        }
    }
}
