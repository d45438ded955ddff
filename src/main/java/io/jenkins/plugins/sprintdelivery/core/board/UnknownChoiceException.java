package io.jenkins.plugins.sprintdelivery.core.board;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Something was asked for that the ledger does not know. The message is one line that names near or valid choices. */
public final class UnknownChoiceException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int MAX_NAMED = 10;

    /** Every other short name, such as {@code S1}, is near to a short one. */
    private static final int SHORTEST_GUESSED = 4;

    private UnknownChoiceException(String message) {
        super(message);
    }

    /**
     * @param what the kind of thing, such as {@code service}
     * @param asked what was asked for
     * @param choices what there is, the likeliest first
     */
    static UnknownChoiceException of(String what, String asked, List<String> choices) {
        String start = "the ledger knows no " + what + " '" + asked + "'; ";
        if (choices.isEmpty()) {
            return new UnknownChoiceException(start + "it knows no " + what + " at all yet");
        }
        Optional<String> near = nearest(asked, choices);
        if (near.isPresent()) {
            return new UnknownChoiceException(start + "did you mean '" + near.get() + "'?");
        }
        String named = String.join(", ", choices.subList(0, Math.min(MAX_NAMED, choices.size())));
        int others = choices.size() - MAX_NAMED;
        return new UnknownChoiceException(
                start + "use one of: " + named + (others > 0 ? " and " + others + " more" : ""));
    }

    private static Optional<String> nearest(String asked, List<String> choices) {
        String wanted = asked.toLowerCase(Locale.ROOT);
        if (wanted.length() < SHORTEST_GUESSED) {
            return Optional.empty();
        }
        String best = null;
        int fewest = 2 + wanted.length() / 4;
        for (String choice : choices) {
            String possible = choice.toLowerCase(Locale.ROOT);
            int edits = possible.startsWith(wanted) ? 1 : edits(wanted, possible);
            if (edits < fewest) {
                fewest = edits;
                best = choice;
            }
        }
        return Optional.ofNullable(best);
    }

    /** How many letters must be put in, left out or changed (Levenshtein distance). */
    private static int edits(String one, String other) {
        int[] previous = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= one.length(); row++) {
            int[] current = new int[other.length() + 1];
            current[0] = row;
            for (int column = 1; column <= other.length(); column++) {
                int change = one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1;
                current[column] =
                        Math.min(Math.min(current[column - 1], previous[column]) + 1, previous[column - 1] + change);
            }
            previous = current;
        }
        return previous[other.length()];
    }
}
