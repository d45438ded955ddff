package io.jenkins.plugins.sprintdelivery.core.board;

import io.jenkins.plugins.sprintdelivery.core.spelling.Suggestion;
import java.util.List;

/** Something was asked for that the ledger does not know. The message is one line that names near or valid choices. */
public final class UnknownChoiceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

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
        Suggestion suggestion = Suggestion.of(asked, choices);
        if (suggestion.near().isPresent()) {
            return new UnknownChoiceException(
                    start + "did you mean '" + suggestion.near().get() + "'?");
        }
        String more = suggestion.others() > 0 ? " and " + suggestion.others() + " more" : "";
        return new UnknownChoiceException(start + "use one of: " + String.join(", ", suggestion.first()) + more);
    }
}
