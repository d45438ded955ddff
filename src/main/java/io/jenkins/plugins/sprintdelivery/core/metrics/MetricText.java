package io.jenkins.plugins.sprintdelivery.core.metrics;

import java.util.Locale;
import java.util.stream.Collectors;

/** Metrics in words for people, in English. */
public final class MetricText {

    private static final double MINUTE = 60;
    private static final double HOUR = 60 * MINUTE;
    private static final double DAY = 24 * HOUR;

    private MetricText() {}

    /** The value with its unit, such as {@code 12.5 %} or {@code 3 d 4 h}, or {@code insufficient data}. */
    public static String value(Metric metric) {
        if (!metric.sufficient()) {
            return "insufficient data";
        }
        double value = metric.value();
        switch (metric.unit()) {
            case RATIO:
                return share(value);
            case SECONDS:
                return duration(value);
            case PER_DAY:
                return format(value < 0.1 ? "%.3f" : "%.2f", value) + " per day";
            default:
                return format("%,.0f", value);
        }
    }

    /** What was left out and how often, such as {@code not restored yet: 2}, or nothing. */
    public static String excluded(Metric metric) {
        return metric.excluded().stream()
                .map(excluded -> excluded.reason() + ": " + excluded.count())
                .collect(Collectors.joining("; "));
    }

    /** A share from 0 to 1 in percent. Only all is {@code 100 %}, only nothing is {@code 0 %}. */
    public static String share(double share) {
        if (share > 0 && share < 0.001) {
            return "< 0.1 %";
        }
        if (share < 1 && share > 0.999) {
            return "> 99.9 %";
        }
        return format("%.1f", share * 100) + " %";
    }

    /** A length of time by its two largest units. */
    public static String duration(double seconds) {
        if (seconds < MINUTE) {
            return format(seconds < 10 ? "%.1f s" : "%.0f s", seconds);
        }
        if (seconds < HOUR) {
            return twoUnits(Math.round(seconds), 60, "min", "s");
        }
        if (seconds < DAY) {
            return twoUnits(Math.round(seconds / MINUTE), 60, "h", "min");
        }
        return twoUnits(Math.round(seconds / HOUR), 24, "d", "h");
    }

    private static String twoUnits(long small, int ratio, String largeUnit, String smallUnit) {
        long rest = small % ratio;
        String large = format("%,d", small / ratio) + " " + largeUnit;
        return rest == 0 ? large : large + " " + rest + " " + smallUnit;
    }

    private static String format(String pattern, Object value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
