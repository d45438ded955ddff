package io.jenkins.plugins.sprintdelivery.cli;

/**
 * The user's input cannot be used. The message is one line for people: what happened, where (file and line), and what
 * to do. The command ends with exit status 2.
 */
public final class InputException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InputException(String message) {
        super(message);
    }

    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
