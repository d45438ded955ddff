package io.jenkins.plugins.sprintdelivery.config;

import hudson.Util;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.sprintdelivery.Messages;
import io.jenkins.plugins.sprintdelivery.core.sprint.SprintCalendar;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.TreeSet;
import org.kohsuke.stapler.DataBoundSetter;

/** Where sprints come from without a tracker: a form for one of the core's calendars. */
public abstract class CalendarSource extends AbstractDescribableImpl<CalendarSource> {

    private String board;
    private String zone;

    /** The team's or board's name, or null. */
    public String getBoard() {
        return board;
    }

    @DataBoundSetter
    public void setBoard(String board) {
        this.board = Util.fixEmptyAndTrim(board);
    }

    /** The id of the time zone whose midnight begins a sprint, or null for the controller's. */
    public String getZone() {
        return zone;
    }

    @DataBoundSetter
    public void setZone(String zone) {
        this.zone = Util.fixEmptyAndTrim(zone);
        if (this.zone != null) {
            ZoneId.of(this.zone);
        }
    }

    final ZoneId zoneId() {
        return zone == null ? ZoneId.systemDefault() : ZoneId.of(zone);
    }

    /** The calendar that the form describes. */
    public abstract SprintCalendar toCalendar();

    /** Parses a day. */
    static LocalDate parseDay(String field, String text) {
        try {
            return LocalDate.parse(text.strip());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(Messages.CalendarSource_NoDay(field, text), e);
        }
    }

    /** What the forms of all calendars share. */
    public abstract static class CalendarDescriptor extends Descriptor<CalendarSource> {

        /** The time zones to choose from. */
        @org.kohsuke.stapler.verb.GET
        public ListBoxModel doFillZoneItems() {
            ListBoxModel zones = new ListBoxModel();
            zones.add(
                    Messages.CalendarSource_ControllerZone(
                            ZoneId.systemDefault().getId()),
                    "");
            new TreeSet<>(ZoneId.getAvailableZoneIds()).forEach(zones::add);
            return zones;
        }

        /** Says what is wrong with a time zone that was typed or came from configuration as code. */
        @org.kohsuke.stapler.verb.POST
        public FormValidation doCheckZone(@org.kohsuke.stapler.QueryParameter String value) {
            try {
                if (Util.fixEmptyAndTrim(value) != null) {
                    ZoneId.of(value.strip());
                }
                return FormValidation.ok();
            } catch (DateTimeException e) {
                return FormValidation.error(Messages.CalendarSource_NoZone(value));
            }
        }
    }
}
