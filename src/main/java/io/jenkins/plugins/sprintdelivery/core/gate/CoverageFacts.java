package io.jenkins.plugins.sprintdelivery.core.gate;

/**
 * How much of the code the tests run.
 *
 * @param lines covered lines of all, or null where nobody says
 * @param branches covered branches of all, or null where nobody says
 */
public record CoverageFacts(Share lines, Share branches) {

    /**
     * A part of a whole.
     *
     * @param covered how many of them
     * @param total how many there are
     */
    public record Share(int covered, int total) {
        public Share {
            if (covered < 0 || covered > total) {
                throw new IllegalArgumentException(covered + " of " + total + " is no share");
            }
        }
    }

    static String describe(Share share) {
        return share == null ? "not known" : Percentage.describe(share.covered, share.total);
    }
}
