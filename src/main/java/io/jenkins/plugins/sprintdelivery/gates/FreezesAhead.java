package io.jenkins.plugins.sprintdelivery.gates;

import hudson.Util;
import io.jenkins.plugins.sprintdelivery.config.EffectiveSettings;
import io.jenkins.plugins.sprintdelivery.core.freeze.FreezePeriod;
import io.jenkins.plugins.sprintdelivery.core.freeze.ICalendarException;
import io.jenkins.plugins.sprintdelivery.core.settings.SettingsException;
import io.jenkins.plugins.sprintdelivery.core.sprint.SprintCalendar;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.kohsuke.stapler.Stapler;

/** The freezes that a job's releases meet now and in the next days, for Jelly views. Reads settings, no build. */
public final class FreezesAhead {

    private final List<Row> rows;
    private final String problem;

    private FreezesAhead(List<Row> rows, String problem) {
        this.rows = rows;
        this.problem = problem;
    }

    /**
     * The freezes that concern a service, in any environment.
     *
     * @param settings what holds for the job
     */
    public static FreezesAhead of(EffectiveSettings settings, String service) {
        ZoneId zone = settings.calendar().map(SprintCalendar::zone).orElse(ZoneOffset.UTC);
        try {
            return new FreezesAhead(
                    Freezes.ahead(settings, service).stream()
                            .map(period -> new Row(period, zone))
                            .toList(),
                    null);
        } catch (SettingsException | ICalendarException e) {
            return new FreezesAhead(List.of(), e.getMessage());
        }
    }

    public List<Row> getRows() {
        return rows;
    }

    /** Why the freezes cannot be told, or null. */
    public String getProblem() {
        return problem;
    }

    /** A freeze for a list. */
    public static final class Row {

        private final FreezePeriod period;
        private final ZoneId zone;

        Row(FreezePeriod period, ZoneId zone) {
            this.period = period;
            this.zone = zone;
        }

        public String getName() {
            return period.freeze().name();
        }

        public String getOrigin() {
            return period.freeze().origin();
        }

        public String getFrom() {
            return text(period.from());
        }

        public String getTo() {
            return text(period.to());
        }

        /** Whether it holds now. */
        public boolean isNow() {
            return !Clock.systemUTC().instant().isBefore(period.from());
        }

        /** How long it takes until it begins, in words. */
        public String getWait() {
            return Util.getTimeSpanString(
                    Duration.between(Clock.systemUTC().instant(), period.from()).toMillis());
        }

        /** The environments it holds for, or empty for all. */
        public String getEnvironments() {
            return String.join(", ", new TreeSet<>(period.freeze().environments()));
        }

        private String text(Instant moment) {
            Locale locale = Stapler.getCurrentRequest2() == null
                    ? Locale.getDefault()
                    : Stapler.getCurrentRequest2().getLocale();
            return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                            .withLocale(locale)
                            .format(moment.atZone(zone))
                    + " " + zone.getId();
        }
    }
}
