package io.jenkins.plugins.sprintdelivery.core.incident;

/** A message about incidents cannot be read. The message is one line for people and names the field. */
public final class IncidentFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    IncidentFormatException(String message) {
        super(message);
    }
}
