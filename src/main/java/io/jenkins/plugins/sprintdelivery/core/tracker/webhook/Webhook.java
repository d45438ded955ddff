package io.jenkins.plugins.sprintdelivery.core.tracker.webhook;

import io.jenkins.plugins.sprintdelivery.core.tracker.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

/**
 * A tracker's webhook: it knows how the vendor proves that a call is its own, and how its calls read. Every comparison
 * takes the same time whatever it compares. Immutable and thread-safe.
 */
public sealed interface Webhook {

    /**
     * What the call says changed.
     *
     * @throws WebhookException if the call does not come from the tracker, or cannot be read
     */
    Change read(WebhookCall call);

    /**
     * Jira, in the cloud and on a server: {@code X-Hub-Signature: sha256=…} over the body.
     *
     * @param secret what the webhook was made with
     */
    record Jira(Secret secret) implements Webhook {
        @Override
        public Change read(WebhookCall call) {
            Signatures.requireSha256(call, "X-Hub-Signature", secret);
            return WebhookBody.of(call).jira();
        }
    }

    /**
     * GitHub: {@code X-Hub-Signature-256: sha256=…} over the body.
     *
     * @param secret what the webhook was made with
     * @param repository the site's repository; the issues of others have its name before their number
     */
    record GitHub(Secret secret, String repository) implements Webhook {
        public GitHub {
            Objects.requireNonNull(repository, "repository");
        }

        @Override
        public Change read(WebhookCall call) {
            Signatures.requireSha256(call, "X-Hub-Signature-256", secret);
            return WebhookBody.of(call).github(call.header("X-GitHub-Event").orElse(""), repository);
        }
    }

    /**
     * GitLab: {@code X-Gitlab-Token} is the secret itself.
     *
     * @param secret what the webhook was made with
     */
    record GitLab(Secret secret) implements Webhook {
        @Override
        public Change read(WebhookCall call) {
            Signatures.requireEqual(call.header("X-Gitlab-Token"), secret.reveal());
            return WebhookBody.of(call).gitlab();
        }
    }

    /**
     * Trello: {@code X-Trello-Webhook} is the Base64 of an HMAC-SHA1 over the body and the callback's URL.
     *
     * @param secret the secret of the Power-Up that made the webhook
     * @param callback the URL that the webhook was made with, letter by letter
     */
    record Trello(Secret secret, String callback) implements Webhook {
        public Trello {
            Objects.requireNonNull(callback, "callback");
        }

        @Override
        public Change read(WebhookCall call) {
            byte[] url = callback.getBytes(StandardCharsets.UTF_8);
            byte[] expected = Signatures.hmac("HmacSHA1", secret, call.body(), url);
            Signatures.requireEqual(
                    call.header("X-Trello-Webhook"), Base64.getEncoder().encodeToString(expected));
            return WebhookBody.of(call).trello();
        }
    }

    /** The signature of a body as GitHub and Jira write it, for who wants to make a call. */
    static String sha256(byte[] body, Secret secret) {
        byte[] signature = Signatures.hmac("HmacSHA256", secret, body);
        return "sha256=" + HexFormat.of().formatHex(signature).toLowerCase(Locale.ROOT);
    }
}
