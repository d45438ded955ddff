package io.jenkins.plugins.sprintdelivery.core.ledger.journal;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;

/** Puts a line of the journal through the rules for lifetime. */
final class LineRules {

    private static final byte[] NOTHING = {};

    private final Rule rule;

    /** Says how an event is to be read, as {@link LifetimeRules#apply} does. */
    interface Rule {
        LedgerEvent apply(LedgerEvent event, Instant recorded) throws IOException;
    }

    LineRules(Rule rule) {
        this.rule = rule;
    }

    /**
     * The line as it may be kept, with its line feed: as it is, written anew, or empty where it is gone. What cannot be
     * read is kept as it is, since nobody can say whether it is gone.
     */
    byte[] line(LineStream lines) throws IOException {
        byte[] same = Arrays.copyOfRange(lines.buffer(), lines.offset(), lines.offset() + lines.length());
        try {
            JournalEntry entry = JournalLine.decode(lines.buffer(), lines.offset(), lines.length() - 1);
            LedgerEvent event = rule.apply(entry.event(), entry.time());
            if (event == null) {
                return NOTHING;
            }
            return event == entry.event() ? same : JournalLine.encode(entry.with(event));
        } catch (JournalLine.Unusable e) {
            return same;
        }
    }
}
