package io.jenkins.plugins.sprintdelivery.core.gate;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A share in percent, exact.
 *
 * @param value from 0 to 100
 */
public record Percentage(BigDecimal value) {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    public Percentage {
        if (value.signum() < 0 || value.compareTo(HUNDRED) > 0) {
            throw new IllegalArgumentException("a percentage is from 0 to 100, not " + value.toPlainString());
        }
        value = value.stripTrailingZeros();
    }

    public static Percentage of(long value) {
        return new Percentage(BigDecimal.valueOf(value));
    }

    /** Compares this with {@code part} of {@code whole}: negative where this is the smaller one. */
    int compareToShare(int part, int whole) {
        return value.multiply(BigDecimal.valueOf(whole)).compareTo(HUNDRED.multiply(BigDecimal.valueOf(part)));
    }

    /** A share in words, such as {@code 98.33 % (118 of 120)}; rounded down, so that only all is 100 %. */
    static String describe(int part, int whole) {
        BigDecimal share = whole == 0
                ? BigDecimal.ZERO
                : HUNDRED.multiply(BigDecimal.valueOf(part)).divide(BigDecimal.valueOf(whole), 2, RoundingMode.DOWN);
        return share.stripTrailingZeros().toPlainString() + " % (" + part + " of " + whole + ")";
    }

    @Override
    public String toString() {
        return value.toPlainString() + " %";
    }
}
