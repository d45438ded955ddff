package io.jenkins.plugins.sprintdelivery.core.settings;

import io.jenkins.plugins.sprintdelivery.core.spelling.NearestName;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;

/** How dates and time zones are written in settings. */
final class Dates {

    static final String A_DATE = "a date such as 2026-01-05";

    private Dates() {}

    /**
     * The date.
     *
     * @throws IllegalArgumentException saying how to write one
     */
    static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException problem) {
            throw new IllegalArgumentException("'" + text + "' is no date; give " + A_DATE, problem);
        }
    }

    /** The time zone that a key names, or the default; one that is not known is reported with the nearest name. */
    static ZoneId zone(Section section, String key, ZoneId byDefault) {
        String id = section.text(key);
        if (id == null) {
            return byDefault;
        }
        try {
            return ZoneId.of(id);
        } catch (DateTimeException problem) {
            String meant = NearestName.of(id, ZoneId.getAvailableZoneIds())
                    .map(name -> ", did you mean '" + name + "'?")
                    .orElse(";");
            section.report(key, "unknown time zone '" + id + "'" + meant + " use a name such as Europe/Berlin or UTC");
            return byDefault;
        }
    }
}
