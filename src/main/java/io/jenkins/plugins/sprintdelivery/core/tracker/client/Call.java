package io.jenkins.plugins.sprintdelivery.core.tracker.client;

import java.net.URI;
import java.util.Map;
import java.util.Objects;

/**
 * One request as a client wants it.
 *
 * @param method GET or POST
 * @param uri where; it holds no secret
 * @param headers besides those every request has
 * @param body JSON unless the headers say otherwise, or null for none
 * @param repeatable whether making it twice does no more than making it once
 */
public record Call(String method, URI uri, Map<String, String> headers, byte[] body, boolean repeatable) {

    static final String GET = "GET";
    static final String POST = "POST";

    public Call {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(uri, "uri");
        headers = Map.copyOf(headers);
    }

    static Call get(URI uri) {
        return new Call(GET, uri, Map.of(), null, true);
    }

    Call to(URI other) {
        return new Call(method, other, headers, body, repeatable);
    }

    /** What is asked for, for a message: the path alone, as a query may hold what people typed. */
    String what() {
        return method + " " + uri.getRawPath();
    }
}
