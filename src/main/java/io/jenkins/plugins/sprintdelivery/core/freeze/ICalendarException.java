package io.jenkins.plugins.sprintdelivery.core.freeze;

/** A text is no iCalendar that freezes can be read from; the message says where and why. */
public final class ICalendarException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ICalendarException(String file, int line, String message) {
        super(file + ":" + line + ": " + message);
    }
}
