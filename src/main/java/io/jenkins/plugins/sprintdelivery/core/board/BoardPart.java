package io.jenkins.plugins.sprintdelivery.core.board;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A part of the board's document that is a document of its own too, so that it may be left out. */
enum BoardPart {
    /** What the sprint promised; follows from the sprint alone, whatever service or environment is chosen. */
    PROMISE,
    /** The metrics; apart from the rest they are made at the same time as it. */
    METRICS;

    /**
     * The parts of these names.
     *
     * @param names separated by commas, or null for none
     * @throws IllegalArgumentException naming the valid ones
     */
    static Set<BoardPart> parse(String names) {
        Set<BoardPart> parts = EnumSet.noneOf(BoardPart.class);
        if (names != null) {
            Arrays.stream(names.split(",")).map(BoardPart::named).forEach(parts::add);
        }
        return parts;
    }

    private static BoardPart named(String name) {
        return Arrays.stream(values())
                .filter(part -> part.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no part '" + name
                        + "' that can be left out; use one of: "
                        + Arrays.stream(values()).map(BoardPart::toString).collect(Collectors.joining(", "))));
    }

    /** Its name for programs, which is its document's. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
