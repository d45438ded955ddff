package io.jenkins.plugins.sprintdelivery.core.metrics;

import java.util.Arrays;

/** Values of a sample at a given share of its order, by linear interpolation as SQL's {@code percentile_cont}. */
final class Percentiles {

    private final double[] sorted;

    /** A sample in any order, with at least one value. */
    Percentiles(double[] sample) {
        if (sample.length == 0) {
            throw new IllegalArgumentException("a sample without values has no percentiles");
        }
        sorted = sample.clone();
        Arrays.sort(sorted);
    }

    /** The middle value, or the mean of the two middle ones. */
    double median() {
        return at(0.5);
    }

    /**
     * The value at a share of the order.
     *
     * @param share from 0, the smallest, to 1, the largest
     */
    double at(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share lies between 0 and 1, not at " + share);
        }
        double position = share * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = (int) Math.ceil(position);
        double between = sorted[below] + (position - below) * (sorted[above] - sorted[below]);
        // rounding may lift it over the upper neighbor
        return Math.min(between, sorted[above]);
    }
}
