package io.jenkins.plugins.sprintdelivery.core.tracker;

import java.util.Objects;

/** A token or a password. It shows itself only to who asks for it by name. Immutable. */
public final class Secret {

    /** Longer than any token; more is a mistake, such as the wrong file. */
    public static final int MAX_LENGTH = 8 * 1024;

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /**
     * Takes a secret, without the white space around it.
     *
     * @throws IllegalArgumentException if it is empty, too long or has characters that no header can carry; the message
     *     does not hold the secret
     */
    public static Secret of(String text) {
        String stripped = Objects.requireNonNull(text, "text").strip();
        if (stripped.isEmpty()) {
            throw new IllegalArgumentException("the secret is empty");
        }
        if (stripped.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("the secret is longer than " + MAX_LENGTH + " characters");
        }
        if (!stripped.chars().allMatch(character -> character >= ' ' && character < 0x7f)) {
            throw new IllegalArgumentException(
                    "the secret has line breaks or characters outside of ASCII, which no token has");
        }
        return new Secret(stripped);
    }

    /** The secret itself; never to be logged, shown or put into a URL. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "****";
    }
}
