package io.jenkins.plugins.sprintdelivery.core.gate;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How numbers and times are written in findings. */
final class Words {

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Words() {}

    /** {@code 1 ticket}, {@code 2 tickets}. */
    static String count(int number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }

    /** {@code 2026-03-01 12:00 UTC}. */
    static String of(Instant moment) {
        return MOMENT.format(moment);
    }

    /** The two largest units that say something, rounded down: {@code 1 d 4 h}, {@code 12 min}, {@code 0.4 s}. */
    static String of(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(10)) < 0) {
            long tenths = Math.max(0, duration.toMillis() / 100);
            return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
        }
        long[] amounts = {duration.toDays(), duration.toHoursPart(), duration.toMinutesPart(), duration.toSecondsPart()
        };
        String[] units = {" d", " h", " min", " s"};
        int first = 0;
        while (amounts[first] == 0) {
            first++;
        }
        String words = amounts[first] + units[first];
        return first + 1 < units.length && amounts[first + 1] > 0
                ? words + " " + amounts[first + 1] + units[first + 1]
                : words;
    }
}
