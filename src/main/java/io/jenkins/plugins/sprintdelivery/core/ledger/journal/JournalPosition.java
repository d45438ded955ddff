package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

/**
 * A place between two lines of the journal.
 *
 * @param file name of the month's file, empty before the first
 * @param offset bytes before it in that file
 * @param line lines before it in that file
 */
public record JournalPosition(String file, long offset, long line) implements Comparable<JournalPosition> {

    /** Before the first line of any journal. */
    public static final JournalPosition START = new JournalPosition("", 0, 0);

    @Override
    public int compareTo(JournalPosition other) {
        int byFile = file.compareTo(other.file);
        return byFile != 0 ? byFile : Long.compare(offset, other.offset);
    }
}
