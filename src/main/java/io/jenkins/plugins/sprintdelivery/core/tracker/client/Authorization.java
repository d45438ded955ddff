package io.jenkins.plugins.sprintdelivery.core.tracker.client;

import io.jenkins.plugins.sprintdelivery.core.tracker.Secret;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/**
 * The header that lets a site know who asks. It never shows its value. Immutable.
 */
public final class Authorization {

    private static final String HEADER = "Authorization";

    private final String header;
    private final String value;
    private final Secret secret;

    private Authorization(String header, String value, Secret secret) {
        this.header = Objects.requireNonNull(header, "header");
        this.value = value;
        this.secret = secret;
    }

    /** {@code Authorization: Bearer …}. */
    public static Authorization bearer(Secret token) {
        return new Authorization(HEADER, "Bearer " + token.reveal(), token);
    }

    /** {@code Authorization: Basic …} (RFC 7617). */
    public static Authorization basic(String user, Secret password) {
        String pair = user + ":" + password.reveal();
        String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return new Authorization(HEADER, "Basic " + encoded, password);
    }

    /** Nobody in particular asks. */
    public static Authorization none() {
        return new Authorization(HEADER, null, null);
    }

    /** No header; the secret goes into the body, and must not get into a message. */
    public static Authorization inBody(Secret secret) {
        return new Authorization(HEADER, null, secret);
    }

    /** A header of the vendor's own, or a scheme of its own. */
    public static Authorization header(String name, String before, Secret token, String after) {
        return new Authorization(name, before + token.reveal() + after, token);
    }

    void applyTo(HttpRequest.Builder request) {
        if (value != null) {
            request.setHeader(header, value);
        }
    }

    /** The text without the secret and without the header's value, should they have got into it. */
    String redact(String text) {
        String withoutHeader = value == null ? text : text.replace(value, "****");
        return secret == null ? withoutHeader : withoutHeader.replace(secret.reveal(), "****");
    }

    @Override
    public String toString() {
        return header + ": ****";
    }
}
