package io.jenkins.plugins.sprintdelivery.core.incident;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a sender of incidents has to know. PagerDuty signs its bodies (HMAC-SHA256); the others send the secret as a
 * bearer token, which Alertmanager calls {@code authorization} and Opsgenie a custom header. Compared in constant time;
 * the secret is in no message of this class.
 */
public final class WebhookSecret {

    private static final String SIGNATURE = "X-PagerDuty-Signature";
    private static final String VERSION = "v1=";
    private static final String BEARER = "Bearer ";
    private static final int MAX_HEADER = 4_096;
    private static final int SHORTEST = 16;

    private final byte[] secret;

    /**
     * A secret.
     *
     * @throws IllegalArgumentException if it is shorter than 16 characters, so that it could be guessed
     */
    public WebhookSecret(String secret) {
        Objects.requireNonNull(secret, "secret");
        if (secret.length() < SHORTEST) {
            throw new IllegalArgumentException("a webhook's secret needs at least " + SHORTEST + " characters");
        }
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Whether the message comes from somebody who knows the secret.
     *
     * @param headers gives a header's value by its name, in any case, or null
     * @param body the body as it came
     */
    public boolean admits(IncidentFormat format, UnaryOperator<String> headers, byte[] body) {
        String header = headers.apply(format == IncidentFormat.PAGERDUTY ? SIGNATURE : "Authorization");
        if (header == null || header.length() > MAX_HEADER) {
            return false;
        }
        return format == IncidentFormat.PAGERDUTY ? isSigned(header, body) : isToken(header);
    }

    /** One of several signatures may match, as while a secret is replaced by another. */
    private boolean isSigned(String header, byte[] body) {
        byte[] expected = (VERSION + HexFormat.of().formatHex(hmac(body))).getBytes(StandardCharsets.US_ASCII);
        boolean signed = false;
        for (String signature : header.split(",")) {
            signed |= MessageDigest.isEqual(expected, signature.strip().getBytes(StandardCharsets.UTF_8));
        }
        return signed;
    }

    private boolean isToken(String header) {
        return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && MessageDigest.isEqual(
                        secret, header.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8));
    }

    private byte[] hmac(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, mac.getAlgorithm()));
            return mac.doFinal(body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }

    @Override
    public String toString() {
        return "a webhook's secret";
    }
}
