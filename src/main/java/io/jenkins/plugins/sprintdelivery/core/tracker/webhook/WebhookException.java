package io.jenkins.plugins.sprintdelivery.core.tracker.webhook;

/** A call is not what it says it is, or cannot be read. The message is for a log; it holds nothing of the call. */
public final class WebhookException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WebhookException(String message) {
        super(message);
    }
}
