package io.jenkins.plugins.sprintdelivery.core.spelling;

import java.util.List;
import java.util.Optional;

/**
 * What to offer to who named something that there is not.
 *
 * @param near the name they may have meant, where one is near
 * @param first the first of the valid names
 * @param others how many more there are
 */
public record Suggestion(Optional<String> near, List<String> first, int others) {

    private static final int MAX_NAMED = 10;

    /** Every other short name, such as {@code S1}, is near to a short one. */
    private static final int SHORTEST_GUESSED = 4;

    /** What to offer instead of the name that was given, of what is valid, the likeliest first. */
    public static Suggestion of(String given, List<String> valid) {
        Optional<String> near = given.length() < SHORTEST_GUESSED ? Optional.empty() : NearestName.of(given, valid);
        List<String> first = List.copyOf(valid.subList(0, Math.min(MAX_NAMED, valid.size())));
        return new Suggestion(near, first, valid.size() - first.size());
    }
}
