package io.jenkins.plugins.sprintdelivery.core.tracker.trello;

import io.jenkins.plugins.sprintdelivery.core.tracker.TicketComments;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Url;
import java.net.URI;
import java.util.Map;
import java.util.Objects;

/** Writes comments to Trello's cards, by their number on the site's board or their short link. Thread-safe. */
public final class TrelloWriter implements TicketComments {

    private final URI api;
    private final TrelloTracker tracker;
    private final SiteHttp http;

    /**
     * Writes to Trello.
     *
     * @param tracker finds the card of a number
     */
    public TrelloWriter(URI api, TrelloTracker tracker, SiteHttp http) {
        this.api = Objects.requireNonNull(api, "api");
        this.tracker = Objects.requireNonNull(tracker, "tracker");
        this.http = Objects.requireNonNull(http, "http");
    }

    private String card(String key) {
        return tracker.cardId(key)
                .orElseThrow(
                        () -> new TrackerException(new TrackerFailure.NotFound("The board has no card " + key + ".")));
    }

    @Override
    public boolean has(String key, String mark) {
        return http
                .get(Url.below(api)
                        .literal("/cards")
                        .path(card(key), "actions")
                        .query("filter", "commentCard")
                        .query("limit", 100)
                        .uri())
                .list("")
                .stream()
                .anyMatch(action -> action.at("/data/text").asString("").contains(mark));
    }

    @Override
    public void comment(String key, String text) {
        http.send(
                Url.below(api)
                        .literal("/cards")
                        .path(card(key), "actions", "comments")
                        .uri(),
                Map.of("text", TicketComments.bounded(text)));
    }
}
