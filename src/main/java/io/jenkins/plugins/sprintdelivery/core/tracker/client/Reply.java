package io.jenkins.plugins.sprintdelivery.core.tracker.client;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Objects;

/**
 * What a site answered, read to the end.
 *
 * @param uri where it came from
 * @param status the HTTP status
 * @param headers its headers
 * @param body its body, within the site's limit
 */
public record Reply(URI uri, int status, HttpHeaders headers, byte[] body) {

    static final int NOT_MODIFIED = 304;

    public Reply {
        Objects.requireNonNull(uri, "uri");
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(body, "body");
    }

    boolean isGood() {
        return status >= 200 && status < 300 && status != 203;
    }

    boolean isRedirect() {
        return status >= 300 && status < 400 && status != NOT_MODIFIED;
    }
}
