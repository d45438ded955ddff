package io.jenkins.plugins.sprintdelivery.core.spelling;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which of the valid names a mistyped one stands for. Stateless. */
public final class NearestName {

    // a shorter one begins too many names
    private static final int SHORTEST_BEGINNING = 4;

    // longer names are no typing mistakes of ours, and comparing them would cost their product
    private static final int MAX_LENGTH = 64;

    private NearestName() {}

    /** The valid name with the fewest changes between it and the given one, if these are few for its length. */
    public static Optional<String> of(String given, Collection<String> valid) {
        if (given.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return valid.stream()
                .min(Comparator.comparingInt(name -> distance(given, name)))
                .filter(name -> distance(given, name) <= Math.max(1, Math.min(given.length(), name.length()) / 3));
    }

    // one for a name that is only begun, otherwise Damerau-Levenshtein with adjacent transpositions (optimal string
    // alignment), case ignored
    private static int distance(String given, String name) {
        String a = given.toLowerCase(Locale.ROOT);
        String b = name.toLowerCase(Locale.ROOT);
        if (a.length() >= SHORTEST_BEGINNING && b.startsWith(a)) {
            return b.length() == a.length() ? 0 : 1;
        }
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + same);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
