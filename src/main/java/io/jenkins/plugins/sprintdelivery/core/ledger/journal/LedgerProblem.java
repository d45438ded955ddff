package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

/**
 * Something in the ledger's files that an administrator should know of. Everything else was read.
 *
 * @param kind what is wrong
 * @param file the file's name in the ledger's directory
 * @param line the line in that file, from 1, or 0 where no line is meant
 * @param message what happened and what to do
 */
public record LedgerProblem(Kind kind, String file, long line, String message) {

    /** What can be wrong. */
    public enum Kind {
        /** The last line was cut off by a crash; it was never acknowledged, and was set aside. */
        TORN,
        /** A line's checksum does not fit its bytes; it was skipped. */
        CHECKSUM,
        /** A line of a newer version of this software; it is kept and skipped. */
        UNKNOWN,
        /** A line that is intact but says something that cannot be recorded; it was skipped. */
        UNREADABLE,
        /** A line repeats an event that stands before; it counts once. */
        REPEATED,
        /** A part of an archived month cannot be read; the rest of it was. */
        ARCHIVE,
        /** A month that the journal had is not there any more. */
        MISSING,
        /** The projection was unusable and was set aside, or cannot be written at the moment. */
        PROJECTION
    }

    @Override
    public String toString() {
        return line == 0 ? file + ": " + message : file + ":" + line + ": " + message;
    }
}
