package io.jenkins.plugins.sprintdelivery.core.settings;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How durations are written in settings and in steps: {@code 4h}, {@code 1d12h}, {@code 90s}. */
public final class Durations {

    /** What to write, for messages. */
    public static final String EXAMPLE = "a duration such as 90s, 15m, 4h, 1d12h or 2w";

    private static final Pattern FORM =
            Pattern.compile("(?=\\d)(?:(\\d{1,3})w)?(?:(\\d{1,4})d)?(?:(\\d{1,5})h)?(?:(\\d{1,6})m)?(?:(\\d{1,7})s)?");
    private static final long[] SECONDS = {7 * 86_400, 86_400, 3_600, 60, 1};

    private Durations() {}

    /**
     * The duration.
     *
     * @throws IllegalArgumentException saying how to write one
     */
    public static Duration parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no duration; give " + EXAMPLE);
        }
        long seconds = 0;
        for (int i = 0; i < SECONDS.length; i++) {
            String amount = form.group(i + 1);
            seconds += amount == null ? 0 : Long.parseLong(amount) * SECONDS[i];
        }
        return Duration.ofSeconds(seconds);
    }
}
