package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.spelling.NearestName;
import java.util.List;
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

    /** For what has too many choices to name some, such as a deployment. */
    static UnknownChoiceException of(String what, String asked) {
        return new UnknownChoiceException("the ledger knows no " + what + " '" + asked + "'");
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
        Optional<String> near = asked.length() < SHORTEST_GUESSED ? Optional.empty() : NearestName.of(asked, choices);
        if (near.isPresent()) {
            return new UnknownChoiceException(start + "did you mean '" + near.get() + "'?");
        }
        String named = String.join(", ", choices.subList(0, Math.min(MAX_NAMED, choices.size())));
        int others = choices.size() - MAX_NAMED;
        return new UnknownChoiceException(
                start + "use one of: " + named + (others > 0 ? " and " + others + " more" : ""));
    }
}
