package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.json.Json;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A document as it goes over the wire.
 *
 * @param body JSON in UTF-8
 * @param etag its entity tag, quoted; equal content has an equal tag
 */
public record JsonDocument(byte[] body, String etag) {

    private static final int TAG_BYTES = 16;

    /** The document's JSON. */
    public static JsonDocument of(Object document) {
        byte[] body = Json.mapper().writeValueAsBytes(document);
        return new JsonDocument(body, etag(body));
    }

    /** The entity tag of any content, quoted. */
    public static String etag(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(hash, 0, TAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
