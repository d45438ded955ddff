package io.jenkins.plugins.sprintdelivery.core.gate;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Something that no tracker says now.
 *
 * @param reason why, in words
 * @param remedy what to do about it
 * @param unanswered keys of the tickets of which nothing is known at all; of others the last answer is
 */
public record TrackerSilence(String reason, String remedy, List<String> unanswered) {
    public TrackerSilence {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(remedy, "remedy");
        unanswered = List.copyOf(unanswered);
    }

    /** The first one that leaves tickets of which nothing is known. */
    static Optional<TrackerSilence> unanswered(List<TrackerSilence> silences) {
        return silences.stream()
                .filter(silence -> !silence.unanswered().isEmpty())
                .findFirst();
    }

    /** All of them behind what is known, in words. */
    static String all(List<TrackerSilence> silences) {
        return silences.stream().map(silence -> "; " + silence.reason()).collect(Collectors.joining());
    }

    /** Cannot be decided, because of some tickets nothing is known. */
    Finding undecided() {
        return new Finding(Finding.Outcome.UNDECIDED, reason, unanswered, unanswered.size(), remedy);
    }
}
