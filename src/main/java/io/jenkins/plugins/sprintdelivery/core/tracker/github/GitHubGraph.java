package io.jenkins.plugins.sprintdelivery.core.tracker.github;

import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerException;
import io.jenkins.plugins.sprintdelivery.core.tracker.TrackerFailure;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.Fields;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.JsonReply;
import io.jenkins.plugins.sprintdelivery.core.tracker.client.SiteHttp;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * Asks GitHub's GraphQL API, which answers 200 also where it refuses and says why in {@code errors}. Thread-safe.
 */
final class GitHubGraph {

    private static final Duration LIMIT_WITHOUT_A_TIME = Duration.ofMinutes(1);

    private final URI address;
    private final SiteHttp http;
    private final Clock clock;

    GitHubGraph(URI api, SiteHttp http, Clock clock) {
        String base = api.toString().replaceAll("/+$", "");
        this.address = URI.create(base.replaceAll("/v3$", "") + "/graphql");
        this.http = http;
        this.clock = clock;
    }

    /**
     * The answer. What is not found is null in its data and no failure, because a batch may hold a number that does not
     * exist.
     */
    JsonReply ask(String query, Map<String, Object> variables) {
        JsonReply reply = http.ask(address, Map.of("query", query, "variables", variables));
        for (JsonNode error : Fields.list(reply.object("").path("errors"))) {
            String type = Objects.toString(Fields.text(error, "type"), "");
            if (!type.equals("NOT_FOUND")) {
                throw new TrackerException(failure(reply, type, Objects.toString(Fields.text(error, "message"), "")));
            }
        }
        reply.object("data");
        return reply;
    }

    private TrackerFailure failure(JsonReply reply, String type, String message) {
        String said = reply.wording().about(reply.call(), message);
        return switch (type) {
            case "RATE_LIMITED", "RATE_LIMIT" -> new TrackerFailure.RateLimited(
                    said + ". The tracker is asked again in a minute.",
                    clock.instant().plus(LIMIT_WITHOUT_A_TIME));
            case "FORBIDDEN", "INSUFFICIENT_SCOPES" -> new TrackerFailure.NoPermission(
                    said + ". Give the token the rights that the documentation names.");
            case "SERVICE_UNAVAILABLE" -> new TrackerFailure.Unavailable(said + ". It is asked again later.");
            default -> new TrackerFailure.Refused(said + ". GitHub does not accept the query.");
        };
    }

    /** To be thrown: there is no such board. */
    TrackerException notFound(String what) {
        return new TrackerException(new TrackerFailure.NotFound("The tracker at " + address.getHost() + ": " + what
                + ", or the token's account may not see it. Check the board and the account's access."));
    }
}
