package io.jenkins.plugins.sprintdelivery.core.metrics;

import java.util.List;
import java.util.function.BiPredicate;

/**
 * Where a value stands among DORA's four bands. The limits are those of the
 * <a href="https://dora.dev/research/2023/dora-report/">2023 report</a>, whose bands are clusters of answers to a survey:
 * they orient, they are no targets.
 *
 * @param band {@code elite}, {@code high}, {@code medium} or {@code low}, or null where there is no value
 * @param limits the limits of the upper three bands, the best first; what meets none of them is low
 */
public record DoraBands(String band, List<Limit> limits) {

    private static final List<String> BANDS = List.of("elite", "high", "medium");

    public DoraBands {
        limits = List.copyOf(limits);
    }

    /**
     * A band's limit.
     *
     * @param band the band
     * @param comparison how a value meets it: {@code ≥}, {@code ≤} or {@code <}
     * @param limit in the metric's unit
     */
    public record Limit(String band, String comparison, double limit) {}

    static DoraBands atLeast(Double value, double elite, double high, double medium) {
        return of(value, "≥", (number, limit) -> number >= limit, elite, high, medium);
    }

    static DoraBands atMost(Double value, double elite, double high, double medium) {
        return of(value, "≤", (number, limit) -> number <= limit, elite, high, medium);
    }

    static DoraBands below(Double value, double elite, double high, double medium) {
        return of(value, "<", (number, limit) -> number < limit, elite, high, medium);
    }

    private static DoraBands of(
            Double value,
            String comparison,
            BiPredicate<Double, Double> meets,
            double elite,
            double high,
            double medium) {
        List<Double> numbers = List.of(elite, high, medium);
        String band = value == null ? null : "low";
        for (int i = numbers.size() - 1; i >= 0; i--) {
            if (value != null && meets.test(value, numbers.get(i))) {
                band = BANDS.get(i);
            }
        }
        return new DoraBands(
                band,
                List.of(
                        new Limit(BANDS.get(0), comparison, elite),
                        new Limit(BANDS.get(1), comparison, high),
                        new Limit(BANDS.get(2), comparison, medium)));
    }
}
