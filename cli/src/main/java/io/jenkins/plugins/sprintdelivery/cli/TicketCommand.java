package io.jenkins.plugins.sprintdelivery.cli;

import io.jenkins.plugins.sprintdelivery.core.board.ApiAnswer;
import io.jenkins.plugins.sprintdelivery.core.board.ApiRequest;
import io.jenkins.plugins.sprintdelivery.core.board.BoardApi;
import io.jenkins.plugins.sprintdelivery.core.board.DeliveryBoard;
import io.jenkins.plugins.sprintdelivery.core.json.Json;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Prints everywhere a ticket has been built and deployed. */
@Command(
        name = "ticket",
        description = {
            "Everywhere a ticket has been built and deployed: the environments it reached, its builds, also those that were"
                    + " never deployed, and its deployments."
        },
        mixinStandardHelpOptions = true)
final class TicketCommand implements Callable<Integer> {

    private static final int OK = 200;

    @Mixin
    private LedgerOption ledgerOption;

    @Option(names = "--json", description = "Print it as one JSON document.")
    private boolean json;

    @Parameters(paramLabel = "KEY", description = "The ticket's key, such as SHOP-17.")
    private String key;

    @Spec
    private CommandSpec spec;

    private final Clock clock = Clock.systemDefaultZone();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (LedgerReader ledger = ledgerOption.openCurrent(clock)) {
            BoardApi api = new BoardApi(
                    new DeliveryBoard(ledger.queries(), clock),
                    ledgerOption.directory().toUri().toString());
            ApiAnswer answer = api.answer(new ApiRequest("ticket", Map.of("key", key)));
            String document = new String(answer.body(), StandardCharsets.UTF_8);
            if (answer.status() != OK) {
                throw new InputException(
                        Json.mapper().readTree(document).path("error").asString(document));
            }
            if (json) {
                out.println(document);
            } else {
                print(Json.mapper().readTree(document), out);
            }
            out.flush();
            return 0;
        }
    }

    private void print(JsonNode ticket, PrintWriter out) {
        out.println(PlainText.of(key) + ": "
                + (ticket.has("furthest")
                        ? "furthest in " + text(ticket.get("furthest").get("name"))
                        : "not deployed anywhere yet"));
        ticket.get("arrivals")
                .forEach(arrival -> out.println("  reached " + text(arrival.at("/environment/name")) + " at "
                        + moment(arrival.get("at")) + " with " + text(arrival.get("service")) + " "
                        + text(arrival.get("version"))));
        out.println("Builds:");
        list(
                ticket.get("builds"),
                out,
                build -> moment(build.get("started")) + " " + text(build.at("/build/job")) + " #"
                        + build.at("/build/number") + " " + text(build.get("result"))
                        + (build.has("version") ? " " + text(build.get("version")) : "") + ", "
                        + deployed(build.get("deployed")));
        out.println("Deployments:");
        list(
                ticket.get("deployments"),
                out,
                deployment -> moment(deployment.get("started")) + " "
                        + text(deployment.get("service")) + " " + text(deployment.get("version")) + " to "
                        + text(deployment.at("/environment/name")) + ", " + text(deployment.get("status")));
    }

    private interface Line {
        String of(JsonNode item);
    }

    private static void list(JsonNode list, PrintWriter out, Line line) {
        if (list.get("items").isEmpty()) {
            out.println("  none");
        }
        list.get("items").forEach(item -> out.println("  " + line.of(item)));
        if (list.get("more").asBoolean()) {
            out.println("  and older ones");
        }
    }

    private static String deployed(JsonNode environments) {
        if (environments.isEmpty()) {
            return "never deployed";
        }
        StringBuilder names = new StringBuilder("deployed to ");
        environments.forEach(environment -> names.append(names.charAt(names.length() - 1) == ' ' ? "" : ", ")
                .append(text(environment.get("name"))));
        return names.toString();
    }

    private static String text(JsonNode node) {
        return PlainText.of(node.asString());
    }

    private String moment(JsonNode time) {
        return Instant.parse(time.asString())
                .atZone(clock.getZone())
                .toOffsetDateTime()
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }
}
