package io.jenkins.plugins.sprintdelivery.core.tracker;

import java.util.Locale;
import java.util.Objects;

/**
 * How one ticket relates to another.
 *
 * @param kind what the link says, seen from the ticket that has it
 * @param label the tracker's words for it
 * @param key the other ticket
 */
public record TicketLink(Kind kind, String label, String key) {

    public TicketLink {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(key, "key");
    }

    /** What a link says. */
    public enum Kind {
        BLOCKS,
        BLOCKED_BY,
        DEPENDS_ON,
        REQUIRED_BY,
        PARENT,
        CHILD,
        RELATED;

        /** Reads a link by the tracker's words, such as {@code is blocked by}; an unknown one is {@link #RELATED}. */
        public static Kind ofWords(String words) {
            String text = words.toLowerCase(Locale.ROOT);
            if (text.contains("blocked by")) {
                return BLOCKED_BY;
            }
            if (text.contains("block")) {
                return BLOCKS;
            }
            if (text.contains("depended") || text.contains("required by") || text.contains("dependency of")) {
                return REQUIRED_BY;
            }
            if (text.contains("depend") || text.contains("requires")) {
                return DEPENDS_ON;
            }
            return RELATED;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
