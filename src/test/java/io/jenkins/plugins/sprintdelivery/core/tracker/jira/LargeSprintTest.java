package io.jenkins.plugins.sprintdelivery.core.tracker.jira;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.sprintdelivery.core.model.SprintState;
import io.jenkins.plugins.sprintdelivery.core.tracker.Secret;
import io.jenkins.plugins.sprintdelivery.core.tracker.SiteSettings;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedSprint;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackedTicket;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.HttpLimits;
import io.jenkins.plugins.sprintdelivery.core.tracker.site.Trackers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A sprint of ten thousand tickets, read by a Java machine that has little memory. */
class LargeSprintTest {

    private static final int TICKETS = 10_000;
    private static final int A_PAGE = 100;

    @Test
    void tenThousandTicketsAreReadInFortyMegabytes() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String issue = issue();
        server.createContext(
                "/rest/api/2/field",
                exchange -> answer(
                        exchange.getResponseBody(), exchange::close, () -> exchange.sendResponseHeaders(200, 0), "[]"));
        server.createContext("/rest/agile/1.0/sprint/107/issue", exchange -> {
            int start = Integer.parseInt(exchange.getRequestURI().getQuery().replaceAll(".*startAt=(\\d+).*", "$1"));
            answer(
                    exchange.getResponseBody(),
                    exchange::close,
                    () -> exchange.sendResponseHeaders(200, 0),
                    page(issue, start));
        });
        server.start();
        try {
            Process reader = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx40m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Reader.class.getName(),
                            Integer.toString(server.getAddress().getPort()))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(reader.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(said).endsWith("read 10000 tickets, the last one is SHOP-9999\n");
        } finally {
            server.stop(0);
        }
    }

    @FunctionalInterface
    private interface Action {
        void run() throws IOException;
    }

    private static void answer(OutputStream body, Runnable close, Action headers, String text) throws IOException {
        headers.run();
        body.write(text.getBytes(StandardCharsets.UTF_8));
        close.run();
    }

    private static String issue() throws IOException {
        String path = "/io/jenkins/plugins/sprintdelivery/core/tracker/jiradatacenter/sprint-issues-2.json";
        try (InputStream input = LargeSprintTest.class.getResourceAsStream(path)) {
            String body = new String(input.readAllBytes(), StandardCharsets.UTF_8);
            return body.substring(body.indexOf('[') + 1, body.lastIndexOf(']'));
        }
    }

    private static String page(String issue, int start) {
        StringBuilder page = new StringBuilder("{\"startAt\":" + start + ",\"total\":" + TICKETS + ",\"issues\":[");
        for (int i = start; i < Math.min(start + A_PAGE, TICKETS); i++) {
            page.append(i == start ? "" : ",").append(issue.replace("SHOP-14", "SHOP-" + i));
        }
        return page.append("]}").toString();
    }

    /** The machine with little memory. */
    static final class Reader {

        private Reader() {}

        public static void main(String[] args) {
            SiteSettings site = new SiteSettings(
                    "shop",
                    new TrackerType.JiraDataCenter(),
                    URI.create("http://localhost:" + args[0]),
                    null,
                    "12",
                    Set.of());
            TrackedSprint sprint =
                    new TrackedSprint("107", "Sprint 7", "12", null, SprintState.ACTIVE, null, null, null, null);

            List<TrackedTicket> tickets = new Trackers(
                            HttpClient.newHttpClient(), HttpLimits.DEFAULT, Clock.systemUTC())
                    .open(site, Secret.of("t"))
                    .ticketsOf(sprint);

            System.out.print("read " + tickets.size() + " tickets, the last one is "
                    + tickets.get(tickets.size() - 1).key() + "\n");
            System.exit(0);
        }
    }
}
