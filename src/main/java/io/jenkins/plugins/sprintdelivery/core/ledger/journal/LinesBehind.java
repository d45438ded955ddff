package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.io.IOException;
import java.util.List;

/**
 * How many lines lie between a place in the journal and its end, while both move on: who asks again pays for the lines
 * that they moved over since, not for all that lie between them. Thread-safe.
 */
public final class LinesBehind {

    private final JournalFiles files;
    private JournalPosition from;
    private JournalPosition to;
    private long lines;

    public LinesBehind(JournalFiles files) {
        this.files = files;
    }

    /**
     * The lines between the two places. The first time, and where a place has moved back or its file is not there any more,
     * it costs a pass over all of them.
     *
     * @throws IOException if the journal cannot be read
     */
    public synchronized long between(JournalPosition from, JournalPosition to) throws IOException {
        JournalReader reader = new JournalReader(files, 0);
        long now = hasMovedOn(from, to)
                ? lines + reader.linesBetween(this.to, to) - reader.linesBetween(this.from, from)
                : reader.linesBetween(from, to);
        this.from = from;
        this.to = to;
        lines = now;
        return now;
    }

    private boolean hasMovedOn(JournalPosition from, JournalPosition to) throws IOException {
        if (this.from == null || from.compareTo(this.from) < 0 || to.compareTo(this.to) < 0 || from.compareTo(to) > 0) {
            return false;
        }
        // compaction gives a month another file, in which places are other ones
        List<String> months = files.months();
        return isThere(this.from, months) && isThere(this.to, months);
    }

    private static boolean isThere(JournalPosition position, List<String> months) {
        return position.equals(JournalPosition.START) || months.contains(position.file());
    }
}
