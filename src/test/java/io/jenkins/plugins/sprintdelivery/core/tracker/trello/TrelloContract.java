package io.jenkins.plugins.sprintdelivery.core.tracker.trello;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerContract;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What Trello's bodies have in common, whatever stands for a sprint. */
abstract class TrelloContract extends TrackerContract {

    /** The list or board that stands for the sprint 7. */
    abstract String sprint7();

    /** Where the cards of the sprint 7 are asked for. */
    abstract String cardsOfSprint7();

    @Override
    protected String folder() {
        return "trello";
    }

    @Override
    protected Map.Entry<String, String> authorization() {
        return Map.entry("Authorization", "OAuth oauth_consumer_key=\"k3y\", oauth_token=\"" + SECRET + "\"");
    }

    @Override
    protected BigDecimal estimate() {
        return null;
    }

    @Override
    protected String sprintName(int number) {
        return switch (number) {
            case 6 -> "Sprint 6 (2026-01-05 to 2026-01-18)";
            case 7 -> "Sprint 7 (2026-01-19 to 2026-02-01)";
            default -> "Sprint 8 (2026-02-02 to 2026-02-15)";
        };
    }

    @Override
    protected List<String> sprintsOfTicket() {
        return List.of(sprintName(7));
    }

    @Override
    protected String movedTo() {
        return sprint7();
    }

    /** A full page that comes again and again, whatever is asked for. */
    @Override
    protected void stubEndlessPages() {
        String cards = IntStream.range(0, 1_000)
                .mapToObj(n -> "{\"id\":\"%024x\"}".formatted(n))
                .collect(Collectors.joining(",", "[", "]"));
        stub(get(urlPathEqualTo(cardsOfSprint7())), json(cards));
    }
}
