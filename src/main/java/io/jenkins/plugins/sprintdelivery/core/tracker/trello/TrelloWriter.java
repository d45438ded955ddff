package io.jenkins.plugins.sprintdelivery.core.tracker.trello;

import io.jenkins.plugins.sprintdelivery.core.tracker.TicketComments;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Url;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Writes comments to Trello's cards, by their number on the site's board or their short link. Thread-safe. */
public final class TrelloWriter implements TicketComments {

    private final URI api;
    private final Function<String, Optional<String>> cards;
    private final SiteHttp http;

    /**
     * Writes to Trello.
     *
     * @param cards finds the id or short link of a key's card
     */
    private TrelloWriter(URI api, Function<String, Optional<String>> cards, SiteHttp http) {
        this.api = Objects.requireNonNull(api, "api");
        this.cards = cards;
        this.http = Objects.requireNonNull(http, "http");
    }

    /** Writes to cards that their number on the tracker's board names, or their short link. */
    public static TrelloWriter of(URI api, TrelloTracker tracker, SiteHttp http) {
        return new TrelloWriter(api, tracker::cardId, http);
    }

    /** Writes to cards that their short link names. */
    public static TrelloWriter byShortLink(URI api, SiteHttp http) {
        return new TrelloWriter(api, key -> Optional.of(key).filter(each -> !each.startsWith("#")), http);
    }

    private String card(String key) {
        return cards.apply(key)
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
