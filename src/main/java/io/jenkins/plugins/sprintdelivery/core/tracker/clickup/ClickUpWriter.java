package io.jenkins.plugins.sprintdelivery.core.tracker.clickup;

import io.jenkins.plugins.sprintdelivery.core.tracker.TicketComments;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerType;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import java.net.URI;
import java.util.Map;
import java.util.Objects;

/** Writes comments to ClickUp's tasks; nobody is notified. Thread-safe. */
public final class ClickUpWriter implements TicketComments {

    private final URI api;
    private final TrackerType.ClickUp clickUp;
    private final SiteHttp http;

    public ClickUpWriter(URI api, TrackerType.ClickUp clickUp, SiteHttp http) {
        this.api = Objects.requireNonNull(api, "api");
        this.clickUp = Objects.requireNonNull(clickUp, "clickUp");
        this.http = Objects.requireNonNull(http, "http");
    }

    @Override
    public boolean has(String key, String mark) {
        return http.get(ClickUpTracker.address(api, clickUp, key, "/comment")).list("comments").stream()
                .anyMatch(comment -> comment.path("comment_text").asString("").contains(mark));
    }

    @Override
    public void comment(String key, String text) {
        http.send(
                ClickUpTracker.address(api, clickUp, key, "/comment"),
                Map.of("comment_text", TicketComments.bounded(text), "notify_all", false));
    }
}
