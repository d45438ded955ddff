package io.jenkins.plugins.sprintdelivery.core.tracker.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A call as it came in.
 *
 * @param headers its headers; their names in any case
 * @param body its body, byte by byte, because it is signed
 */
public record WebhookCall(Map<String, String> headers, byte[] body) {

    /** The largest body that is read; no vendor sends larger ones than 25 MB, and none that matter here. */
    public static final int MAX_BODY = 1024 * 1024;

    public WebhookCall {
        Map<String, String> lower = new TreeMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        headers = Map.copyOf(lower);
        Objects.requireNonNull(body, "body");
        if (body.length > MAX_BODY) {
            throw new IllegalArgumentException("the body is larger than " + MAX_BODY + " bytes");
        }
    }

    /**
     * Reads a body.
     *
     * @throws WebhookException if it is larger than {@value #MAX_BODY} bytes
     * @throws IOException if it cannot be read
     */
    public static WebhookCall read(Map<String, String> headers, InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MAX_BODY + 1);
        if (bytes.length > MAX_BODY) {
            throw new WebhookException("the body is larger than " + MAX_BODY / 1024 + " kB");
        }
        return new WebhookCall(headers, bytes);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }
}
