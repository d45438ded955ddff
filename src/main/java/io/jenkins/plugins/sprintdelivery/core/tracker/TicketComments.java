package io.jenkins.plugins.sprintdelivery.core.tracker;

/** Writes comments to tickets. Thread-safe. */
public interface TicketComments {

    /** The longest comment; a longer text is cut, and says so. */
    int MAX_LENGTH = 10_000;

    /**
     * Adds a comment. It is not tried twice by itself: after a failure the tracker may have taken it all the same.
     *
     * @param key the ticket
     * @param text what to say, in the tracker's markup
     * @throws TrackerException if the tracker did not confirm it
     */
    void comment(String key, String text);

    /**
     * Whether one of the ticket's newest comments holds the mark.
     *
     * @throws TrackerException if the tracker does not answer as it should
     */
    boolean has(String key, String mark);

    /** The text within {@value #MAX_LENGTH} characters. */
    static String bounded(String text) {
        String cut = " … (cut)";
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH - cut.length()) + cut;
    }
}
