package io.jenkins.plugins.sprintdelivery.core.tracker.webhook;

import io.jenkins.plugins.sprintdelivery.core.tracker.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Proofs of where a call comes from (RFC 2104). */
final class Signatures {

    private Signatures() {}

    static byte[] hmac(String algorithm, Secret secret, byte[]... pieces) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), algorithm));
            for (byte[] piece : pieces) {
                mac.update(piece);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has " + algorithm, missing);
        }
    }

    static void requireSha256(WebhookCall call, String header, Secret secret) {
        requireEqual(call.header(header), Webhook.sha256(call.body(), secret));
    }

    static void requireEqual(Optional<String> given, String expected) {
        boolean equal = MessageDigest.isEqual(
                given.orElse("").getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
        if (!equal) {
            throw new WebhookException(
                    given.isEmpty()
                            ? "the call is not signed; give the webhook a secret at the tracker"
                            : "the call's signature is wrong; compare the secret here with the one at the tracker");
        }
    }
}
