package io.jenkins.plugins.sprintdelivery.core.board;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/**
 * An answer of the API, independent of the server that sends it.
 *
 * @param status the HTTP status
 * @param type the media type
 * @param body what to send; never to be changed
 * @param etag its entity tag, quoted
 * @param next where the next page is, relative to the API's root, or null
 */
public record ApiAnswer(int status, String type, byte[] body, String etag, String next) {

    private static final String JSON = "application/json";

    public ApiAnswer {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(etag, "etag");
    }

    static ApiAnswer json(Object document) {
        JsonDocument json = JsonDocument.of(document);
        return new ApiAnswer(
                200, JSON, json.body(), json.etag(), document instanceof Page<?> page ? page.next() : null);
    }

    static ApiAnswer text(String type, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return new ApiAnswer(200, type, body, JsonDocument.etag(body), null);
    }

    /** A question that cannot be answered. */
    static ApiAnswer problem(int status, String message) {
        JsonDocument json = JsonDocument.of(Map.of("error", message));
        return new ApiAnswer(status, JSON, json.body(), json.etag(), null);
    }

    /** Whether a client that sent this {@code If-None-Match} has the answer already (RFC 9110, weak comparison). */
    public boolean isKnown(String ifNoneMatch) {
        if (ifNoneMatch == null || status != 200) {
            return false;
        }
        for (String tag : ifNoneMatch.split(",")) {
            String given = tag.strip();
            if (given.equals("*") || given.equals(etag) || given.equals("W/" + etag)) {
                return true;
            }
        }
        return false;
    }
}
